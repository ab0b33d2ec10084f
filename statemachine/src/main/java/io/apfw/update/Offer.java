package io.apfw.update;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * An image that somebody wants on this AP.
 *
 * @param source who offers it
 * @param sourceName how the log names the source, an address or a URL without credentials
 * @param version the version wanted, as the manifest must say it, such as {@code 17.9.4.27}; {@link
 *     #ANY_VERSION} until the manifest has said it
 * @param family the image family asked for, such as {@code ap1g8}; the log's fileName
 * @param announcedBytes size of the whole image file when the source told it before the transfer
 * @param announcedMd5 MD5 of the whole image file when the source told it, 32 lower-case hex digits
 * @param predownload the image is only stored: booting it is asked for later, if ever
 * @param location where the image's file is fetched from; empty when the source sends it itself.
 *     May hold credentials, so that nothing prints it.
 */
public record Offer(
    Source source,
    String sourceName,
    String version,
    String family,
    OptionalLong announcedBytes,
    Optional<String> announcedMd5,
    boolean predownload,
    Optional<String> location) {
  /** The version of an offer that takes the one that the image's manifest says. */
  public static final String ANY_VERSION = "";

  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** An image that the source sends itself. */
  public Offer(
      Source source,
      String sourceName,
      String version,
      String family,
      OptionalLong announcedBytes,
      Optional<String> announcedMd5,
      boolean predownload) {
    this(
        source,
        sourceName,
        version,
        family,
        announcedBytes,
        announcedMd5,
        predownload,
        Optional.empty());
  }

  /** The same, to be fetched from a URL or a path of this machine. */
  public Offer at(String where) {
    return new Offer(
        source,
        sourceName,
        version,
        family,
        announcedBytes,
        announcedMd5,
        predownload,
        Optional.of(where));
  }

  /** The same, now that the manifest has said the version. */
  public Offer of(String said) {
    return new Offer(
        source, sourceName, said, family, announcedBytes, announcedMd5, predownload, location);
  }

  /** Whether an image can have this version; what else a source names is nothing to look for. */
  public static boolean possible(String version) {
    return VERSION.matcher(version).matches();
  }

  /** The same, now that the source has told more of it; an empty digest is none. */
  public Offer announced(long bytes, String md5) {
    return new Offer(
        source,
        sourceName,
        version,
        family,
        bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty(),
        md5.isEmpty() ? Optional.empty() : Optional.of(md5),
        predownload,
        location);
  }

  @Override
  public String toString() {
    return (version.isEmpty() ? "an image" : version) + " for " + family + " from " + sourceName;
  }

  /** Who began the update; the machine treats all alike. */
  public enum Source {
    CONTROLLER,
    CLOUD,
    OPERATOR
  }
}
