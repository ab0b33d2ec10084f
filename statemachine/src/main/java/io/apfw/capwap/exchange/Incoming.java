package io.apfw.capwap.exchange;

import io.apfw.capwap.wire.message.ControlMessage;

/** What an incoming request is. */
public sealed interface Incoming {
  /**
   * To be worked on and answered.
   *
   * @param next the inbox that knows of it
   */
  record Fresh(Inbox next) implements Incoming {}

  /**
   * It overtook others that are to be worked on before it.
   *
   * @param next the inbox that keeps it
   */
  record Kept(Inbox next) implements Incoming {}

  /** A repetition: this was the answer, and is again. */
  record Repeated(ControlMessage response) implements Incoming {}

  /** A repetition of what is worked on, or a newer one meanwhile: the peer will repeat it. */
  record Early() implements Incoming {}

  /** Older than what is remembered, or beyond the window. */
  record Stale() implements Incoming {}
}
