package io.apfw.capwap.wire.message;

import static io.apfw.capwap.wire.ParsedAssert.reason;
import static io.apfw.capwap.wire.ParsedAssert.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.Vectors;
import io.apfw.capwap.wire.element.ImageData;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlMessageCodecTest {
  private static final String RESET_RESPONSE = "00000012 05 000b 00 0021 0004 00000000";

  @Test
  void theRfcCountsLengthAndFlagsWithTheElements() {
    ResetResponse message = new ResetResponse(ResultCode.SUCCESS);
    assertThat(ControlMessageCodec.encode(5, message)).isEqualTo(hex(RESET_RESPONSE));
  }

  @Test
  void aCountOfTheElementsAloneIsReadToo() {
    assertThat(ControlMessageCodec.decode(hex(RESET_RESPONSE.replace("000b", "0008"))))
        .isEqualTo(ControlMessageCodec.decode(hex(RESET_RESPONSE)));
  }

  @Test
  void flagsAreIgnored() {
    assertThat(ControlMessageCodec.decode(hex(RESET_RESPONSE.replace("b 00", "b ff"))))
        .isEqualTo(ControlMessageCodec.decode(hex(RESET_RESPONSE)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 0 | Message Type needs 4 bytes, 0 are left",
        "00000012 05 00 | 5 | Message Element Length needs 2 bytes, 1 are left",
        "00000012 05 000b | 7 | Flags needs 1 bytes, 0 are left",
        "00000012 05 000a 00 0021 0004 00000000 | 5 | Length 10: the message carries 8 bytes",
        "00000012 05 000c 00 0021 0004 00000000 | 5 | Length 12: the message carries 8 bytes",
        "00000012 05 000b 00 0021 0005 00000000 | 12 | ResultCode (element 33) needs 5 bytes, 4",
        "00000012 05 000b 00 0021 0003 00000000 | 12 | Result Code needs 4 bytes, 3 are left",
        "00000012 05 000c 00 0021 0005 0000000000 | 16 | ResultCode (element 33) has 1 bytes too",
        "00000012 05 000b 00 0fff ffff 00000000 | 12 | body of element 4095 needs 65535 bytes, 4",
        "00000012 05 0005 00 0021 | 10 | message element length needs 2 bytes, 0 are left",
        "00000012 05 0007 00 0000 0000 | 12 | message element type 0 is reserved",
        "00000004 05 0007 00 0004 0000 | 12 | AcName (element 4): AC Name of 0 bytes: 1 to 512",
        "00000004 05 0008 00 0004 0001 ff | 13 | AC Name is not UTF-8",
        "00000004 05 000c 00 0005 0005 0064726c6c | 17 | Priority 0: 1 to 255",
      })
  void malformedMessagesAreValuesWithAReason(String text, int offset, String reason) {
    Parsed<Decoded> parsed = ControlMessageCodec.decode(hex(text));
    assertThat(reason(parsed)).contains(reason);
    assertThat(((Parsed.Malformed<Decoded>) parsed).offset()).isEqualTo(offset);
  }

  @Test
  void anUnknownTypeKeepsItsEnterpriseNumber() {
    Octets bytes = hex("ffffffff 05 000b 00 0021 0004 00000000");
    Decoded decoded = value(ControlMessageCodec.decode(bytes));
    assertThat(decoded.message()).isEqualTo(new UnknownMessage(-1, List.of(ResultCode.SUCCESS)));
    assertThat(decoded.message().isRequest()).isTrue();
    assertThat(ControlMessageCodec.encode(5, decoded.message())).isEqualTo(bytes);
  }

  @Test
  void theNumberOfElementsIsBounded() {
    WireBuilder most = new WireBuilder(ControlMessageCodec.ELEMENTS_MAX);
    assertThat(value(ControlMessageCodec.decode(most.message())).message().elements())
        .hasSize(ControlMessageCodec.ELEMENTS_MAX);
    WireBuilder more = new WireBuilder(ControlMessageCodec.ELEMENTS_MAX + 1);
    assertThat(reason(ControlMessageCodec.decode(more.message())))
        .isEqualTo("more than 1024 message elements");
  }

  @Test
  void aMessageTooLongForItsLengthFieldIsRefused() {
    MessageElement large = new ImageData(1, Octets.wrap(new byte[65_000]));
    assertThatThrownBy(() -> ControlMessageCodec.encode(0, new ImageDataRequest(large, large)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 65535");
    assertThatThrownBy(() -> ControlMessageCodec.encode(256, new EchoRequest()))
        .hasMessage("Sequence Number 256: 0 to 255");
  }

  @Test
  void aFrameCutAnywhereIsMalformed() {
    for (String name : Vectors.CONTROL_FRAMES) {
      Octets frame = Octets.of(Vectors.frame(name));
      for (int bytes = 0; bytes < frame.length(); bytes++) {
        Parsed<CapwapPacket> packet = CapwapPacket.decode(frame.slice(0, bytes));
        if (packet instanceof Parsed.Value<CapwapPacket> value) {
          assertThat(ControlMessageCodec.decode(value.value().payload()))
              .as("%s cut to %d bytes", name, bytes)
              .isInstanceOf(Parsed.Malformed.class);
        }
      }
    }
  }

  private static Octets hex(String text) {
    return Octets.hex(text.replace(" ", ""));
  }

  /** A message of many empty elements. */
  private record WireBuilder(int elements) {
    Octets message() {
      String length = String.format("%04x", 4 * elements);
      return hex("0000000d 00 " + length + " 00" + "0fff0000".repeat(elements));
    }
  }
}
