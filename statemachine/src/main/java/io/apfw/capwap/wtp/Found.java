package io.apfw.capwap.wtp;

/**
 * An AC that answered discovery.
 *
 * @param ac the AC
 * @param name its name
 */
public record Found(Ac ac, String name) {}
