package io.apfw.storage.image;

import java.time.Instant;
import java.util.List;

/**
 * What the maker of an image says of it; the rest of the manifest is computed.
 *
 * @param family image family, such as {@code ap1g8}
 * @param version version, such as {@code 17.9.4.27}
 * @param securityVersion monotonic security version
 * @param hardware hardware ids, at least one
 * @param minimumAgentVersion oldest agent that can install it
 * @param buildTime build time; also the time of every entry, so that two builds give one image
 * @param payloadName name of the payload's entry, such as {@code rootfs.img}
 */
public record ImageSpec(
    String family,
    String version,
    long securityVersion,
    List<String> hardware,
    String minimumAgentVersion,
    Instant buildTime,
    String payloadName) {
  /** Keeps its own copy of the ids. */
  public ImageSpec {
    hardware = List.copyOf(hardware);
  }
}
