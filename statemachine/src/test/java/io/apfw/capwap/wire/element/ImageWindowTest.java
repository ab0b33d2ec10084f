package io.apfw.capwap.wire.element;

import static io.apfw.capwap.wire.ParsedAssert.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Vectors;
import io.apfw.capwap.wire.message.ControlMessageCodec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageWindowTest {
  @Test
  void theVectorsSayHowManyRequestsAndWhichIsTheFirst() {
    assertThat(in("join-request-window")).contains(new ImageWindow(50, 0));
    assertThat(in("join-response-window")).contains(new ImageWindow(16, 254));
    assertThat(in("join-request")).isEmpty();
    assertThat(in("join-response")).isEmpty();
  }

  @Test
  void whatIsWrittenIsWhatTheVectorHas() {
    assertThat(new ImageWindow(16, 254).toElement())
        .isEqualTo(new VendorSpecificPayload(32_473, 1, Octets.hex("6170667710fe")));
  }

  /** Another vendor, number, mark, length; no request, too many. */
  @ParameterizedTest
  @CsvSource({
    "9, 1, 6170667710fe",
    "32473, 2, 6170667710fe",
    "32473, 1, 6170667810fe",
    "32473, 1, 6170667710",
    "32473, 1, 6170667710fe00",
    "32473, 1, 6170667700fe",
    "32473, 1, 6170667733fe",
  })
  void whatIsNotOursIsNone(long vendor, int number, String data) {
    assertThat(ImageWindow.of(new VendorSpecificPayload(vendor, number, Octets.hex(data))))
        .isEmpty();
  }

  @Test
  void theFirstOneThatIsOursCounts() {
    List<MessageElement> elements =
        List.of(
            new VendorSpecificPayload(9, 1, Octets.EMPTY),
            new ImageWindow(2, 7).toElement(),
            new ImageWindow(3, 8).toElement());
    assertThat(ImageWindow.in(elements)).contains(new ImageWindow(2, 7));
  }

  @Test
  void aWindowOutOfItsBoundsIsNamed() {
    assertThatThrownBy(() -> new ImageWindow(51, 0))
        .hasMessage("window of Image Data Requests 51: 1 to 50");
    assertThatThrownBy(() -> new ImageWindow(1, 256)).hasMessageContaining("First Sequence 256");
  }

  private static Optional<ImageWindow> in(String frame) {
    CapwapPacket packet = value(CapwapPacket.decode(Octets.of(Vectors.frame(frame))));
    return ImageWindow.in(value(ControlMessageCodec.decode(packet.payload())).message().elements());
  }
}
