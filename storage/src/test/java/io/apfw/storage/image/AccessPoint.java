package io.apfw.storage.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.boot.BootEnvironmentFile;
import io.apfw.storage.boot.CommandLineSlotFinder;
import io.apfw.storage.boot.FileBootControl;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.slot.InactiveSlot;
import io.apfw.storage.slot.Slot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotTable;
import io.apfw.storage.trust.Expectation;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustedClock;
import io.apfw.storage.trust.VerifiedHead;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An access point of miniature geometry: two slots of 2 MiB, running confirmed from part2 with a
 * good backup on part1.
 */
final class AccessPoint {
  static final TestAuthority ROOT = TestAuthority.root("image root");
  static final TestIdentity SIGNER = ROOT.issue(LeafSpec.of("image signer", Purpose.CODE_SIGNING));
  static final TrustedClock CLOCK =
      TrustedClock.believing(InstantSource.fixed(Instant.parse("2026-06-01T00:00:00Z")));
  static final ImageVerifier VERIFIER =
      new ImageVerifier(new TrustStore(List.of(ROOT.certificate())));
  static final int SLOT_BYTES = 2 * 1024 * 1024;
  private static final Map<Integer, byte[]> CONTENTS = new ConcurrentHashMap<>();
  static final BootEnvironment BOTH_GOOD =
      new BootEnvironment(SlotId.PART2, BootEntry.GOOD, BootEntry.GOOD);

  final Path part1;
  final Path part2;
  final Path commandLine;
  final FileBootControl bootControl;
  final BootEnvironmentFile environment;

  /** Whether the next image may stand there in part. */
  boolean resuming;

  /** How the last image came to its place. */
  BlockWriter.Tally tally = new BlockWriter.Tally(0, 0, 0);

  AccessPoint(Path directory) throws IOException {
    part1 = Files.write(directory.resolve("part1"), content(1));
    part2 = Files.write(directory.resolve("part2"), content(2));
    commandLine = Files.writeString(directory.resolve("cmdline"), "ro apfw.slot=part2 quiet\n");
    environment = BootEnvironmentFile.at(directory.resolve("boot.env"));
    environment.write(BOTH_GOOD);
    bootControl = new FileBootControl(environment, new CommandLineSlotFinder(commandLine));
  }

  /** What stood on a slot before. */
  static byte[] content(int seed) {
    return CONTENTS.computeIfAbsent(seed, AccessPoint::noise).clone();
  }

  private static byte[] noise(int seed) {
    byte[] content = new byte[SLOT_BYTES];
    new Random(seed).nextBytes(content);
    return content;
  }

  static Expectation expectation() {
    return Expectation.of(
        "ap1g8", "17.9.4.27", Set.of("C9105AXI"), "0.1.0-SNAPSHOT", 3, SLOT_BYTES);
  }

  void assertAsItWas(SlotId slot) throws IOException {
    boolean first = slot == SlotId.PART1;
    byte[] found = Files.readAllBytes(first ? part1 : part2);
    // AssertJ's own comparison of such arrays takes longer than the rest of a test.
    assertThat(Arrays.mismatch(found, content(first ? 1 : 2)))
        .as("%s differs at", slot)
        .isEqualTo(-1);
  }

  VerifiedHead ingest(InputStream image)
      throws ImageRefusedException, StorageException, IOException, InterruptedException {
    AtomicReference<VerifiedHead> passed = new AtomicReference<>();
    tally =
        new ImageIngest(VERIFIER, expectation(), CLOCK)
            .run(
                image,
                head -> {
                  passed.set(head);
                  bootControl.markBad(inactive());
                  return new BlockWriter(head, inactive().openForWriting(), resuming);
                });
    return Objects.requireNonNull(passed.get());
  }

  SlotTable table() throws StorageException {
    return bootControl
        .status()
        .table(new Slot(SlotId.PART1, part1), new Slot(SlotId.PART2, part2), Map.of());
  }

  InactiveSlot inactive() throws StorageException {
    return table().inactive();
  }

  BootEnvironment environment() throws IOException {
    return environment.read();
  }
}
