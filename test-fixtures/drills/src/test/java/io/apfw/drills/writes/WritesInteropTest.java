package io.apfw.drills.writes;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.image.DrillImage;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.image.ImageSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real ext2, read by GRUB's own code; a real log, a real signature. */
@Tag("interop")
class WritesInteropTest {
  private static final int PARTITION_BYTES = 256 * 1024;

  @TempDir private Path directory;

  private byte[] partition(byte[] first, byte[] second) throws Exception {
    Path files = Files.createDirectories(directory.resolve("files"));
    Files.write(files.resolve("apfw1.env"), first);
    Files.write(files.resolve("apfw2.env"), second);
    Path image = directory.resolve("ext2.img");
    Files.write(image, new byte[PARTITION_BYTES]);
    Process made =
        new ProcessBuilder(
                "mke2fs",
                "-q",
                "-F",
                "-t",
                "ext2",
                "-b",
                "1024",
                "-d",
                files.toString(),
                image.toString())
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    return Files.readAllBytes(image);
  }

  private static int find(byte[] partition, byte[] block, int from) {
    for (int at = from; at < partition.length; at += 1024) {
      if (Arrays.equals(partition, at, at + 1024, block, 0, 1024)) {
        return at / SmallDisk.SECTOR;
      }
    }
    throw new AssertionError("no such block");
  }

  @Test
  void theFirstWholeCopyOnAnExt2IsWhatGrubUses() throws Exception {
    byte[] one = SmallDisk.block("00000001", "part1", "3", "G", "00000001");
    byte[] two = SmallDisk.block("00000002", "part2", "G", "0", "00000002");
    byte[] torn = SmallDisk.block("00000003", "part1", "3", "G", "00000001");
    GrubFstest reader = new GrubFstest(directory.resolve("scratch.img"));
    assertThat(reader.read(partition(one, two)).orElseThrow().second()).isFalse();
    assertThat(reader.read(partition(torn, two)).orElseThrow())
        .isEqualTo(GrubEnvironment.of(Optional.empty(), Optional.of(two)).get());
    assertThat(reader.read(partition(torn, new byte[1024]))).isEmpty();
    assertThat(reader.read(new byte[PARTITION_BYTES])).as("no file system").isEmpty();
  }

  @Test
  void aRecordedRunIsJudgedByItsFiles() throws Exception {
    byte[] block = SmallDisk.block("00000007", "part2", "G", "G", "00000007");
    byte[] partition = partition(block, block);
    int first = find(partition, block, 0);
    int second = find(partition, block, (first + 2) * SmallDisk.SECTOR);
    SmallDisk disk = new SmallDisk(partition);
    byte[] bad = SmallDisk.block("00000008", "part2", "0", "G", "00000008");
    byte[] trial = SmallDisk.block("00000009", "part1", "3", "G", "00000009");
    disk.write(SmallDisk.ENVIRONMENT + second, bad).flush();
    disk.write(SmallDisk.ENVIRONMENT + first, bad).flush();
    disk.image().flush();
    disk.write(SmallDisk.ENVIRONMENT + second, trial).flush();
    disk.write(SmallDisk.ENVIRONMENT + first, trial).flush();

    TestAuthority root = TestAuthority.root("images");
    TestIdentity signer = root.issue(LeafSpec.of("signer", Purpose.CODE_SIGNING));
    Path image = directory.resolve("image.tar");
    DrillImage.build(
        "ap1g8",
        "1.2.0",
        "AP-1",
        Files.write(directory.resolve("rootfs"), disk.payload()),
        new ImageSigner(signer.key(), signer.chain()),
        image);
    Path roots = directory.resolve("roots.pem");
    root.writeCertificate(roots);
    RecordedRun run =
        new RecordedRun(
            Files.write(directory.resolve("disk.img"), disk.before().array()),
            List.of(Files.write(directory.resolve("1.log"), WriteLogTest.log(disk.entries()))),
            List.of(image),
            roots);
    WritesResult right = run.judge(Mutant.NONE, 1, Instant.now());
    assertThat(right.passed()).as(right.table()).isTrue();
    assertThat(right.json()).contains("\"passed\":true").contains("\"INCOMPLETE_BOOTED\":0");
    WritesResult wrong = run.judge(Mutant.NO_FLUSH, 1, Instant.now());
    assertThat(wrong.passed()).isFalse();
    assertThat(wrong.table()).contains("the slot to boot holds no whole image");
  }
}
