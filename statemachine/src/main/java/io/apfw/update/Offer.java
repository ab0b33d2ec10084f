package io.apfw.update;

import java.util.OptionalLong;

/**
 * An image that somebody wants on this AP.
 *
 * @param source who offers it
 * @param sourceName how the log names the source, an address or a URL without credentials
 * @param version the version wanted, as the manifest must say it, such as {@code 17.9.4.27}
 * @param family the image family asked for, such as {@code ap1g8}; the log's fileName
 * @param announcedBytes size of the whole image file when the source told it before the transfer
 * @param predownload the image is only stored: booting it is asked for later, if ever
 */
public record Offer(
    Source source,
    String sourceName,
    String version,
    String family,
    OptionalLong announcedBytes,
    boolean predownload) {
  /** Who began the update; the machine treats all alike. */
  public enum Source {
    CONTROLLER,
    CLOUD,
    OPERATOR
  }
}
