package io.apfw.capwap.wtp;

import java.time.Instant;

/** How far an image is. Each phase has a bound of its own. */
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
   * @param announcedBytes size of the image file by the AC's Image Information; 0 when it gave none
   * @param until end of the ImageDataStartTimer; of the wait for a last block when all is here
   */
  record Receiving(boolean answered, long messages, long bytes, long announcedBytes, Instant until)
      implements Transfer {
    /** Whether as many bytes have come as the AC announced, though no block was the last. */
    public boolean allHere() {
      return announcedBytes > 0 && bytes == announcedBytes;
    }
  }

  /**
   * The image is fetched from where the AC said, and verified as it comes.
   *
   * @param until end of IMAGE_FETCH
   */
  record Elsewhere(Instant until) implements Transfer {}

  /** It could not be fetched there; once that is taken back the AC is asked for blocks. */
  record FallingBack(Instant until) implements Transfer {}

  /** The last block is there and has no answer yet. */
  record Verifying(Instant until) implements Transfer {}

  /** The image is verified and becomes the first in boot order; in Image Data only. */
  record Activating(Instant until) implements Transfer {}

  /** It failed and is taken back; in Run only, for Image Data is left then. */
  record Ending(Instant until) implements Transfer {}

  /** It failed, and the next one has to wait; in Run only. */
  record Resting(Instant until) implements Transfer {}
}
