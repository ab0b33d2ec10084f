package io.apfw.storage.trust;

import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the AP expects of an image; an empty one is not checked, which only a host tool may want.
 *
 * @param family the family that was asked for
 * @param version the version that was offered
 * @param hardware hardware ids of this AP, one of which the image must name; none: not checked
 * @param agentVersion version of this agent
 * @param securityVersionFloor lowest security version, 0 for none
 * @param slotBytes size of the slot
 * @param vendor whose images this AP takes, an IANA enterprise number
 * @param vendorRequired whether an image that names no vendor is refused
 * @param lowestVersion the version below which none is taken
 */
public record Expectation(
    Optional<String> family,
    Optional<String> version,
    Set<String> hardware,
    Optional<String> agentVersion,
    long securityVersionFloor,
    OptionalLong slotBytes,
    OptionalLong vendor,
    boolean vendorRequired,
    Optional<String> lowestVersion) {
  /** Nothing in particular. */
  public static final Expectation ANYTHING =
      new Expectation(
          Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), 0, OptionalLong.empty());

  public Expectation {
    hardware = Set.copyOf(hardware);
  }

  /** Of any vendor, and versions may go down. */
  public Expectation(
      Optional<String> family,
      Optional<String> version,
      Set<String> hardware,
      Optional<String> agentVersion,
      long securityVersionFloor,
      OptionalLong slotBytes) {
    this(
        family,
        version,
        hardware,
        agentVersion,
        securityVersionFloor,
        slotBytes,
        OptionalLong.empty(),
        false,
        Optional.empty());
  }

  /** The same of one vendor. */
  public Expectation ofVendor(long number, boolean required) {
    return new Expectation(
        family,
        version,
        hardware,
        agentVersion,
        securityVersionFloor,
        slotBytes,
        OptionalLong.of(number),
        required,
        lowestVersion);
  }

  /** The same, and no version below one. */
  public Expectation notBelow(String lowest) {
    return new Expectation(
        family,
        version,
        hardware,
        agentVersion,
        securityVersionFloor,
        slotBytes,
        vendor,
        vendorRequired,
        Optional.of(lowest));
  }

  /** Everything is expected, as an AP does. */
  public static Expectation of(
      String family,
      String version,
      Set<String> hardware,
      String agentVersion,
      long securityVersionFloor,
      long slotBytes) {
    return new Expectation(
        Optional.of(family),
        Optional.of(version),
        hardware,
        Optional.of(agentVersion),
        securityVersionFloor,
        OptionalLong.of(slotBytes));
  }

  /**
   * Holds a manifest against the expectation.
   *
   * @throws ImageRefusedException VENDOR_MISMATCH, FAMILY_MISMATCH, VERSION_MISMATCH,
   *     HARDWARE_MISMATCH, AGENT_TOO_OLD, SECURITY_VERSION_ROLLBACK, VERSION_DOWNGRADE or
   *     IMAGE_LARGER_THAN_SLOT, the first that applies
   */
  public void check(Manifest manifest) throws ImageRefusedException {
    checkVendor(manifest.vendor());
    same(ImageFault.FAMILY_MISMATCH, "family", manifest.family(), family);
    same(ImageFault.VERSION_MISMATCH, "version", manifest.version(), version);
    if (!hardware.isEmpty() && Collections.disjoint(hardware, manifest.hardware())) {
      throw new ImageRefusedException(
          ImageFault.HARDWARE_MISMATCH,
          "this is " + new TreeSet<>(hardware) + ", the image is for " + manifest.hardware());
    }
    String needed = manifest.minimumAgentVersion();
    if (agentVersion.isPresent()
        && DottedVersion.parse(agentVersion.get()).compareTo(DottedVersion.parse(needed)) < 0) {
      throw new ImageRefusedException(
          ImageFault.AGENT_TOO_OLD, "it needs " + needed + ", this is " + agentVersion.get());
    }
    if (manifest.securityVersion() < securityVersionFloor) {
      throw new ImageRefusedException(
          ImageFault.SECURITY_VERSION_ROLLBACK,
          "it has " + manifest.securityVersion() + ", the floor is " + securityVersionFloor);
    }
    if (lowestVersion.isPresent()
        && ImageVersion.compare(manifest.version(), lowestVersion.get()) < 0) {
      throw new ImageRefusedException(
          ImageFault.VERSION_DOWNGRADE, manifest.version() + ", running is " + lowestVersion.get());
    }
    if (slotBytes.isPresent() && manifest.payloadBytes() > slotBytes.getAsLong()) {
      throw new ImageRefusedException(
          ImageFault.IMAGE_LARGER_THAN_SLOT,
          manifest.payloadBytes() + " bytes, the slot has " + slotBytes.getAsLong());
    }
  }

  private void checkVendor(OptionalLong found) throws ImageRefusedException {
    if (vendor.isEmpty() || found.equals(vendor) || (found.isEmpty() && !vendorRequired)) {
      return;
    }
    throw new ImageRefusedException(
        ImageFault.VENDOR_MISMATCH,
        (found.isEmpty() ? "it names no vendor" : "it is of vendor " + found.getAsLong())
            + ", this AP is of "
            + vendor.getAsLong());
  }

  private static void same(ImageFault fault, String key, String found, Optional<String> expected)
      throws ImageRefusedException {
    if (expected.isPresent() && !expected.get().equals(found)) {
      throw new ImageRefusedException(
          fault, key + " is " + found + ", expected was " + expected.get());
    }
  }
}
