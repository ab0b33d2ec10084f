package io.apfw.fetch;

import io.apfw.fetch.Fetcher.Facts;
import io.apfw.fetch.Fetcher.Request;
import io.apfw.fetch.Fetcher.Sink;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
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
 *
 * <p>A part at the file's beginning becomes the whole file where the source has no parts that go
 * together. Of a whole file that comes in the place of a later part, only the part is handed on.
 */
final class ResumingSink implements Sink {
  private final Location location;
  private final long from;
  private final Sink target;
  private final Meter meter;
  private final MessageDigest delivered = sha256();
  private long end;
  private @Nullable Facts file;
  private @Nullable MessageDigest skipped;
  private Cancellation cancellation = new Cancellation();
  private boolean begun;
  private boolean askedPart;
  private long position;
  private long deliveredEnd;

  /**
   * @param from the first byte wanted
   * @param bytes how many; empty for all the rest
   * @param file what is known of it from an earlier part
   */
  ResumingSink(
      Location location,
      long from,
      OptionalLong bytes,
      Optional<Facts> file,
      Sink target,
      Meter meter) {
    this.location = location;
    this.from = from;
    this.end = bytes.isPresent() ? from + bytes.getAsLong() : Long.MAX_VALUE;
    this.file = file.orElse(null);
    this.target = target;
    this.meter = meter;
    this.deliveredEnd = from;
  }

  /** Whether parts of a file go together: they can be had, and be told from those of another. */
  static boolean parts(Facts facts) {
    return facts.ranges() && facts.validator().isPresent();
  }

  /** What the next attempt asks for. */
  Request next(long bytesMax, Cancellation attempt) {
    cancellation = attempt;
    Request whole = Request.whole(location, bytesMax);
    Facts known = file;
    boolean bounded = end != Long.MAX_VALUE;
    askedPart = bounded;
    if (known == null ? bounded : parts(known) && (bounded || deliveredEnd > 0)) {
      return whole.part(
          deliveredEnd,
          bounded ? OptionalLong.of(end - deliveredEnd) : OptionalLong.empty(),
          known == null ? Optional.empty() : known.validator());
    }
    return whole;
  }

  /** Bytes that were handed on. */
  long deliveredBytes() {
    return deliveredEnd - from;
  }

  /** The first byte of the file that was not handed on yet. */
  long deliveredEnd() {
    return deliveredEnd;
  }

  /** What the source said of the file. */
  Optional<Facts> file() {
    return Optional.ofNullable(file);
  }

  @Override
  public void begins(Facts facts) throws FetchException {
    meter.answered(facts.roundTripMillis());
    Facts before = file;
    position = facts.offset();
    skipped = from == 0 && position < deliveredEnd ? sha256() : null;
    if (before == null) {
      file = facts;
      if (!parts(facts)) {
        end = Long.MAX_VALUE;
      }
    } else if (before.fileBytes().isPresent()
        && facts.fileBytes().isPresent()
        && !before.fileBytes().equals(facts.fileBytes())) {
      throw Part.changed(location);
    }
    if (!begun) {
      begun = true;
      target.begins(facts);
    }
  }

  @Override
  public void bytes(byte[] buffer, int offset, int length)
      throws FetchException, InterruptedException {
    meter.count(length, cancellation);
    int old = (int) Math.min(length, deliveredEnd - position);
    position += length;
    MessageDigest comparing = skipped;
    if (old > 0 && comparing != null) {
      comparing.update(buffer, offset, old);
      if (position >= deliveredEnd && !Arrays.equals(comparing.digest(), soFar())) {
        throw Part.changed(location);
      }
    }
    int fresh = (int) Math.min(length - old, end - deliveredEnd);
    if (fresh > 0) {
      if (from == 0) {
        delivered.update(buffer, offset + old, fresh);
      }
      target.bytes(buffer, offset + old, fresh);
      deliveredEnd += fresh;
    }
    meter.at(
        position, Optional.ofNullable(file).map(Facts::fileBytes).orElse(OptionalLong.empty()));
    if (position > end) {
      cancellation.cancel(new UpdateFailure(Cause.STOPPED, "the part is here"));
    }
  }

  /** Whether the wanted part is here, however its attempt ends. */
  boolean complete() {
    return deliveredEnd == end;
  }

  /**
   * The attempt came to the end of what it asked for.
   *
   * @return whether that is all that is wanted
   */
  boolean ended() throws FetchException {
    if (position < deliveredEnd) {
      throw Part.changed(location);
    }
    Facts known = file;
    boolean more = askedPart && end == Long.MAX_VALUE && known != null && known.ranges();
    return !more;
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
