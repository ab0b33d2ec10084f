package io.apfw.storage.image;

import static io.apfw.storage.image.AccessPoint.ROOT;
import static io.apfw.storage.image.AccessPoint.SIGNER;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.trust.ImageFault;
import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.junit.jupiter.params.provider.Arguments;

/** Each image that must be refused: what it is, its bytes, the fault, and a word of the detail. */
final class BadImages {
  private static final ImageParts GOOD = ImageParts.signedBy(SIGNER);
  private static final int SIZE_OFFSET = 124;
  private static final Instant LONG_AGO = Instant.parse("2021-01-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2040-01-01T00:00:00Z");

  private BadImages() {}

  static Stream<Arguments> notImages() {
    byte[] badChecksum = GOOD.tar();
    badChecksum[148] ^= 1;
    byte[] badDigit = GOOD.tar();
    badDigit[SIZE_OFFSET] = 'x';
    byte[] negative = GOOD.tar();
    Arrays.fill(negative, SIZE_OFFSET, SIZE_OFFSET + 12, (byte) 0xff);
    byte[] wrongMagic = GOOD.tar();
    wrongMagic[257] = 'x';
    ImageFault fault = ImageFault.NOT_AN_IMAGE;
    return Stream.of(
        arguments("wrong magic", wrongMagic, fault, "no ustar header at offset 0"),
        arguments("not a tar", AccessPoint.content(5), fault, "no ustar header at offset 0"),
        arguments("only zeros", new byte[10_240], fault, "no ustar header at offset 0"),
        arguments("broken header", badChecksum, fault, "checksum"),
        arguments("a size that is no number", badDigit, fault, "broken ustar header at offset 0"),
        arguments("a size below zero", negative, fault, "broken ustar header at offset 0"),
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
        signed(
            "a signer that is a number",
            ImageFault.SIGNATURE_MALFORMED,
            "a signer in it cannot be read",
            signer(new ASN1Integer(1))),
        signed(
            "a signer without its parts",
            ImageFault.SIGNATURE_MALFORMED,
            "a signer in it cannot be read",
            signer(new DERSequence(new ASN1Integer(1)))),
        arguments(
            "manifest edited", GOOD.withManifest(edited).tar(), ImageFault.SIGNATURE_BAD, ""));
  }

  /** SignedData as it must be, but for its one signer. */
  private static byte[] signer(ASN1Encodable signer) {
    ASN1EncodableVector signed = new ASN1EncodableVector();
    signed.add(new ASN1Integer(1));
    signed.add(new DERSet());
    signed.add(new ContentInfo(CMSObjectIdentifiers.data, null));
    signed.add(new DERSet(signer));
    try {
      return new ContentInfo(CMSObjectIdentifiers.signedData, new DERSequence(signed)).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
}
