package io.apfw.update;

/**
 * What the machine needs to know of a manifest that passed: signer, family, version and size have
 * been checked by then.
 *
 * @param version version of the image
 * @param family family of the image
 * @param payloadBytes size of the payload on the slot
 * @param manifestSha256 lower-case hex SHA-256 of the manifest: the identity of the image
 * @param securityVersion monotonic security version
 */
public record ManifestFacts(
    String version,
    String family,
    long payloadBytes,
    String manifestSha256,
    long securityVersion) {}
