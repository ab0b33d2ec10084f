package io.apfw.agent.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.update.FailingMedium.At;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.report.Report;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.image.ImageBuilder;
import io.apfw.storage.image.ImageSigner;
import io.apfw.storage.image.ImageSpec;
import io.apfw.storage.journal.UpdatePhase;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotState;
import io.apfw.storage.trust.TrustStore;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The slot's medium fails; the agent says what and goes on living, and the next try succeeds and
 * does not write again what stands there.
 */
class StorageFaultTest {
  private static final TestAuthority ROOT = TestAuthority.root("image root");
  private static final TestIdentity SIGNER =
      ROOT.issue(LeafSpec.of("image signer", Purpose.CODE_SIGNING));

  /** Two pieces of the slot writer. */
  private static final int PAYLOAD_BYTES = 1_500_000;

  private static byte[] payload = new byte[PAYLOAD_BYTES];
  private static byte[] image = new byte[0];

  @TempDir private Path directory;
  private UpdateHarness harness;
  private FailingMedium medium;

  @BeforeAll
  static void makeImage(@TempDir Path scratch) throws Exception {
    new Random(7).nextBytes(payload);
    Path out = scratch.resolve("part.tar");
    ImageBuilder.build(
        new ImageSpec(
            "ap1g8",
            "17.9.4.27",
            3,
            List.of("C9105AXI"),
            "0.1.0",
            Instant.parse("2026-01-01T00:00:00Z"),
            "rootfs.img"),
        Files.write(scratch.resolve("rootfs"), payload),
        Optional.of(new ImageSigner(SIGNER.key(), SIGNER.chain())),
        out);
    image = Files.readAllBytes(out);
  }

  @BeforeEach
  void begin() throws Exception {
    AtomicReference<FailingMedium> made = new AtomicReference<>();
    harness =
        new UpdateHarness(
            directory,
            new TrustStore(List.of(ROOT.certificate())),
            slot -> {
              FailingMedium failing = new FailingMedium(slot.medium());
              made.set(failing);
              return FailingMedium.on(slot, failing);
            });
    medium = Objects.requireNonNull(made.get());
  }

  @AfterEach
  void end() {
    harness.close();
  }

  @ParameterizedTest
  @CsvSource({
    "OPEN, SLOT_IN_USE, 313",
    "SECOND_WRITE, SLOT_FULL, 314",
    "SECOND_WRITE, SLOT_IO_ERROR, 315",
    "FORCE, SLOT_IO_ERROR, 315",
    "READ_BACK, SLOT_IO_ERROR, 315",
    "OPEN, SLOT_READ_ONLY, 316",
    "SECOND_WRITE, SLOT_READ_ONLY, 316",
    "SECOND_WRITE, SLOT_TOO_SHORT, 317",
    "READ_BACK, SLOT_TOO_SHORT, 317",
    "OPEN, SLOT_GONE, 318",
    "SECOND_WRITE, SLOT_GONE, 318",
    "FORCE, SLOT_GONE, 318",
    "READ_BACK, SLOT_GONE, 318"
  })
  void aFaultHasItsNumberAndTheAgentGoesOnLiving(At at, StorageFault fault, int number)
      throws Exception {
    byte[] active = Files.readAllBytes(harness.part2);
    medium.fail(at, fault);
    UpdateFailure failure = harness.failureOf(harness.send(image));
    harness.awaitAborted();

    assertThat(failure.cause().number()).isEqualTo(number);
    assertThat(failure.line()).contains("E" + number + " " + fault).contains("as the test says");
    assertThat(harness.state()).isInstanceOf(UpdateState.Idle.class);
    assertThat(harness.storage.journal().read().phase()).isEqualTo(UpdatePhase.ABORTED);
    assertThat(harness.storage.journal().read().causeNumber()).isEqualTo(number);
    assertThat(harness.storage.table().row(SlotId.PART1).state()).isEqualTo(SlotState.BAD);
    assertThat(harness.storage.boot().status().environment().entry(SlotId.PART1).bootable())
        .isFalse();
    assertThat(harness.storage.boot().status().environment().first()).isEqualTo(SlotId.PART2);
    assertThat(harness.said).contains(new Report.UpdateFailed(failure, "part1 is not bootable"));
    assertThat(harness.storage.facts().inventory().quarantined()).isEmpty();
    assertThat(Arrays.mismatch(Files.readAllBytes(harness.part2), active)).isEqualTo(-1);

    medium.mend();
    assertThat(harness.send(image)).isEqualTo(new News.Verified());
    assertThat(Arrays.copyOf(Files.readAllBytes(harness.part1), PAYLOAD_BYTES)).isEqualTo(payload);
    assertThat(harness.said).contains(written(at));
  }

  /** Of a payload of two pieces: what was written before the fault is not written again. */
  private static Report.SlotWritten written(At at) {
    long kept =
        switch (at) {
          case CHECK, OPEN -> 0;
          case SECOND_WRITE -> 1024 * 1024;
          case FORCE, READ_BACK -> PAYLOAD_BYTES;
        };
    return new Report.SlotWritten("part1", PAYLOAD_BYTES - kept, kept, 0);
  }

  @Test
  void aBugEndsTheUpdateAndNotTheAgent() throws Exception {
    medium.bug(At.SECOND_WRITE);
    UpdateFailure failure = harness.failureOf(harness.send(image));
    harness.awaitAborted();

    assertThat(failure.cause()).isEqualTo(UpdateFailure.Cause.SLOT_WRITE);
    assertThat(failure.detail()).contains("a bug of the test's");
    assertThat(harness.storage.table().row(SlotId.PART1).state()).isEqualTo(SlotState.BAD);
    assertThat(harness.storage.facts().inventory().quarantined()).isEmpty();

    medium.mend();
    assertThat(harness.send(image)).isEqualTo(new News.Verified());
  }

  @ParameterizedTest
  @CsvSource({"SLOT_IN_USE, 313", "SLOT_FULL, 314", "SLOT_READ_ONLY, 316", "SLOT_GONE, 318"})
  void aSlotThatCannotBeWrittenIsRefusedBeforeItCostsTheBackup(StorageFault fault, int number)
      throws Exception {
    medium.fail(At.CHECK, fault);
    UpdateFailure failure = harness.failureOf(harness.send(image));
    harness.awaitAborted();

    assertThat(failure.cause().number()).isEqualTo(number);
    assertThat(failure.detail()).contains("part1 (").contains("cannot be written");
    assertThat(harness.storage.table().row(SlotId.PART1).state()).isEqualTo(SlotState.GOOD);
    assertThat(harness.storage.boot().status().environment().entry(SlotId.PART1).good()).isTrue();
    assertThat(harness.said).contains(new Report.UpdateFailed(failure, "part1 is as it was"));
  }

  @Test
  void aSlotThatIsNotThereIsRefusedBeforeItCostsTheBackup() throws Exception {
    Files.delete(harness.part1);
    assertThat(harness.failureOf(harness.send(image)).cause().number()).isEqualTo(318);
    harness.awaitAborted();
    assertThat(harness.storage.boot().status().environment().entry(SlotId.PART1).good()).isTrue();
  }
}
