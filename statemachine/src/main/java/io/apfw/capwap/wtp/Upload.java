package io.apfw.capwap.wtp;

import io.apfw.capwap.wire.Octets;
import java.time.Instant;

/** How far the update log is on its way to the AC: RFC 5415 section 9.6. */
public sealed interface Upload {
  /** Most bytes of a log that are sent; the shell keeps no longer one. */
  int LOG_BYTES_MAX = 256 * 1024;

  /** Bytes in one Data Transfer Request: as many as the RFC puts into one of Image Data. */
  int BLOCK_BYTES_MAX = 1024;

  /**
   * The shell reads the log; the AC's request has no answer yet.
   *
   * @param until then there is nothing to transfer
   */
  record Reading(Instant until) implements Upload {}

  /**
   * The AC takes it, block by block.
   *
   * @param log the whole of it, 1 to {@link #LOG_BYTES_MAX} bytes
   * @param taken bytes that the AC has acknowledged
   * @param asked a block is out
   * @param until then the transfer is given up
   */
  record Sending(Octets log, int taken, boolean asked, Instant until) implements Upload {}

  /** Given up; the AC has to hear of it as soon as nothing is outstanding. */
  record GivenUp() implements Upload {}
}
