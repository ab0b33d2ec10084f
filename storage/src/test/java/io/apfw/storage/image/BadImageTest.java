package io.apfw.storage.image;

import static io.apfw.storage.image.AccessPoint.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.device.MemoryDevice;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.Slots;
import io.apfw.storage.trust.ImageFault;
import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every image that must be refused: its own fault, slots as they were, memory bounded. */
class BadImageTest {
  private static final ImageParts GOOD = ImageParts.signedBy(SIGNER);

  private static final int MUTATIONS = 3_000;

  @TempDir Path directory;

  /** Refused before the gate: neither slot nor boot environment is touched. */
  @ParameterizedTest(name = "{0}")
  @MethodSource({
    "io.apfw.storage.image.BadImages#notImages",
    "io.apfw.storage.image.BadImages#signatures",
    "io.apfw.storage.image.BadImages#manifests",
    "io.apfw.storage.image.BadImages#layouts"
  })
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
  @MethodSource("io.apfw.storage.image.BadImages#payloads")
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
                  new ImageIngest(
                          AccessPoint.VERIFIER, AccessPoint.expectation(), AccessPoint.CLOCK)
                      .run(
                          new ByteArrayInputStream(image, 0, length),
                          head -> {
                            opened.set(true);
                            return new BlockWriter(
                                head, Slots.inactive(SlotId.PART1, slot).openForWriting(), true);
                          }));
      assertThat(refused).as("cut at %d", length).isNotNull();
      assertThat(refused.fault()).isEqualTo(ImageFault.IMAGE_TRUNCATED);
      assertThat(refused.detail()).contains("it ends at " + length);
      assertThat(opened.get()).as("cut at %d", length).isEqualTo(length >= headBytes());
    }
  }

  /** Nothing that a stranger may send ends otherwise than in words. */
  @Test
  void is_refused_in_words_whatever_byte_of_its_head_is_wrong() {
    Random random = new Random(5415);
    byte[] image = Arrays.copyOf(GOOD.tar(), headBytes() + Manifest.BLOCK_BYTES);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] wrong = image.clone();
      for (int bytes = 1 + random.nextInt(3); bytes > 0; bytes--) {
        wrong[random.nextInt(headBytes())] = (byte) random.nextInt();
      }
      assertThatThrownBy(
              () ->
                  new ImageIngest(
                          AccessPoint.VERIFIER, AccessPoint.expectation(), AccessPoint.CLOCK)
                      .run(
                          new ByteArrayInputStream(wrong),
                          head ->
                              new BlockWriter(
                                  head,
                                  Slots.inactive(
                                          SlotId.PART1, new MemoryDevice(AccessPoint.SLOT_BYTES))
                                      .openForWriting(),
                                  true)))
          .as("mutation %d", i)
          .isInstanceOf(ImageRefusedException.class);
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
