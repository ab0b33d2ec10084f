package io.apfw.capwap.wtp;

/**
 * Where an AC may be.
 *
 * @param ac its addresses; the control address may be a broadcast or multicast one
 * @param source how the WTP came to know of it
 * @param order the source's preference, 0 first; equal for ACs that the source does not rank
 * @param localAddress the WTP's own address towards it, literal IPv4 or IPv6
 */
public record Candidate(Ac ac, Source source, int order, String localAddress) {

  /** The Discovery Type of RFC 5415 section 4.6.21. */
  public enum Source {
    /** Broadcast or multicast. */
    UNKNOWN,
    STATIC,
    DHCP,
    DNS,
    /** An AC named it. */
    REFERRAL
  }

  /** Whether a Discovery Request to it goes to one AC only: a subnet's broadcast does not show. */
  public boolean unicast() {
    return source != Source.UNKNOWN && ac.control().unicast();
  }
}
