package io.apfw.fetch;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Counts what moves, holds it to the bandwidth and tells how it goes. One fetch, from its first
 * attempt to its last.
 */
final class Meter {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long bytesPerSecondMax;
  private final LongSupplier nanos;
  private final Pause pause;
  private final FetchListener listener;
  private long moved;
  private long paidUntil;
  private long toldAt;
  private long toldMoved;
  private long roundTripMillis;
  private long partsFrom;
  private long partsBytes;

  Meter(FetchPolicy policy, LongSupplier nanos, Pause pause, FetchListener listener) {
    this.bytesPerSecondMax = policy.bytesPerSecondMax();
    this.nanos = nanos;
    this.pause = pause;
    this.listener = listener;
    this.toldAt = nanos.getAsLong();
    this.paidUntil = toldAt;
  }

  /** Bytes that came from the source, needed or not. */
  long moved() {
    return moved;
  }

  /** So many more have come; blocks until the bandwidth allows more. */
  void count(int bytes, Cancellation cancellation) throws FetchException, InterruptedException {
    moved += bytes;
    if (bytesPerSecondMax == 0) {
      return;
    }
    // What was not used is lost: a source that stalled may not catch up at full speed.
    long now = nanos.getAsLong();
    paidUntil = Math.max(paidUntil, now) + bytes * NANOS_PER_SECOND / bytesPerSecondMax;
    if (paidUntil - now >= NANOS_PER_MILLI) {
      pause.pause((paidUntil - now) / NANOS_PER_MILLI, cancellation);
    }
  }

  /** How long the server took to begin its answer. */
  void answered(long millis) {
    roundTripMillis = millis;
  }

  /** From now on only parts are fetched, so many bytes of them: told in the place of the file. */
  void parts(long bytes) {
    partsFrom = moved;
    partsBytes = bytes;
  }

  /** So much of the file is here. */
  void at(long bytes, OptionalLong fileBytes) {
    long now = nanos.getAsLong();
    if (now - toldAt >= NANOS_PER_SECOND) {
      listener.progress(
          partsBytes == 0 ? bytes : Math.min(moved - partsFrom, partsBytes),
          partsBytes == 0 ? fileBytes : OptionalLong.of(partsBytes),
          (long) ((double) (moved - toldMoved) * NANOS_PER_SECOND / (now - toldAt)),
          roundTripMillis);
      toldAt = now;
      toldMoved = moved;
    }
  }
}
