package io.apfw.drills.controller;

import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.message.ControlMessage;

/** What the shell is to do for one session. */
public sealed interface ControllerAction {
  /** Send a control message through the session. */
  record Send(int sequence, ControlMessage message) implements ControllerAction {}

  /**
   * Send an Image Data Request with a block of the image. Repeated as it stands to retransmit.
   *
   * @param sequence 0 to 255
   * @param image which image
   * @param offset of the block in it
   * @param bytes length of the block
   * @param last whether it ends the image
   */
  record SendBlock(int sequence, ImageFile image, long offset, int bytes, boolean last)
      implements ControllerAction {}

  /** Look for the image of that name; an event about it follows, at once or in a while. */
  record FindImage(String identifier) implements ControllerAction {}

  /** Answer the keep-alive on the data channel with the same Session ID. */
  record AnswerKeepAlive(SessionId sessionId) implements ControllerAction {}

  /** Close the session's DTLS, control and data; no event follows. */
  record EndSession() implements ControllerAction {}

  /**
   * Forget the session without a word, and be deaf to that address for a while; no event follows.
   */
  record Vanish() implements ControllerAction {}

  /** Tell whoever watches. */
  record Say(ControllerNote note) implements ControllerAction {}
}
