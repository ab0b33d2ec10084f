package io.apfw.drills.controller;

import io.apfw.capwap.wire.element.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the AC knows of one WTP between two events.
 *
 * @param state where it stands
 * @param id from the Join Request
 * @param answered the last request and its answer
 * @param nextSequence of our next request, 0 to 255
 * @param pending our requests that wait for their answers, oldest first; more than one only for
 *     Image Data
 * @param window how many they may be
 * @param locates the WTP can be told where an image is, and knows that it may be
 * @param asked the image that the WTP waits for, while it is looked for
 * @param transfer the image on its way
 * @param stateDeadline when the WTP must have moved on
 * @param silenceDeadline when a WTP that says nothing counts as gone
 * @param bent the controller's {@link Bend} was shown as often as it is to be
 */
public record WtpSession(
    AcState state,
    Optional<SessionId> id,
    Optional<Answered> answered,
    int nextSequence,
    List<Pending> pending,
    int window,
    boolean locates,
    Optional<Asked> asked,
    Optional<Transfer> transfer,
    Optional<Instant> stateDeadline,
    Instant silenceDeadline,
    boolean bent) {
  public WtpSession {
    pending = List.copyOf(pending);
  }

  /**
   * The last request of the WTP.
   *
   * @param sequence its number
   * @param answer what was sent, to be sent again when the request comes again
   */
  public record Answered(int sequence, ControllerAction.Send answer) {
    /** RFC 5415 section 4.5.1.2: whether {@code other} was sent before this one. */
    boolean isAfter(int other) {
      return (sequence - other & 0xff) < 128 && sequence != other;
    }
  }

  /**
   * An image that is looked for.
   *
   * @param sequence number of the WTP's request
   * @param identifier what it asked for
   * @param answered it has its answer: the image is being fetched
   */
  public record Asked(int sequence, String identifier, boolean answered) {}

  /**
   * A request that waits.
   *
   * @param request sent again as it stands
   * @param sequence its number
   * @param responseType type of the message that answers it
   * @param transmissions how often it was sent
   * @param interval from the last transmission to the next
   * @param deadline when it is sent again, or given up
   */
  public record Pending(
      ControllerAction request,
      int sequence,
      int responseType,
      int transmissions,
      Duration interval,
      Instant deadline) {}

  /**
   * An image on its way.
   *
   * @param image which one
   * @param sentBytes bytes in all blocks sent, those in flight included
   * @param messages blocks sent, those in flight included
   * @param blockBytes length of the block sent last
   * @param complete it is the last one
   */
  public record Transfer(
      ImageFile image, long sentBytes, long messages, int blockBytes, boolean complete) {
    static Transfer of(ImageFile image) {
      return new Transfer(image, 0, 0, 0, false);
    }

    boolean started() {
      return messages > 0;
    }
  }
}
