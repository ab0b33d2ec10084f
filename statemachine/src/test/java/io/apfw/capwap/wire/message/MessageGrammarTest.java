package io.apfw.capwap.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.element.DataTransferData;
import io.apfw.capwap.wire.element.DataTransferMode;
import io.apfw.capwap.wire.element.ElementCodec;
import io.apfw.capwap.wire.element.ElementSamples;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.ReturnedMessageElement;
import io.apfw.capwap.wire.element.UnknownElement;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.capwap.wire.element.WtpName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageGrammarTest {
  private static final ImageIdentifier WANTED = new ImageIdentifier(32473, "17.9.4.27");
  private static final List<Integer> TYPES =
      IntStream.concat(
              IntStream.rangeClosed(1, 26),
              IntStream.of(WlanConfigurationRequest.TYPE, WlanConfigurationResponse.TYPE))
          .boxed()
          .toList();

  /** Requests whose response carries no Result Code. */
  private static final Set<Integer> SILENT =
      Set.of(
          DiscoveryRequest.TYPE,
          PrimaryDiscoveryRequest.TYPE,
          ConfigurationStatusRequest.TYPE,
          EchoRequest.TYPE,
          WtpEventRequest.TYPE,
          ChangeStateEventRequest.TYPE);

  private static final Map<Integer, MessageElement> SAMPLES =
      ElementSamples.all()
          .filter(element -> !(element instanceof UnknownElement))
          .collect(Collectors.toUnmodifiableMap(MessageElement::type, Function.identity()));

  private static final UnknownElement STRANGER = new UnknownElement(4095, Octets.hex("2a"));

  @Test
  void everyMessageOfTheRfcHasOneAndARecordOfItsName() {
    assertThat(TYPES).hasSize(28);
    for (int type : TYPES) {
      ControlMessage message = ControlMessage.of(type, List.of());
      assertThat(message.type()).isEqualTo(type);
      assertThat(message.getClass().getSimpleName())
          .isEqualToIgnoringCase(grammar(type).name().replace("IEEE 802.11 ", "").replace(" ", ""));
    }
    assertThat(MessageGrammar.of(27)).isEmpty();
    assertThat(ControlMessage.of(27, List.of())).isInstanceOf(UnknownMessage.class);
  }

  @Test
  void anUnknownRequestIsAnsweredWithTheNextTypeAndCode19() {
    assertThat(check(new UnknownMessage(3398915, List.of(STRANGER))).orElseThrow().response())
        .contains(new UnknownMessage(3398916, List.of(ResultCode.UNRECOGNIZED_REQUEST)));
  }

  @Test
  void aMissingMandatoryElementIsCode20() {
    assertThat(check(new ResetRequest()).orElseThrow().response())
        .contains(new ResetResponse(ResultCode.MISSING_MANDATORY_ELEMENT));
    assertThat(check(new DataTransferRequest()).orElseThrow().code())
        .isEqualTo(ResultCode.MISSING_MANDATORY_ELEMENT);
    assertThat(check(new DataTransferRequest(new DataTransferMode(1)))).isEmpty();
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

  /** Every request: with what it must have it passes; without any of that it is code 20. */
  @ParameterizedTest
  @MethodSource("requests")
  void aRequestWithoutAMandatoryElementIsCode20(MessageGrammar grammar, int type) {
    List<MessageElement> least = least(grammar);
    assertThat(check(ControlMessage.of(type, least))).isEmpty();
    assertThat(grammar.violations(ControlMessage.of(type, least))).isEmpty();
    for (MessageElement element : least) {
      List<MessageElement> without = new ArrayList<>(least);
      without.remove(element);
      MessageGrammar.Refusal refusal = check(ControlMessage.of(type, without)).orElseThrow();
      assertThat(refusal.code()).isEqualTo(ResultCode.MISSING_MANDATORY_ELEMENT);
      assertAnswer(refusal, type, List.of(ResultCode.MISSING_MANDATORY_ELEMENT));
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestWithAStrangerIsCode21(MessageGrammar grammar, int type) {
    List<MessageElement> elements = new ArrayList<>(least(grammar));
    elements.add(STRANGER);
    MessageGrammar.Refusal refusal = check(ControlMessage.of(type, elements)).orElseThrow();
    assertThat(refusal.code()).isEqualTo(ResultCode.UNRECOGNIZED_ELEMENT);
    assertAnswer(
        refusal,
        type,
        List.of(
            ResultCode.UNRECOGNIZED_ELEMENT,
            ReturnedMessageElement.of(ReturnedMessageElement.UNKNOWN_ELEMENT, STRANGER)));
  }

  /** All that a grammar names, all that it allows twice twice, and nothing is wrong with it. */
  @ParameterizedTest
  @MethodSource("all")
  void theFullestMessageIsInOrder(MessageGrammar grammar, int type) {
    Set<Integer> types = new TreeSet<>(grammar.mandatory());
    types.addAll(grammar.optional());
    grammar.oneOf().forEach(types::addAll);
    grammar
        .exclusive()
        .forEach(group -> types.removeAll(List.copyOf(group).subList(1, group.size())));
    List<MessageElement> full = new ArrayList<>(types.stream().map(SAMPLES::get).toList());
    full.addAll(types.stream().filter(grammar.repeatable()::contains).map(SAMPLES::get).toList());
    ControlMessage message = ControlMessage.of(type, full);
    assertThat(grammar.violations(message)).isEmpty();
    Parsed<Decoded> read = ControlMessageCodec.decode(ControlMessageCodec.encode(9, message));
    assertThat(read).isEqualTo(new Parsed.Value<>(new Decoded(9, message)));
  }

  @Test
  void everyElementOfTheRfcsHasAPlaceInSomeMessage() {
    Set<Integer> placed = new TreeSet<>(Set.of(VendorSpecificPayload.TYPE));
    for (int type : TYPES) {
      placed.addAll(grammar(type).mandatory());
      placed.addAll(grammar(type).optional());
      grammar(type).oneOf().forEach(placed::addAll);
    }
    assertThat(placed).isEqualTo(SAMPLES.keySet());
  }

  @Test
  void elementsThatTheRfcKnowsAreLetThrough() {
    UnknownElement binding = new UnknownElement(1024, Octets.hex("00"));
    UnknownElement laterBinding = new UnknownElement(1061, Octets.hex("00"));
    MessageElement vendor = new VendorSpecificPayload(9, 151, Octets.hex("00"));
    assertThat(check(new ConfigurationUpdateRequest(binding, laterBinding, vendor, vendor)))
        .isEmpty();
    assertThat(check(new ResetRequest(WANTED, laterBinding)).orElseThrow().code())
        .isEqualTo(ResultCode.UNRECOGNIZED_ELEMENT);
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
  void ofSomeElementsOnlyOneMayBeThere() {
    DataTransferRequest both =
        new DataTransferRequest(
            new DataTransferMode(1), new DataTransferData(1, 1, Octets.hex("00")));
    assertThat(grammar(DataTransferRequest.TYPE).violations(both))
        .containsExactly("Data Transfer Request takes only one of elements [13, 14]");
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

  static Stream<Arguments> all() {
    return TYPES.stream().map(type -> arguments(named(grammar(type).name(), grammar(type)), type));
  }

  static Stream<Arguments> requests() {
    return all().filter(arguments -> ((Integer) arguments.get()[1]) % 2 == 1);
  }

  /** One of each element that must be there. */
  private static List<MessageElement> least(MessageGrammar grammar) {
    Set<Integer> types = new TreeSet<>(grammar.mandatory());
    grammar.oneOf().forEach(group -> types.add(new TreeSet<>(group).first()));
    return types.stream().map(SAMPLES::get).toList();
  }

  private static void assertAnswer(
      MessageGrammar.Refusal refusal, int requestType, List<MessageElement> elements) {
    boolean silent = SILENT.contains(requestType);
    assertThat(refusal.response())
        .isEqualTo(
            silent ? Optional.empty() : Optional.of(ControlMessage.of(requestType + 1, elements)));
  }

  private static MessageGrammar grammar(int type) {
    return MessageGrammar.of(type).orElseThrow();
  }

  private static Optional<MessageGrammar.Refusal> check(ControlMessage request) {
    return MessageGrammar.check(request);
  }

  /** RFC 5415 4.5.1.5; each comes back a little longer than it was. */
  @Test
  void whatIsReturnedFitsAMessageHoweverMuchNobodyKnows() {
    MessageElement stranger = new UnknownElement(3000, Octets.wrap(new byte[58]));
    ControlMessage request = new ConfigurationUpdateRequest(Collections.nCopies(1023, stranger));
    assertThat(ControlMessageCodec.encode(0, request).length()).isLessThan(65_535);
    MessageGrammar.Refusal refusal = MessageGrammar.check(request).orElseThrow();
    assertThat(refusal.code()).isEqualTo(ResultCode.UNRECOGNIZED_ELEMENT);
    ControlMessage answer = refusal.response().orElseThrow();
    assertThat(answer.all(ReturnedMessageElement.class))
        .hasSize(MessageGrammar.RETURNED_ELEMENTS_MAX);
    assertThat(ControlMessageCodec.encode(0, answer).length()).isLessThan(16 * 261 + 20);
  }
}
