package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.ElementCodec;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.ReturnedMessageElement;
import io.apfw.capwap.wire.element.UnknownElement;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which elements a message has, RFC 5415 sections 5 to 10 and RFC 5416 sections 3 and 5, as data,
 * by element type. Vendor Specific Payload is allowed everywhere, any number of times (RFC 5415
 * section 4.6.39).
 *
 * @param name the message's name in the RFC
 * @param mandatory each must be there
 * @param oneOf of each of these sets at least one must be there
 * @param exclusive of each of these sets no two may be there
 * @param optional may be there
 * @param repeatable may be there more than once
 * @param binding whether the IEEE 802.11 binding puts elements of its own into the message: then
 *     one that we do not know is no reason to refuse it, for the binding has grown since RFC 5416
 */
public record MessageGrammar(
    String name,
    Set<Integer> mandatory,
    List<Set<Integer>> oneOf,
    List<Set<Integer>> exclusive,
    Set<Integer> optional,
    Set<Integer> repeatable,
    boolean binding) {

  /** Elements that an answer of code 21 gives back, so that it fits a message. */
  public static final int RETURNED_ELEMENTS_MAX = 16;

  public MessageGrammar {
    mandatory = Set.copyOf(mandatory);
    oneOf = oneOf.stream().map(Set::copyOf).toList();
    exclusive = exclusive.stream().map(Set::copyOf).toList();
    optional = Set.copyOf(optional);
    repeatable = Set.copyOf(repeatable);
  }

  /**
   * Why a request is refused.
   *
   * @param code 19, 20 or 21
   * @param response what to answer; none if that kind of response carries no Result Code: such a
   *     request is dropped in silence
   */
  public record Refusal(ResultCode code, Optional<ControlMessage> response) {}

  /** The grammar of a message type, if RFC 5415 or RFC 5416 defines it. */
  public static Optional<MessageGrammar> of(int messageType) {
    return Optional.ofNullable(GrammarTable.BY_TYPE.get(messageType));
  }

  /**
   * Checks a received request: code 19 for a message type that we do not know (section 4.5.1.1), 20
   * for a missing mandatory element, 21 with the elements that nobody here knows (section 4.5.1.5).
   * A known element in the wrong message is no reason to refuse, nor is one too many: the first
   * counts. Responses are not checked; they are read as leniently as they can be.
   */
  public static Optional<Refusal> check(ControlMessage request) {
    Optional<MessageGrammar> known = of(request.type());
    if (known.isEmpty()) {
      return refusal(request, ResultCode.UNRECOGNIZED_REQUEST, List.of());
    }
    MessageGrammar grammar = known.get();
    if (!grammar.missing(request).isEmpty()) {
      return refusal(request, ResultCode.MISSING_MANDATORY_ELEMENT, List.of());
    }
    List<ReturnedMessageElement> returned =
        request.all(UnknownElement.class).stream()
            .filter(element -> !grammar.tolerates(element.type()))
            .limit(RETURNED_ELEMENTS_MAX)
            .map(e -> ReturnedMessageElement.of(ReturnedMessageElement.UNKNOWN_ELEMENT, e))
            .toList();
    return returned.isEmpty()
        ? Optional.empty()
        : refusal(request, ResultCode.UNRECOGNIZED_ELEMENT, returned);
  }

  /**
   * Where a message departs from the grammar, strictly, one line for each trouble: for what we send
   * ourselves.
   */
  public List<String> violations(ControlMessage message) {
    List<String> found = new ArrayList<>(missing(message));
    List<Integer> types = message.elements().stream().map(MessageElement::type).toList();
    types.stream()
        .distinct()
        .filter(type -> !permits(type))
        .forEach(type -> found.add(name + " does not take element " + type));
    types.stream()
        .distinct()
        .filter(type -> types.indexOf(type) != types.lastIndexOf(type))
        .filter(type -> !repeatable.contains(type) && type != VendorSpecificPayload.TYPE)
        .forEach(type -> found.add(name + " takes element " + type + " only once"));
    exclusive.stream()
        .map(group -> group.stream().filter(types::contains).sorted().toList())
        .filter(present -> present.size() > 1)
        .forEach(present -> found.add(name + " takes only one of elements " + present));
    return found;
  }

  private List<String> missing(ControlMessage message) {
    List<String> missing = new ArrayList<>();
    for (int type : new TreeSet<>(mandatory)) {
      if (!has(message, Set.of(type))) {
        missing.add(name + " lacks element " + type);
      }
    }
    for (Set<Integer> group : oneOf) {
      if (!has(message, group)) {
        missing.add(name + " lacks all of elements " + new TreeSet<>(group));
      }
    }
    return missing;
  }

  private boolean has(ControlMessage message, Set<Integer> types) {
    for (MessageElement element : message.elements()) {
      if (types.contains(element.type())) {
        return true;
      }
    }
    return false;
  }

  private boolean permits(int type) {
    return type == VendorSpecificPayload.TYPE
        || mandatory.contains(type)
        || optional.contains(type)
        || oneOf.stream().anyMatch(group -> group.contains(type));
  }

  private boolean tolerates(int type) {
    return permits(type) || (binding && ElementCodec.isBinding(type));
  }

  private static Optional<Refusal> refusal(
      ControlMessage request, ResultCode code, List<ReturnedMessageElement> returned) {
    int responseType = request.type() + 1;
    boolean answered =
        of(responseType).map(response -> response.permits(ResultCode.TYPE)).orElse(true);
    List<MessageElement> elements = new ArrayList<>();
    elements.add(code);
    elements.addAll(returned);
    return Optional.of(
        new Refusal(
            code,
            answered ? Optional.of(ControlMessage.of(responseType, elements)) : Optional.empty()));
  }
}
