package io.apfw.storage.image;

import static io.apfw.storage.image.AccessPoint.ROOT;
import static io.apfw.storage.image.AccessPoint.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.device.MemoryDevice;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.Slots;
import io.apfw.storage.trust.ImageFault;
import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every image that must be refused: its own fault, slots as they were, memory bounded. */
class BadImageTest {
  private static final ImageParts GOOD = ImageParts.signedBy(SIGNER);
  private static final Instant LONG_AGO = Instant.parse("2021-01-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2040-01-01T00:00:00Z");

  @TempDir Path directory;

  /** Refused before the gate: neither slot nor boot environment is touched. */
  @ParameterizedTest(name = "{0}")
  @MethodSource({"notImages", "signatures", "manifests", "layouts"})
  void is_refused_at_its_head(String what, byte[] image, ImageFault fault, String detail)
      throws IOException {
    AccessPoint ap = new AccessPoint(directory);
    assertRefused(ap, image, fault, detail);
    ap.assertAsItWas(SlotId.PART1);
    ap.assertAsItWas(SlotId.PART2);
    assertThat(ap.environment()).isEqualTo(AccessPoint.BOTH_GOOD);
  }

  /** Refused behind the gate: the inactive slot is bad, the active one as it was and first. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("payloads")
  void is_refused_in_its_payload(String what, byte[] image, ImageFault fault, String detail)
      throws IOException {
    AccessPoint ap = new AccessPoint(directory);
    assertRefused(ap, image, fault, detail);
    ap.assertAsItWas(SlotId.PART2);
    assertThat(ap.environment()).isEqualTo(AccessPoint.BOTH_GOOD.with(SlotId.PART1, BootEntry.BAD));
  }

  /** Wherever it is cut; the slot is opened only when the head was whole. */
  @Test
  void is_refused_when_it_ends_too_early() {
    byte[] image = GOOD.tar();
    for (int i = 0; i < 100; i++) {
      int length = (int) ((long) image.length * i / 100);
      MemoryDevice slot = new MemoryDevice(AccessPoint.SLOT_BYTES);
      AtomicBoolean opened = new AtomicBoolean();
      ImageRefusedException refused =
          catchThrowableOfType(
              ImageRefusedException.class,
              () ->
                  new ImageIngest(AccessPoint.VERIFIER, AccessPoint.expectation(), AccessPoint.NOW)
                      .run(
                          new ByteArrayInputStream(image, 0, length),
                          head -> {
                            opened.set(true);
                            return Slots.inactive(SlotId.PART1, slot).openForWriting();
                          }));
      assertThat(refused).as("cut at %d", length).isNotNull();
      assertThat(refused.fault()).isEqualTo(ImageFault.IMAGE_TRUNCATED);
      assertThat(refused.detail()).contains("it ends at " + length);
      assertThat(opened.get()).as("cut at %d", length).isEqualTo(length >= headBytes());
    }
  }

  private static int headBytes() {
    return (int)
        (3 * 512
            + ImageFormat.padded(GOOD.manifest().length, 512)
            + ImageFormat.padded(GOOD.signature().length, 512)
            + ImageFormat.padded(GOOD.blockMap().length, 512));
  }

  /** A flipped bit never reaches the slot, not even in the block it is in. */
  @Test
  void a_block_that_does_not_match_is_not_written() throws IOException {
    AccessPoint ap = new AccessPoint(directory);
    byte[] payload = GOOD.payload().clone();
    payload[3 * 65_536 + 5] ^= 1;
    assertRefused(ap, GOOD.withPayload(payload).tar(), ImageFault.BLOCK_MISMATCH, "block 3 of 17");
    byte[] after = Files.readAllBytes(ap.part1);
    byte[] before = AccessPoint.content(1);
    assertThat(Arrays.copyOfRange(after, 3 * 65_536, after.length))
        .isEqualTo(Arrays.copyOfRange(before, 3 * 65_536, before.length));
  }

  /** What a head claims is never believed: no stream makes the reader take more than its bound. */
  @ParameterizedTest
  @MethodSource("greedyHeaders")
  void takes_no_more_than_its_bound_before_the_verdict(byte[] start) throws IOException {
    AccessPoint ap = new AccessPoint(directory);
    CountingEndlessStream stream = new CountingEndlessStream(start);
    assertThat(catchThrowableOfType(ImageRefusedException.class, () -> ap.ingest(stream)))
        .isNotNull();
    assertThat(stream.taken).isLessThanOrEqualTo(ImageReader.HEAD_BYTES_MAX);
  }

  static Stream<byte[]> greedyHeaders() {
    long huge = 8L * 1024 * 1024 * 1024 - 1;
    byte[] signed =
        ImageParts.tar(
            ImageParts.entry("manifest", GOOD.manifest()),
            ImageParts.entry("manifest.p7s", GOOD.signature()));
    int head =
        (int)
            (ImageFormat.padded(GOOD.manifest().length, 512)
                + ImageFormat.padded(GOOD.signature().length, 512)
                + 1024);
    return Stream.of(
        new byte[0],
        header("manifest", huge, TarArchiveEntry.LF_NORMAL),
        header("manifest", ImageHead.MANIFEST_BYTES_MAX, TarArchiveEntry.LF_NORMAL),
        header("././@LongLink", huge, TarArchiveEntry.LF_GNUTYPE_LONGNAME),
        header("./PaxHeaders.X/manifest", huge, TarArchiveEntry.LF_PAX_EXTENDED_HEADER_LC),
        concat(Arrays.copyOf(signed, head), header("blockmap", huge, TarArchiveEntry.LF_NORMAL)),
        concat(
            Arrays.copyOf(signed, head),
            header("blockmap", ImageHead.BLOCK_MAP_BYTES_MAX, TarArchiveEntry.LF_NORMAL)));
  }

  static Stream<Arguments> notImages() {
    byte[] badChecksum = GOOD.tar();
    badChecksum[148] ^= 1;
    byte[] wrongMagic = GOOD.tar();
    wrongMagic[257] = 'x';
    ImageFault fault = ImageFault.NOT_AN_IMAGE;
    return Stream.of(
        arguments("wrong magic", wrongMagic, fault, "no ustar header at offset 0"),
        arguments("not a tar", AccessPoint.content(5), fault, "no ustar header at offset 0"),
        arguments("only zeros", new byte[10_240], fault, "no ustar header at offset 0"),
        arguments("broken header", badChecksum, fault, "checksum"),
        arguments(
            "another tar",
            ImageParts.tar(ImageParts.entry("info.ver", new byte[10])),
            fault,
            "must be the regular file manifest"));
  }

  static Stream<Arguments> signatures() {
    TestAuthority otherRoot = TestAuthority.root("image root");
    LeafSpec spec = LeafSpec.of("image signer", Purpose.CODE_SIGNING);
    TestIdentity expired = ROOT.issue(spec.valid(TestAuthority.NOT_BEFORE, LONG_AGO));
    TestIdentity early = ROOT.issue(spec.valid(LATER, TestAuthority.NOT_AFTER));
    byte[] manifest = GOOD.manifest();
    byte[] edited =
        text(manifest).replace("17.9.4.27", "17.9.4.28").getBytes(StandardCharsets.US_ASCII);
    byte[] good = GOOD.signature();
    return Stream.of(
        signed(
            "signed by another CA",
            ImageFault.SIGNER_UNTRUSTED,
            "no issuer",
            ImageParts.sign(manifest, otherRoot.issue(spec))),
        signed(
            "expired signer",
            ImageFault.SIGNER_EXPIRED,
            "expired at 2021-01-01T00:00:00Z",
            ImageParts.sign(manifest, expired)),
        signed(
            "signer not yet valid",
            ImageFault.SIGNER_NOT_YET_VALID,
            "2040-01-01T00:00:00Z",
            ImageParts.sign(manifest, early)),
        signed(
            "two signers",
            ImageFault.SIGNER_COUNT,
            "2 signers",
            ImageParts.sign(manifest, SIGNER, ROOT.issue(LeafSpec.of("b", Purpose.CODE_SIGNING)))),
        signed("no signer", ImageFault.SIGNER_COUNT, "0 signers", ImageParts.sign(manifest)),
        signed(
            "signer for something else",
            ImageFault.SIGNER_USAGE,
            "needed is CODE_SIGNING",
            ImageParts.sign(manifest, ROOT.issue(LeafSpec.of("c", Purpose.WEB_SERVER)))),
        signed(
            "signer for anything",
            ImageFault.SIGNER_USAGE,
            "needed is CODE_SIGNING",
            ImageParts.sign(manifest, ROOT.issue(LeafSpec.of("d", Purpose.ANY)))),
        signed(
            "signer without a usage",
            ImageFault.SIGNER_USAGE,
            "no extended key usage",
            ImageParts.sign(manifest, ROOT.issue(LeafSpec.of("e")))),
        signed(
            "signature of another manifest",
            ImageFault.SIGNATURE_BAD,
            "",
            ImageParts.sign(edited, SIGNER)),
        signed("not signed", ImageFault.SIGNATURE_MALFORMED, "not signed", new byte[0]),
        signed(
            "signature is noise",
            ImageFault.SIGNATURE_MALFORMED,
            "not CMS",
            Arrays.copyOf(AccessPoint.content(8), 900)),
        signed(
            "signature cut off",
            ImageFault.SIGNATURE_MALFORMED,
            "not CMS",
            Arrays.copyOf(good, good.length - 1)),
        signed(
            "something after the signature",
            ImageFault.SIGNATURE_MALFORMED,
            "not CMS",
            Arrays.copyOf(good, good.length + 1)),
        arguments(
            "manifest edited", GOOD.withManifest(edited).tar(), ImageFault.SIGNATURE_BAD, ""));
  }

  static Stream<Arguments> manifests() {
    byte[] map = GOOD.blockMap().clone();
    map[40] ^= 1;
    byte[] shortMap = Arrays.copyOf(GOOD.blockMap(), GOOD.blockMap().length - Sha256.BYTES);
    byte[] oversized = Arrays.copyOf(GOOD.manifest(), ImageHead.MANIFEST_BYTES_MAX + 1);
    return Stream.of(
        arguments(
            "block map edited",
            GOOD.withBlockMap(map).tar(),
            ImageFault.BLOCKMAP_MISMATCH,
            "signed was"),
        arguments(
            "block map too short",
            GOOD.withLine("block-map-sha256", Sha256.hex(shortMap), SIGNER)
                .withBlockMap(shortMap)
                .tar(),
            ImageFault.BLOCKMAP_MISMATCH,
            "17 blocks have 544"),
        arguments(
            "oversized manifest",
            GOOD.withManifest(oversized).tar(),
            ImageFault.MANIFEST_MALFORMED,
            "65537 bytes, allowed are 65536"),
        line("other family", "family", "ap3g3", ImageFault.FAMILY_MISMATCH, "family is ap3g3"),
        line(
            "other version",
            "version",
            "17.9.4.28",
            ImageFault.VERSION_MISMATCH,
            "version is 17.9.4.28, expected was 17.9.4.27"),
        line("other hardware", "hardware", "C9120AXI", ImageFault.HARDWARE_MISMATCH, "C9120AXI"),
        line(
            "needs a newer agent",
            "minimum-agent-version",
            "0.2",
            ImageFault.AGENT_TOO_OLD,
            "it needs 0.2, this is 0.1.0-SNAPSHOT"),
        line(
            "security version goes down",
            "security-version",
            "2",
            ImageFault.SECURITY_VERSION_ROLLBACK,
            "it has 2, the floor is 3"),
        line(
            "larger than the slot",
            "payload-bytes",
            "2097153",
            ImageFault.IMAGE_LARGER_THAN_SLOT,
            "2097153 bytes, the slot has 2097152"),
        line("newer format", "apfw-image", "2", ImageFault.MANIFEST_UNSUPPORTED, "reads up to 1"),
        line(
            "unreadable",
            "payload-bytes",
            "-1",
            ImageFault.MANIFEST_MALFORMED,
            "payload-bytes: -1"));
  }

  static Stream<Arguments> layouts() {
    byte[] padding = GOOD.tar();
    padding[512 + GOOD.manifest().length] = 1;
    return Stream.of(
        arguments(
            "entries in another order",
            ImageParts.tar(
                ImageParts.entry("manifest", GOOD.manifest()),
                ImageParts.entry("blockmap", GOOD.blockMap()),
                ImageParts.entry("manifest.p7s", GOOD.signature())),
            ImageFault.IMAGE_LAYOUT,
            "must be the regular file manifest.p7s"),
        arguments(
            "a link instead of a file",
            ImageParts.tar(
                ImageParts.entry("manifest", GOOD.manifest()),
                new ImageParts.Entry("manifest.p7s", TarArchiveEntry.LF_SYMLINK, new byte[0])),
            ImageFault.IMAGE_LAYOUT,
            "must be the regular file manifest.p7s"),
        arguments(
            "an extended header",
            ImageParts.tar(
                ImageParts.entry("manifest", GOOD.manifest()),
                new ImageParts.Entry(
                    "manifest.p7s", TarArchiveEntry.LF_PAX_EXTENDED_HEADER_LC, new byte[0])),
            ImageFault.IMAGE_LAYOUT,
            "must be the regular file manifest.p7s"),
        arguments(
            "signature too large",
            GOOD.withSignature(new byte[ImageHead.SIGNATURE_BYTES_MAX + 1]).tar(),
            ImageFault.IMAGE_LAYOUT,
            "manifest.p7s has 65537 bytes"),
        arguments("something in the padding", padding, ImageFault.IMAGE_LAYOUT, "must be zero"));
  }

  static Stream<Arguments> payloads() {
    byte[] good = GOOD.tar();
    byte[] trailing = good.clone();
    trailing[good.length - 1] = 1;
    byte[] smaller = Arrays.copyOf(GOOD.payload(), GOOD.payload().length - 1);
    return Stream.of(
        arguments(
            "bit flipped in the first block",
            flipped(0),
            ImageFault.BLOCK_MISMATCH,
            "block 0 of 17, at payload offset 0"),
        arguments(
            "bit flipped in the middle",
            flipped(GOOD.payload().length / 2),
            ImageFault.BLOCK_MISMATCH,
            "block 8 of 17, at payload offset 524288"),
        arguments(
            "bit flipped in the last block",
            flipped(GOOD.payload().length - 1),
            ImageFault.BLOCK_MISMATCH,
            "block 16 of 17, at payload offset 1048576"),
        arguments(
            "payload not that of the manifest",
            GOOD.withLine("payload-sha256", "0".repeat(64), SIGNER).tar(),
            ImageFault.PAYLOAD_MISMATCH,
            "signed was 000"),
        arguments(
            "payload of another size",
            GOOD.withPayload(smaller).tar(),
            ImageFault.IMAGE_LAYOUT,
            "the manifest says"),
        arguments(
            "payload of another name",
            GOOD.withLine("payload-name", "other.img", SIGNER).tar(),
            ImageFault.IMAGE_LAYOUT,
            "must be the regular file other.img"),
        arguments("trailing data", trailing, ImageFault.IMAGE_TRAILING_DATA, "must be zero"),
        arguments(
            "a byte too many",
            Arrays.copyOf(good, good.length + 1),
            ImageFault.IMAGE_TRAILING_DATA,
            "more follows"));
  }

  private static Arguments signed(String what, ImageFault fault, String detail, byte[] signature) {
    return arguments(what, GOOD.withSignature(signature).tar(), fault, detail);
  }

  private static Arguments line(
      String what, String key, String value, ImageFault fault, String detail) {
    return arguments(what, GOOD.withLine(key, value, SIGNER).tar(), fault, detail);
  }

  private static byte[] flipped(int offset) {
    byte[] payload = GOOD.payload().clone();
    payload[offset] ^= 0x10;
    return GOOD.withPayload(payload).tar();
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }

  private static byte[] header(String name, long size, byte type) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setSize(size);
    byte[] header = new byte[512];
    entry.writeEntryHeader(header);
    return header;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static void assertRefused(AccessPoint ap, byte[] image, ImageFault fault, String detail) {
    ImageRefusedException refused =
        catchThrowableOfType(
            ImageRefusedException.class, () -> ap.ingest(new ByteArrayInputStream(image)));
    assertThat(refused).isNotNull();
    assertThat(refused.fault()).as(refused.detail()).isEqualTo(fault);
    assertThat(refused.detail()).contains(detail);
  }

  /** Some bytes, then zeros for ever. */
  private static final class CountingEndlessStream extends InputStream {
    private final byte[] start;
    long taken;

    CountingEndlessStream(byte[] start) {
      this.start = start;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      read(one, 0, 1);
      return one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      for (int i = 0; i < length; i++, taken++) {
        target[offset + i] = taken < start.length ? start[(int) taken] : 0;
      }
      return length;
    }
  }
}
