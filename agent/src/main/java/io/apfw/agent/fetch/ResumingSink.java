package io.apfw.agent.fetch;

import io.apfw.agent.fetch.Fetcher.Facts;
import io.apfw.agent.fetch.Fetcher.Request;
import io.apfw.agent.fetch.Fetcher.Sink;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Joins the attempts of a fetch to one stream. An attempt goes on behind the last byte where the
 * source has ranges and can say that the file is still the same; otherwise it starts over, and what
 * is here already is compared by its SHA-256, not handed on again.
 */
final class ResumingSink implements Sink {
  private final Location location;
  private final Sink target;
  private final Meter meter;
  private final MessageDigest delivered = sha256();
  private @Nullable Facts first;
  private @Nullable MessageDigest skipped;
  private Cancellation cancellation = new Cancellation();
  private long deliveredBytes;
  private long position;

  ResumingSink(Location location, Sink target, Meter meter) {
    this.location = location;
    this.target = target;
    this.meter = meter;
  }

  /** What the next attempt asks for. */
  Request next(long bytesMax, Cancellation attempt) {
    cancellation = attempt;
    Request whole = Request.whole(location, bytesMax);
    Facts known = first;
    return known != null && deliveredBytes > 0 && known.ranges() && known.validator().isPresent()
        ? whole.part(deliveredBytes, OptionalLong.empty(), known.validator())
        : whole;
  }

  /** Bytes of the file that were handed on. */
  long deliveredBytes() {
    return deliveredBytes;
  }

  @Override
  public void begins(Facts facts) throws FetchException {
    Facts before = first;
    position = facts.offset();
    skipped = position < deliveredBytes ? sha256() : null;
    if (before == null) {
      first = facts;
      target.begins(facts);
    } else if (before.fileBytes().isPresent()
        && facts.fileBytes().isPresent()
        && !before.fileBytes().equals(facts.fileBytes())) {
      throw Part.changed(location);
    }
  }

  @Override
  public void bytes(byte[] buffer, int offset, int length)
      throws FetchException, InterruptedException {
    meter.count(length, cancellation);
    int old = (int) Math.min(length, deliveredBytes - position);
    position += length;
    MessageDigest comparing = skipped;
    if (old > 0 && comparing != null) {
      comparing.update(buffer, offset, old);
      if (position >= deliveredBytes && !Arrays.equals(comparing.digest(), soFar())) {
        throw Part.changed(location);
      }
    }
    if (length > old) {
      delivered.update(buffer, offset + old, length - old);
      target.bytes(buffer, offset + old, length - old);
      deliveredBytes = position;
    }
    meter.at(
        position, Optional.ofNullable(first).map(Facts::fileBytes).orElse(OptionalLong.empty()));
  }

  /** The attempt came to the end of the file. */
  void ended() throws FetchException {
    if (position < deliveredBytes) {
      throw Part.changed(location);
    }
  }

  private byte[] soFar() {
    try {
      return ((MessageDigest) delivered.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
