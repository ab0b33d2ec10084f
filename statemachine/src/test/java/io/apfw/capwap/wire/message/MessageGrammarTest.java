package io.apfw.capwap.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ElementCodec;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.ReturnedMessageElement;
import io.apfw.capwap.wire.element.UnknownElement;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.capwap.wire.element.WtpName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageGrammarTest {
  private static final ImageIdentifier WANTED = new ImageIdentifier(32473, "17.9.4.27");
  private static final UnknownElement STRANGER = new UnknownElement(4095, Octets.hex("2a"));

  @Test
  void everyMessageOfTheRfcHasOneAndARecordOfItsName() {
    for (int type = 1; type <= 26; type++) {
      ControlMessage message = ControlMessage.of(type, List.of());
      assertThat(message.type()).isEqualTo(type);
      assertThat(message.getClass().getSimpleName().toUpperCase(Locale.ROOT))
          .isEqualTo(
              MessageGrammar.of(type)
                  .orElseThrow()
                  .name()
                  .replace(" ", "")
                  .toUpperCase(Locale.ROOT));
    }
    assertThat(MessageGrammar.of(27)).isEmpty();
    assertThat(ControlMessage.of(27, List.of())).isInstanceOf(UnknownMessage.class);
  }

  @Test
  void anUnknownRequestIsAnsweredWithTheNextTypeAndCode19() {
    assertThat(check(new UnknownMessage(3398913, List.of(STRANGER))).orElseThrow().response())
        .contains(new UnknownMessage(3398914, List.of(ResultCode.UNRECOGNIZED_REQUEST)));
  }

  @Test
  void aMissingMandatoryElementIsCode20() {
    assertThat(check(new ResetRequest()).orElseThrow().response())
        .contains(new ResetResponse(ResultCode.MISSING_MANDATORY_ELEMENT));
    assertThat(check(new DataTransferRequest()).orElseThrow().code())
        .isEqualTo(ResultCode.MISSING_MANDATORY_ELEMENT);
    assertThat(check(new DataTransferRequest(new UnknownElement(14, Octets.hex("01"))))).isEmpty();
  }

  @Test
  void anUnknownElementIsCode21AndComesBack() {
    MessageGrammar.Refusal refusal = check(new ResetRequest(WANTED, STRANGER)).orElseThrow();
    assertThat(refusal.code()).isEqualTo(ResultCode.UNRECOGNIZED_ELEMENT);
    assertThat(refusal.response())
        .contains(
            new ResetResponse(
                ResultCode.UNRECOGNIZED_ELEMENT,
                new ReturnedMessageElement(
                    ReturnedMessageElement.UNKNOWN_ELEMENT, ElementCodec.encode(STRANGER))));
  }

  @Test
  void aLongUnknownElementComesBackCutShort() {
    UnknownElement large = new UnknownElement(4095, Octets.wrap(new byte[5000]));
    ControlMessage response =
        check(new ResetRequest(WANTED, large)).orElseThrow().response().orElseThrow();
    assertThat(response.first(ReturnedMessageElement.class).orElseThrow().element())
        .isEqualTo(ElementCodec.encode(large).slice(0, 255));
  }

  @Test
  void aResponseThatCarriesNoResultCodeIsNotSent() {
    MessageGrammar.Refusal refusal = check(new EchoRequest(STRANGER)).orElseThrow();
    assertThat(refusal.code()).isEqualTo(ResultCode.UNRECOGNIZED_ELEMENT);
    assertThat(refusal.response()).isEmpty();
  }

  @Test
  void elementsThatTheRfcKnowsAreLetThrough() {
    UnknownElement acTimestamp = new UnknownElement(6, Octets.hex("e90f1a2b"));
    UnknownElement binding = new UnknownElement(1024, Octets.hex("00"));
    MessageElement vendor = new VendorSpecificPayload(9, 151, Octets.hex("00"));
    assertThat(check(new ConfigurationUpdateRequest(acTimestamp, binding, vendor, vendor)))
        .isEmpty();
    assertThat(check(new ResetRequest(WANTED, vendor, new WtpName("known, but astray")))).isEmpty();
  }

  @Test
  void violationsAreToldInFull() {
    ResetRequest bad = new ResetRequest(new WtpName("a"), new WtpName("b"), STRANGER);
    assertThat(MessageGrammar.of(ResetRequest.TYPE).orElseThrow().violations(bad))
        .containsExactly(
            "Reset Request lacks element 25",
            "Reset Request does not take element 45",
            "Reset Request does not take element 4095",
            "Reset Request takes element 45 only once");
    assertThat(MessageGrammar.of(JoinRequest.TYPE).orElseThrow().violations(new JoinRequest()))
        .contains("Join Request lacks all of elements [30, 50]")
        .hasSize(10);
  }

  @Test
  void allResultCodesHaveAMeaning() {
    assertThat(IntStream.rangeClosed(0, 22).mapToObj(code -> new ResultCode(code).meaning()))
        .doesNotHaveDuplicates()
        .noneMatch(meaning -> meaning.startsWith("Unknown"));
    assertThat(new ResultCode(23).meaning()).isEqualTo("Unknown Result Code");
    assertThat(IntStream.rangeClosed(0, 22).filter(code -> new ResultCode(code).isSuccess()))
        .containsExactly(0, 2);
  }

  private static Optional<MessageGrammar.Refusal> check(ControlMessage request) {
    return MessageGrammar.check(request);
  }
}
