package io.apfw.capwap.exchange;

import io.apfw.capwap.wire.message.ControlMessage;
import java.time.Instant;
import java.util.Optional;

/**
 * Our side of the reliable transport of RFC 5415 section 4.5.3, for one session. Requests go out
 * one at a time and are repeated until they are answered; the peer's are sorted by an {@link
 * Inbox}.
 *
 * <p>RFC 5415 says that the peer is dead when RetransmitCount "has reached" MaxRetransmit. Taken by
 * the letter, the last repetition is never waited for. We wait for it like for those before it:
 * with the defaults the peer is given up 66 s after the request.
 *
 * @param nextSequence sequence number of our next request, 0 to 255
 * @param outstanding our request that waits for its response
 * @param inbox the peer's requests
 */
public record Exchange(int nextSequence, Optional<Outstanding> outstanding, Inbox inbox) {
  static final int SEQUENCES = 256;

  /**
   * Our request that waits.
   *
   * @param sequence its sequence number
   * @param request what was sent, and is sent again unaltered
   * @param retransmissions how often it was sent again
   * @param repeatAt when it is due again, or given up
   */
  public record Outstanding(
      int sequence, ControlMessage request, int retransmissions, Instant repeatAt) {}

  /** What a passed deadline means. */
  public sealed interface Due {
    /** Nothing yet. */
    record NotYet() implements Due {}

    /** Send this again, unaltered. */
    record Repeat(Exchange next, int sequence, ControlMessage request) implements Due {}

    /** The peer is dead. */
    record GivenUp(ControlMessage request, int transmissions) implements Due {}
  }

  /** A session's first exchange: our first request has sequence number 0. */
  public static Exchange fresh() {
    return new Exchange(0, Optional.empty(), OneRequest.NONE);
  }

  /** The same with another inbox. */
  public Exchange with(Inbox other) {
    return new Exchange(nextSequence, outstanding, other);
  }

  /** Whether another request may go out. */
  public boolean free() {
    return outstanding.isEmpty();
  }

  /**
   * Puts a request under way, with {@link #nextSequence} as its sequence number.
   *
   * @throws IllegalStateException when one is under way already
   */
  public Exchange send(ControlMessage request, Instant now, RetransmitPolicy policy) {
    if (!free()) {
      throw new IllegalStateException("a request is outstanding: " + outstanding);
    }
    Outstanding sent =
        new Outstanding(nextSequence, request, 0, now.plusMillis(policy.waitMillis(0)));
    return new Exchange((nextSequence + 1) % SEQUENCES, Optional.of(sent), inbox);
  }

  /**
   * The request that a response answers; empty for a duplicate, and for a response that belongs to
   * no request of ours.
   */
  public Optional<ControlMessage> answeredBy(int sequence, ControlMessage response) {
    return outstanding
        .filter(sent -> sent.sequence() == sequence)
        .map(Outstanding::request)
        .filter(request -> response.type() == request.type() + 1);
  }

  /** The outstanding request has its response. */
  public Exchange answered() {
    return new Exchange(nextSequence, Optional.empty(), inbox);
  }

  /** When {@link #due} wants to be asked; empty when nothing is outstanding. */
  public Optional<Instant> deadline() {
    return outstanding.map(Outstanding::repeatAt);
  }

  /** What is due now. */
  public Due due(Instant now, RetransmitPolicy policy) {
    if (outstanding.isEmpty() || now.isBefore(outstanding.get().repeatAt())) {
      return new Due.NotYet();
    }
    Outstanding sent = outstanding.get();
    int retransmissions = sent.retransmissions() + 1;
    if (retransmissions > policy.retransmissionsMax()) {
      return new Due.GivenUp(sent.request(), retransmissions);
    }
    Outstanding again =
        new Outstanding(
            sent.sequence(),
            sent.request(),
            retransmissions,
            now.plusMillis(policy.waitMillis(retransmissions)));
    return new Due.Repeat(
        new Exchange(nextSequence, Optional.of(again), inbox), sent.sequence(), sent.request());
  }

  /** Sorts an incoming request. */
  public Incoming incoming(int sequence, ControlMessage request) {
    return inbox.incoming(sequence, request);
  }

  /**
   * The request that is worked on gets its response, which is kept for repetitions.
   *
   * @throws IllegalStateException when none is worked on
   */
  public Exchange answer(ControlMessage response) {
    if (unanswered().isEmpty()) {
      throw new IllegalStateException("no request to answer with " + response);
    }
    return with(inbox.answer(response));
  }

  /** Sequence number of the peer's request that is worked on. */
  public Optional<Integer> unanswered() {
    return inbox.unanswered();
  }

  /** The same if it is of this message type. */
  public Optional<Integer> unanswered(int type) {
    return inbox.unanswered(type);
  }
}
