package io.apfw.capwap.wtp;

import java.util.List;

/**
 * How an AC is chosen among those that answered.
 *
 * @param preferBy what decides first, second and third; what is left out does not decide
 * @param strangers what becomes of an answer from an address that was not asked
 * @param fallback whether the WTP returns to a preferred AC, unless an AC's WTP Fallback element
 *     (RFC 5415 4.6.42) says otherwise
 */
public record DiscoveryPolicy(List<Criterion> preferBy, Strangers strangers, boolean fallback) {

  /** What makes one AC better than another. */
  public enum Criterion {
    /** The order of the source: configured, DHCP, SRV priority. */
    ORDER,
    /** AC Name with Priority (RFC 5415 4.6.5), as an AC has told; an AC without one is last. */
    NAME,
    /** The share of its WTPs that an AC already serves, from its AC Descriptor. */
    LOAD
  }

  /** Answers from addresses that were not asked. */
  public enum Strangers {
    IGNORED,
    /** Taken when nobody who was asked has answered. */
    LAST
  }

  public DiscoveryPolicy {
    preferBy = List.copyOf(preferBy);
  }

  /** Order, name, load; strangers are ignored; with fallback (RFC 5415 4.8.9). */
  public static DiscoveryPolicy defaults() {
    return new DiscoveryPolicy(
        List.of(Criterion.ORDER, Criterion.NAME, Criterion.LOAD), Strangers.IGNORED, true);
  }
}
