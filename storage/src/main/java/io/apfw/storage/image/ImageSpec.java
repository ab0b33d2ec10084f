package io.apfw.storage.image;

import io.apfw.storage.trust.TrustUpdate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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
 * @param vendor IANA enterprise number of its vendor
 * @param trustUpdate roots that it brings
 */
public record ImageSpec(
    String family,
    String version,
    long securityVersion,
    List<String> hardware,
    String minimumAgentVersion,
    Instant buildTime,
    String payloadName,
    OptionalLong vendor,
    Optional<TrustUpdate> trustUpdate) {
  /** Keeps its own copy of the ids. */
  public ImageSpec {
    hardware = List.copyOf(hardware);
  }

  /** One that names no vendor and brings no roots. */
  public ImageSpec(
      String family,
      String version,
      long securityVersion,
      List<String> hardware,
      String minimumAgentVersion,
      Instant buildTime,
      String payloadName) {
    this(
        family,
        version,
        securityVersion,
        hardware,
        minimumAgentVersion,
        buildTime,
        payloadName,
        OptionalLong.empty(),
        Optional.empty());
  }
}
