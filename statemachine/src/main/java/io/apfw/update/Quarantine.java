package io.apfw.update;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Images that failed verification or their trial here and are not fetched again from the same
 * offer. Ours.
 *
 * <p>An entry ends when it is cleared by the operator, when its time is over, or with an image that
 * is another one. How soon that last one shows: an offer is a version and nothing else, so at Join
 * a version in quarantine is not fetched at all; else the AP would go round between Join, download
 * and failure. When a controller asks for that version in Run, where a failure costs nobody the
 * service, the AP asks for it, and ends the transfer at the Image Information if that announces the
 * size and the MD5 of the failed file, or else at the manifest, still in memory, if its SHA-256 is
 * that of the failed one. Only a different image goes on; so does the same one in a file of another
 * announced MD5, unless it was the trial that failed, for then its file was at fault. A file that
 * failed before its manifest could be read, and whose MD5 was not announced, cannot be told from a
 * new one and is read again.
 *
 * @param entries oldest first, at most {@value #ENTRIES_MAX}, one for a version
 */
public record Quarantine(List<Entry> entries) {
  /** How many images are remembered; the oldest gives way. */
  public static final int ENTRIES_MAX = 8;

  /** Nothing. */
  public static final Quarantine NONE = new Quarantine(List.of());

  /**
   * One image.
   *
   * @param version the version offered
   * @param manifestSha256 64 lower-case hex digits; empty when the manifest never passed
   * @param announcedMd5 32 lower-case hex digits; empty when the source announced none
   * @param announcedBytes size of the file as announced; 0 when it was not
   * @param causeNumber why, by {@link UpdateFailure.Cause#number}
   * @param failures how often in a row
   * @param until when it is over
   */
  public record Entry(
      String version,
      String manifestSha256,
      String announcedMd5,
      long announcedBytes,
      int causeNumber,
      int failures,
      Instant until) {

    /** The source announces the very file that failed. */
    boolean announcedBy(Offer offer) {
      return !announcedMd5.isEmpty()
          && offer.announcedMd5().equals(Optional.of(announcedMd5))
          && offer.announcedBytes().orElse(0) == announcedBytes;
    }

    /** This is the manifest of the image that failed, and nothing says that its file is another. */
    boolean isOf(ManifestFacts manifest, Offer offer) {
      boolean anotherFile =
          causeNumber != UpdateFailure.Cause.TRIAL_FAILED.number()
              && offer.announcedMd5().filter(md5 -> !md5.equals(announcedMd5)).isPresent();
      return manifest.manifestSha256().equals(manifestSha256) && !anotherFile;
    }

    private Entry failedAgain(int before) {
      return new Entry(
          version,
          manifestSha256,
          announcedMd5,
          announcedBytes,
          causeNumber,
          Math.addExact(before, failures),
          until);
    }

    private Entry endingBy(Instant latest) {
      return until.isAfter(latest)
          ? new Entry(
              version, manifestSha256, announcedMd5, announcedBytes, causeNumber, failures, latest)
          : this;
    }
  }

  public Quarantine {
    entries = List.copyOf(entries);
    if (entries.size() > ENTRIES_MAX) {
      throw new IllegalArgumentException(entries.size() + " entries: at most " + ENTRIES_MAX);
    }
  }

  /** What is known of a version in quarantine. */
  public Optional<Entry> of(String version) {
    return entries.stream().filter(entry -> entry.version().equals(version)).findFirst();
  }

  /** The versions in quarantine. */
  public Set<String> versions() {
    return entries.stream().map(Entry::version).collect(Collectors.toUnmodifiableSet());
  }

  /** The same with one more, in the place of the entry for its version if there was one. */
  public Quarantine with(Entry entry) {
    List<Entry> next = new ArrayList<>(without(entry.version()).entries());
    if (next.size() == ENTRIES_MAX) {
      next.remove(0);
    }
    next.add(of(entry.version()).map(old -> entry.failedAgain(old.failures())).orElse(entry));
    return new Quarantine(next);
  }

  /** The same with one more, unless that very failure is in it already. */
  Quarantine including(Entry entry) {
    boolean there =
        of(entry.version()).filter(old -> old.until().equals(entry.until())).isPresent();
    return there ? this : with(entry);
  }

  /** The same without a version. */
  public Quarantine without(String version) {
    return new Quarantine(
        entries.stream().filter(entry -> !entry.version().equals(version)).toList());
  }

  /**
   * What is not over now. Ends are wall-clock time, which may be set in between: none is later than
   * a whole quarantine from now.
   */
  public Quarantine at(Instant now, long quarantineMillis) {
    Instant latest = now.plusMillis(quarantineMillis);
    return new Quarantine(
        entries.stream()
            .filter(entry -> entry.until().isAfter(now))
            .map(entry -> entry.endingBy(latest))
            .toList());
  }

  /** When the first entry is over. */
  public Optional<Instant> nextEnd() {
    return entries.stream().map(Entry::until).min(Instant::compareTo);
  }
}
