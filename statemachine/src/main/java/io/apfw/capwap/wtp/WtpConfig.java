package io.apfw.capwap.wtp;

import io.apfw.capwap.wire.element.ImageBlockDialect;
import java.util.List;

/**
 * What an installation decides about its WTP.
 *
 * @param acs the ACs in order of preference, 1 to 32
 * @param identity what the WTP tells of itself
 * @param timers the times
 * @param counters the other bounds
 * @param dialect how the ACs lay out Image Data
 * @param preferDtlsData whether the data channel uses DTLS where the AC allows both; where it
 *     allows one kind only, that one is used
 */
public record WtpConfig(
    List<Ac> acs,
    WtpIdentity identity,
    Timers timers,
    Counters counters,
    ImageBlockDialect dialect,
    boolean preferDtlsData) {
  private static final int ACS_MAX = 32;

  public WtpConfig {
    acs = List.copyOf(acs);
    if (acs.isEmpty() || acs.size() > ACS_MAX) {
      throw new IllegalArgumentException(acs.size() + " ACs: 1 to " + ACS_MAX);
    }
  }
}
