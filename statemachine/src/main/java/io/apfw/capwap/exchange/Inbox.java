package io.apfw.capwap.exchange;

import io.apfw.capwap.wire.message.ControlMessage;
import java.util.Optional;

/**
 * The peer's requests in one session: each is handed up once and in order, and its repetitions get
 * the response that it got.
 */
public sealed interface Inbox permits OneRequest, Window {
  /** Sorts an incoming request by its sequence number, 0 to 255. */
  Incoming incoming(int sequence, ControlMessage request);

  /** The request that is worked on gets its response. */
  Inbox answer(ControlMessage response);

  /** Sequence number of the request that is worked on. */
  Optional<Integer> unanswered();

  /** The same if it is of this message type: an answer must be of the request's own kind. */
  Optional<Integer> unanswered(int type);

  /** Takes out the request that was kept and whose turn it is. */
  Optional<Turn> take();

  /**
   * A request whose turn it is; to be treated as if it came now.
   *
   * @param next the inbox without it
   */
  record Turn(Inbox next, int sequence, ControlMessage request) {}
}
