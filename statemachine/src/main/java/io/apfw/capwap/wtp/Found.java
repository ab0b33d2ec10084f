package io.apfw.capwap.wtp;

/**
 * An AC that answered discovery.
 *
 * @param ac the AC
 * @param name its name
 * @param order the preference of the source that led to it
 * @param loadPermille the share of its WTPs that it serves, 0 to 1000; 1000 if it does not say
 * @param asked whether a request went to this address, or to a broadcast or multicast address that
 *     it may answer for
 * @param localAddress the WTP's own address towards it
 */
public record Found(
    Ac ac, String name, int order, int loadPermille, boolean asked, String localAddress) {}
