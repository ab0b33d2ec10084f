package io.apfw.capwap.exchange;

import io.apfw.capwap.wire.message.ControlMessage;
import java.util.Optional;

/**
 * A peer that has one request outstanding, RFC 5415 section 4.5.3. Its first one may have any
 * number.
 *
 * @param heard its last request
 */
record OneRequest(Optional<Heard> heard) implements Inbox {
  /** Nothing heard yet. */
  static final OneRequest NONE = new OneRequest(Optional.empty());

  /**
   * A request of the peer's.
   *
   * @param sequence its sequence number
   * @param type its message type
   * @param response what it was answered; empty while it is worked on
   */
  record Heard(int sequence, int type, Optional<ControlMessage> response) {}

  @Override
  public Incoming incoming(int sequence, ControlMessage request) {
    if (heard.isPresent()) {
      Heard last = heard.get();
      if (sequence == last.sequence()) {
        return last.response().isPresent()
            ? new Incoming.Repeated(last.response().get())
            : new Incoming.Early();
      }
      if (older(sequence, last.sequence())) {
        return new Incoming.Stale();
      }
      if (last.response().isEmpty()) {
        return new Incoming.Early();
      }
    }
    return new Incoming.Fresh(
        new OneRequest(Optional.of(new Heard(sequence, request.type(), Optional.empty()))));
  }

  @Override
  public OneRequest answer(ControlMessage response) {
    Heard last = heard.orElseThrow();
    return new OneRequest(
        Optional.of(new Heard(last.sequence(), last.type(), Optional.of(response))));
  }

  @Override
  public Optional<Integer> unanswered() {
    return heard.filter(last -> last.response().isEmpty()).map(Heard::sequence);
  }

  @Override
  public Optional<Integer> unanswered(int type) {
    return heard
        .filter(last -> last.response().isEmpty() && last.type() == type)
        .map(Heard::sequence);
  }

  @Override
  public Optional<Turn> take() {
    return Optional.empty();
  }

  /** The comparison of RFC 5415 section 4.5.3; two numbers 128 apart are neither older. */
  static boolean older(int s1, int s2) {
    return (s1 < s2 && s2 - s1 < Exchange.SEQUENCES / 2)
        || (s1 > s2 && s1 - s2 > Exchange.SEQUENCES / 2);
  }
}
