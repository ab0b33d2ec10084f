package io.apfw.capwap.wtp;

import io.apfw.capwap.wire.element.ImageBlockDialect;

/**
 * What an installation decides about its WTP.
 *
 * @param discovery how an AC is chosen
 * @param identity what the WTP tells of itself
 * @param timers the times
 * @param counters the other bounds
 * @param dialect how the ACs lay out Image Data
 * @param preferDtlsData whether the data channel uses DTLS where the AC allows both; where it
 *     allows one kind only, that one is used
 * @param followSoftwareVersion whether the WTP runs what its AC runs, by the AC Descriptor, when
 *     the Join Response names no image
 * @param mtu how long its packets may be
 * @param locations whether an AC may say where an image is, which the shell then fetches
 */
public record WtpConfig(
    DiscoveryPolicy discovery,
    WtpIdentity identity,
    Timers timers,
    Counters counters,
    ImageBlockDialect dialect,
    boolean preferDtlsData,
    boolean followSoftwareVersion,
    MtuPolicy mtu,
    boolean locations) {}
