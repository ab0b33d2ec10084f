package io.apfw.storage.trust;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What an image says of itself, in a text that is signed. storage/IMAGE-FORMAT.md has the grammar.
 *
 * @param family image family, such as {@code ap1g8}
 * @param version version, such as {@code 17.9.4.27}
 * @param securityVersion monotonic: never goes below the floor of the AP
 * @param hardware hardware ids the image is for, at least one
 * @param minimumAgentVersion oldest agent that can install it
 * @param buildTime when it was built
 * @param payloadName name of the payload's entry
 * @param payloadBytes size of the payload, at least 1
 * @param payloadSha256 lower-case hex
 * @param blockBytes size of a block; {@value #BLOCK_BYTES} in format 1
 * @param blockMapSha256 lower-case hex
 * @param vendor whose image it is, an IANA enterprise number; empty when it does not say
 * @param trustUpdate roots that it brings
 */
public record Manifest(
    String family,
    String version,
    long securityVersion,
    List<String> hardware,
    String minimumAgentVersion,
    Instant buildTime,
    String payloadName,
    long payloadBytes,
    String payloadSha256,
    int blockBytes,
    String blockMapSha256,
    OptionalLong vendor,
    Optional<TrustUpdate> trustUpdate) {
  /** The format this code reads and writes. */
  public static final int FORMAT = 1;

  /** Block size of format 1. */
  public static final int BLOCK_BYTES = 64 * 1024;

  static final long PAYLOAD_BYTES_MAX =
      (long) ImageHead.BLOCK_MAP_BYTES_MAX / Sha256.BYTES * BLOCK_BYTES;

  private static final String VENDOR_KEY = "x-apfw-vendor";
  private static final long UINT32_MAX = 0xffff_ffffL;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final List<String> OTHER_ENTRIES = List.of("manifest", "manifest.p7s", "blockmap");
  private static final Pattern HARDWARE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._/+-]{0,63}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final int HARDWARE_COUNT_MAX = 64;

  /** Whether a manifest could have this version. */
  public static boolean isVersion(String text) {
    return NAME.matcher(text).matches();
  }

  /** Refuses what the format cannot say, with the key, the value and what is allowed. */
  public Manifest {
    hardware = List.copyOf(hardware);
    require("family", family, NAME, "letters, digits, dot, underscore, hyphen; at most 64");
    require("version", version, NAME, "letters, digits, dot, underscore, hyphen; at most 64");
    range("security-version", securityVersion, 0, Long.MAX_VALUE);
    if (hardware.isEmpty() || hardware.size() > HARDWARE_COUNT_MAX) {
      throw bad("hardware", hardware.size() + " ids", "1 to " + HARDWARE_COUNT_MAX);
    }
    for (String id : hardware) {
      require("hardware", id, HARDWARE, "letters, digits, blank and ._/+-; at most 64");
    }
    require(
        "minimum-agent-version", minimumAgentVersion, DottedVersion.FORM, "numbers such as 1.2.3");
    require("payload-name", payloadName, NAME, "letters, digits, dot, underscore, hyphen");
    if (OTHER_ENTRIES.contains(payloadName)) {
      throw bad("payload-name", payloadName, "none of " + OTHER_ENTRIES);
    }
    range("payload-bytes", payloadBytes, 1, PAYLOAD_BYTES_MAX);
    require("payload-sha256", payloadSha256, SHA256, "64 lower-case hex digits");
    range("block-bytes", blockBytes, BLOCK_BYTES, BLOCK_BYTES);
    require("block-map-sha256", blockMapSha256, SHA256, "64 lower-case hex digits");
    if (vendor.isPresent()) {
      range(VENDOR_KEY, vendor.getAsLong(), 0, UINT32_MAX);
    }
  }

  /** Number of blocks, the last of which may be short. */
  public int blockCount() {
    return (int) ((payloadBytes + blockBytes - 1) / blockBytes);
  }

  /**
   * Reads a manifest, strictly: every key once, none unknown (but {@code x-…}), values as allowed.
   *
   * @throws ImageRefusedException MANIFEST_MALFORMED naming key, value and what is allowed, or
   *     MANIFEST_UNSUPPORTED
   */
  public static Manifest parse(byte[] text) throws ImageRefusedException {
    ManifestLines lines = ManifestLines.parse(text);
    long format = number("apfw-image", lines.take("apfw-image"));
    if (format > FORMAT) {
      throw new ImageRefusedException(
          ImageFault.MANIFEST_UNSUPPORTED,
          "apfw-image: " + format + ", this agent reads up to " + FORMAT);
    }
    try {
      range("apfw-image", format, FORMAT, FORMAT);
      Manifest manifest =
          new Manifest(
              lines.take("family"),
              lines.take("version"),
              number("security-version", lines.take("security-version")),
              List.of(lines.take("hardware").split(", ", -1)),
              lines.take("minimum-agent-version"),
              instant("build-time", lines.take("build-time")),
              lines.take("payload-name"),
              number("payload-bytes", lines.take("payload-bytes")),
              lines.take("payload-sha256"),
              (int) Math.min(number("block-bytes", lines.take("block-bytes")), Integer.MAX_VALUE),
              lines.take("block-map-sha256"),
              lines.has(VENDOR_KEY)
                  ? OptionalLong.of(number(VENDOR_KEY, lines.take(VENDOR_KEY)))
                  : OptionalLong.empty(),
              lines.has(TrustUpdate.SERIAL_KEY)
                  ? Optional.of(
                      TrustUpdate.take(
                          number(TrustUpdate.SERIAL_KEY, lines.take(TrustUpdate.SERIAL_KEY)),
                          lines))
                  : Optional.empty());
      lines.end();
      return manifest;
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  /** The text, in the order of the format. */
  public byte[] format() {
    List<String> lines = new ArrayList<>();
    lines.add("apfw-image: " + FORMAT);
    lines.add("family: " + family);
    lines.add("version: " + version);
    lines.add("security-version: " + securityVersion);
    lines.add("hardware: " + String.join(", ", hardware));
    lines.add("minimum-agent-version: " + minimumAgentVersion);
    lines.add("build-time: " + buildTime);
    lines.add("payload-name: " + payloadName);
    lines.add("payload-bytes: " + payloadBytes);
    lines.add("payload-sha256: " + payloadSha256);
    lines.add("block-bytes: " + blockBytes);
    lines.add("block-map-sha256: " + blockMapSha256);
    vendor.ifPresent(number -> lines.add(VENDOR_KEY + ": " + number));
    trustUpdate.ifPresent(
        update -> update.lines().forEach((key, value) -> lines.add(key + ": " + value)));
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  static ImageRefusedException malformed(String detail) {
    return new ImageRefusedException(ImageFault.MANIFEST_MALFORMED, detail);
  }

  private static long number(String key, String value) throws ImageRefusedException {
    if (!WHOLE_NUMBER.matcher(value).matches()) {
      throw malformed(key + ": " + value + ", allowed is a whole number without leading zeros");
    }
    return Long.parseLong(value);
  }

  private static Instant instant(String key, String value) throws ImageRefusedException {
    try {
      return Instant.parse(value);
    } catch (DateTimeException e) {
      throw malformed(key + ": " + value + ", allowed is a time such as 2026-01-01T00:00:00Z");
    }
  }

  private static void require(String key, String value, Pattern form, String allowed) {
    if (!form.matcher(value).matches()) {
      throw bad(key, value, allowed);
    }
  }

  private static void range(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw bad(key, Long.toString(value), least == most ? "" + least : least + " to " + most);
    }
  }

  private static IllegalArgumentException bad(String key, String value, String allowed) {
    return new IllegalArgumentException(key + ": " + value + ", allowed is " + allowed);
  }
}
