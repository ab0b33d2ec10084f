package io.apfw.capwap.wtp;

import java.time.Instant;

/** How far an image is, in the state Image Data. Each phase has a bound of its own. */
public sealed interface Transfer {

  /** When the phase has taken too long. */
  Instant until();

  /**
   * PRECHECK runs.
   *
   * @param ready it passed, and the Image Data Request waits for an Echo Response
   */
  record Preparing(boolean ready, Instant until) implements Transfer {}

  /**
   * The Image Data Request went out, and blocks come in.
   *
   * @param answered the AC accepted the request
   * @param messages blocks so far
   * @param bytes bytes of the image file so far
   * @param until end of the ImageDataStartTimer
   */
  record Receiving(boolean answered, long messages, long bytes, Instant until)
      implements Transfer {}

  /** The last block is there and has no answer yet. */
  record Verifying(Instant until) implements Transfer {}

  /** The image is verified and becomes the first in boot order. */
  record Activating(Instant until) implements Transfer {}
}
