package io.apfw.agent.update;

import java.util.OptionalLong;
import java.util.Set;

/**
 * What this AP is, as an image's manifest must say it.
 *
 * @param family image family, such as {@code ap1g8}
 * @param hardware hardware ids, one of which an image must name
 * @param agentVersion version of this agent
 * @param vendor whose images it takes, an IANA enterprise number
 * @param vendorRequired whether an image that names no vendor is refused
 * @param allowDowngrade whether an image older than the running one is taken
 */
public record ImageTarget(
    String family,
    Set<String> hardware,
    String agentVersion,
    OptionalLong vendor,
    boolean vendorRequired,
    boolean allowDowngrade) {
  /** Of any vendor, and versions may go down. */
  public ImageTarget(String family, Set<String> hardware, String agentVersion) {
    this(family, hardware, agentVersion, OptionalLong.empty(), false, true);
  }
}
