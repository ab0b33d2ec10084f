package io.apfw.agent.update;

import static io.apfw.storage.slot.SlotId.PART1;
import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.report.Report;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.boot.BootEnvironmentFile;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.image.ImageBuilder;
import io.apfw.storage.image.ImageSigner;
import io.apfw.storage.image.ImageSpec;
import io.apfw.storage.journal.JournalEntry;
import io.apfw.storage.journal.PastUpdate;
import io.apfw.storage.journal.UpdatePhase;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotRecord;
import io.apfw.storage.slot.SlotState;
import io.apfw.storage.trust.ImageFault;
import io.apfw.storage.trust.TrustStore;
import io.apfw.update.Quarantine;
import io.apfw.update.ScriptVerb;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class UpdateSessionTest {
  private static final TestAuthority ROOT = TestAuthority.root("image root");
  private static final TestIdentity SIGNER =
      ROOT.issue(LeafSpec.of("image signer", Purpose.CODE_SIGNING));
  private static final byte[] PAYLOAD = payload(1_000_000);

  @TempDir private Path directory;
  private UpdateHarness harness;

  @BeforeEach
  void begin() throws Exception {
    harness = new UpdateHarness(directory, new TrustStore(List.of(ROOT.certificate())));
  }

  @AfterEach
  void end() {
    harness.close();
  }

  private static byte[] payload(int bytes) {
    byte[] payload = new byte[bytes];
    new Random(7).nextBytes(payload);
    return payload;
  }

  private byte[] image(String family, String version, byte[] payload, TestIdentity signer)
      throws IOException {
    Path root = Files.write(directory.resolve("rootfs"), payload);
    Path out = directory.resolve("part.tar");
    ImageBuilder.build(
        new ImageSpec(
            family,
            version,
            3,
            List.of("C9105AXI"),
            "0.1.0",
            Instant.parse("2026-01-01T00:00:00Z"),
            "rootfs.img"),
        root,
        Optional.of(new ImageSigner(signer.key(), signer.chain())),
        out);
    return Files.readAllBytes(out);
  }

  private byte[] goodImage() throws IOException {
    return image("ap1g8", "17.9.4.27", PAYLOAD, SIGNER);
  }

  private static byte[] flipped(byte[] image, int at) {
    byte[] copy = image.clone();
    copy[at] ^= 1;
    return copy;
  }

  @Test
  void aGoodImageIsWrittenVerifiedAndActivated() throws Exception {
    byte[] part2 = Files.readAllBytes(harness.part2);
    assertThat(harness.send(goodImage())).isEqualTo(new News.Verified());

    assertThat(Arrays.copyOf(Files.readAllBytes(harness.part1), PAYLOAD.length)).isEqualTo(PAYLOAD);
    assertThat(harness.storage.boot().status().environment().entry(SlotId.PART1))
        .isEqualTo(BootEntry.BAD);
    assertThat(harness.storage.table().row(SlotId.PART1).state()).isEqualTo(SlotState.VERIFIED);

    assertThat(harness.activate()).isEqualTo(new News.Activated());
    assertThat(harness.storage.boot().status().environment().first()).isEqualTo(SlotId.PART1);
    assertThat(harness.storage.boot().status().environment().entry(SlotId.PART1))
        .isEqualTo(BootEntry.onTrial(3));
    assertThat(harness.storage.journal().read().phase()).isEqualTo(UpdatePhase.ACTIVATING);
    assertThat(Files.readAllBytes(harness.part2)).isEqualTo(part2);
    assertThat(harness.scripts)
        .containsExactly(ScriptVerb.PRECHECK, ScriptVerb.PREDOWNLOAD, ScriptVerb.ACTIVATE);
  }

  @Test
  void aVerifiedImageThatChangedOnItsSlotIsNeverActivated() throws Exception {
    harness.send(goodImage());
    Files.write(harness.part1, flipped(Files.readAllBytes(harness.part1), PAYLOAD.length / 2));

    UpdateFailure failure = harness.failureOf(harness.activate());
    harness.awaitAborted();
    assertThat(failure.cause()).isEqualTo(Cause.READ_BACK_MISMATCH);
    assertThat(harness.storage.boot().status().environment().first()).isEqualTo(SlotId.PART2);
    assertThat(harness.storage.table().row(SlotId.PART1).state()).isEqualTo(SlotState.BAD);
  }

  /** As it is after a further update has passed its trial: part1 holds the one before. */
  private void confirmedOnPart2() throws Exception {
    assertThat(harness.send(goodImage())).isEqualTo(new News.Verified());
    SlotRecord verified = Objects.requireNonNull(harness.storage.records().read().get(PART1));
    harness.storage.records().write(PART1, verified.withState(SlotState.GOOD));
    BootEnvironmentFile.at(directory.resolve("boot.env"))
        .write(new BootEnvironment(SlotId.PART2, BootEntry.GOOD, BootEntry.GOOD));
    JournalEntry committed =
        new JournalEntry(
            UpdatePhase.COMMITTED,
            Optional.of(SlotId.PART2),
            "17.3.3.26",
            "cd".repeat(32),
            4,
            Optional.of(UpdateHarness.NOW),
            0,
            "",
            1);
    harness.storage.journal().write(committed);
    harness.storage.history().note(committed);
  }

  /** Only the bytes on the slot decide whether the boot loader's way back is one. */
  @Test
  void anActivationThatPolicyRefusesDoesNotCostTheBackup() throws Exception {
    confirmedOnPart2();
    harness.storage.floor().raiseTo(4);

    UpdateFailure failure = harness.failureOf(harness.activate());
    harness.awaitAborted();
    assertThat(failure.cause()).isEqualTo(Cause.SECURITY_VERSION_ROLLBACK);
    assertThat(harness.storage.boot().status().environment())
        .isEqualTo(new BootEnvironment(SlotId.PART2, BootEntry.GOOD, BootEntry.GOOD));
    assertThat(harness.storage.table().row(PART1).state()).isEqualTo(SlotState.GOOD);
    assertThat(harness.said).contains(new Report.UpdateFailed(failure, "part1 is as it was"));
  }

  @Test
  void anActivationThatFailsIsNotTheStoryOfTheImageThatRuns() throws Exception {
    confirmedOnPart2();
    Files.write(harness.part1, flipped(Files.readAllBytes(harness.part1), PAYLOAD.length / 2));
    harness.failureOf(harness.activate());
    harness.awaitAborted();

    JournalEntry journal = harness.storage.journal().read();
    assertThat(journal.phase()).isEqualTo(UpdatePhase.ABORTED);
    assertThat(journal.target()).contains(PART1);
    assertThat(journal.version()).isEqualTo("17.9.4.27");
    assertThat(journal.causeNumber()).isEqualTo(Cause.READ_BACK_MISMATCH.number());
    PastUpdate running = harness.storage.history().read().get(1);
    assertThat(running.version()).isEqualTo("17.3.3.26");
    assertThat(running.causeNumber()).isZero();
    assertThat(running.steps()).extracting(PastUpdate.Step::phase).containsExactly("COMMITTED");
  }

  /** Images that must not cost the backup: they are refused before the slot is touched. */
  enum BadHead {
    WRONG_MAGIC(Cause.NOT_AN_IMAGE),
    EMPTY_TAR(Cause.NOT_AN_IMAGE),
    TRUNCATED_IN_THE_HEAD(Cause.IMAGE_TRUNCATED),
    OTHER_CA(Cause.SIGNER_UNTRUSTED),
    EXPIRED_SIGNER(Cause.SIGNER_EXPIRED),
    SIGNER_OF_TOMORROW(Cause.SIGNER_NOT_YET_VALID),
    NOT_FOR_SIGNING(Cause.SIGNER_USAGE),
    MANIFEST_EDITED(Cause.SIGNATURE_BAD),
    BLOCK_MAP_EDITED(Cause.BLOCKMAP_MISMATCH),
    OTHER_FAMILY(Cause.FAMILY_MISMATCH),
    OTHER_VERSION(Cause.VERSION_MISMATCH),
    LARGER_THAN_THE_SLOT(Cause.IMAGE_LARGER_THAN_SLOT);

    private final Cause cause;

    BadHead(Cause cause) {
      this.cause = cause;
    }
  }

  private byte[] bad(BadHead kind) throws IOException {
    return switch (kind) {
      case WRONG_MAGIC -> payload(600_000);
      case EMPTY_TAR -> new byte[10240];
      case TRUNCATED_IN_THE_HEAD -> Arrays.copyOf(goodImage(), 700);
      case OTHER_CA ->
          image(
              "ap1g8",
              "17.9.4.27",
              PAYLOAD,
              TestAuthority.root("image root").issue(LeafSpec.of("x", Purpose.CODE_SIGNING)));
      case EXPIRED_SIGNER -> signedBetween("2021-01-01T00:00:00Z", "2022-12-04T00:00:00Z");
      case SIGNER_OF_TOMORROW -> signedBetween("2026-06-02T00:00:00Z", "2030-01-01T00:00:00Z");
      case NOT_FOR_SIGNING ->
          image("ap1g8", "17.9.4.27", PAYLOAD, ROOT.issue(LeafSpec.of("wtp", Purpose.CAPWAP_WTP)));
      case MANIFEST_EDITED -> flipped(goodImage(), 512 + indexOf(goodImage(), "17.9.4.27") - 512);
      case BLOCK_MAP_EDITED -> flipped(goodImage(), indexOf(goodImage(), "blockmap") + 512 + 40);
      case OTHER_FAMILY -> image("ap3g3", "17.9.4.27", PAYLOAD, SIGNER);
      case OTHER_VERSION -> image("ap1g8", "17.9.4.28", PAYLOAD, SIGNER);
      case LARGER_THAN_THE_SLOT ->
          image("ap1g8", "17.9.4.27", payload(UpdateHarness.SLOT_BYTES + 1), SIGNER);
    };
  }

  private byte[] signedBetween(String from, String to) throws IOException {
    return image(
        "ap1g8",
        "17.9.4.27",
        PAYLOAD,
        ROOT.issue(
            LeafSpec.of("signer", Purpose.CODE_SIGNING)
                .valid(Instant.parse(from), Instant.parse(to))));
  }

  private static int indexOf(byte[] image, String text) {
    String all = new String(image, java.nio.charset.StandardCharsets.ISO_8859_1);
    int at = all.indexOf(text);
    assertThat(at).isPositive();
    // The block map's name stands in its tar header; "blockmap" also begins a key of the manifest.
    return text.equals("blockmap") ? all.indexOf("blockmap\0") : at;
  }

  @ParameterizedTest
  @EnumSource
  void anImageThatIsRefusedAtItsHeadLeavesBothSlotsAsTheyWere(BadHead kind) throws Exception {
    byte[] part1 = Files.readAllBytes(harness.part1);
    byte[] part2 = Files.readAllBytes(harness.part2);

    UpdateFailure failure = harness.failureOf(harness.send(bad(kind)));
    harness.awaitAborted();

    assertThat(failure.cause()).as(failure.line()).isEqualTo(kind.cause);
    assertThat(failure.detail()).isNotEmpty();
    assertThat(Files.readAllBytes(harness.part1)).isEqualTo(part1);
    assertThat(Files.readAllBytes(harness.part2)).isEqualTo(part2);
    assertThat(harness.storage.boot().status().environment().entry(SlotId.PART1))
        .isEqualTo(BootEntry.GOOD);
    assertThat(harness.storage.table().row(SlotId.PART1).state()).isEqualTo(SlotState.GOOD);
    JournalEntry journal = harness.storage.journal().read();
    assertThat(journal.phase()).isEqualTo(UpdatePhase.ABORTED);
    assertThat(journal.causeNumber()).isEqualTo(kind.cause.number());
    assertThat(harness.said).contains(new Report.UpdateFailed(failure, "part1 is as it was"));
    assertThat(harness.scripts).contains(ScriptVerb.ABORT).doesNotContain(ScriptVerb.PREDOWNLOAD);
  }

  static Stream<Integer> blocksOfThePayload() {
    return Stream.of(0, PAYLOAD.length / 2, PAYLOAD.length - 1);
  }

  @ParameterizedTest
  @MethodSource("blocksOfThePayload")
  void aFlippedBitIsRefusedAtItsBlockAndNothingOfItIsBootable(int at) throws Exception {
    byte[] good = goodImage();
    byte[] part2 = Files.readAllBytes(harness.part2);
    int payloadAt = lastIndexOf(good, PAYLOAD);
    UpdateFailure failure = harness.failureOf(harness.send(flipped(good, payloadAt + at)));
    harness.awaitAborted();

    assertThat(failure.cause()).isEqualTo(Cause.BLOCK_MISMATCH);
    assertThat(failure.detail()).contains(Integer.toString(at / 65536));
    assertThat(harness.storage.boot().status().environment().entry(SlotId.PART1).bootable())
        .isFalse();
    assertThat(harness.storage.table().row(SlotId.PART1).state()).isEqualTo(SlotState.BAD);
    assertThat(harness.storage.facts().inventory().quarantined()).containsExactly("17.9.4.27");
    assertThat(Files.readAllBytes(harness.part2)).isEqualTo(part2);
    assertThat(harness.said).contains(new Report.UpdateFailed(failure, "part1 is not bootable"));
  }

  private static int lastIndexOf(byte[] image, byte[] payload) {
    for (int at = 0; at <= image.length - payload.length; at += 512) {
      if (Arrays.equals(image, at, at + payload.length, payload, 0, payload.length)) {
        return at;
      }
    }
    throw new AssertionError("the payload is not in the image");
  }

  @Test
  void aTruncatedPayloadIsRefusedAndASecondDownloadSucceedsOnceTheQuarantineIsCleared()
      throws Exception {
    byte[] good = goodImage();
    UpdateFailure failure =
        harness.failureOf(harness.send(Arrays.copyOf(good, good.length - 200_000)));
    harness.awaitAborted();
    assertThat(failure.cause()).isEqualTo(Cause.IMAGE_TRUNCATED);

    assertThat(harness.failureOf(harness.send(good)).cause()).isEqualTo(Cause.OFFER_UNCHANGED);
    harness.awaitAborted();
    harness.on(new UpdateEvent.QuarantineRead(Quarantine.NONE));
    assertThat(harness.send(good)).isEqualTo(new News.Verified());
  }

  @Test
  void anOfferThatFailsAtItsHeadDoesNotBlameTheImageVerifiedBefore() throws Exception {
    assertThat(harness.send(goodImage())).isEqualTo(new News.Verified());
    harness.failureOf(harness.send("17.9.5.1", image("ap3g3", "17.9.5.1", PAYLOAD, SIGNER)));
    harness.awaitAborted();

    assertThat(harness.storage.journal().read().version()).isEqualTo("17.9.5.1");
    assertThat(harness.storage.facts().inventory().stored()).contains("17.9.4.27");
    assertThat(harness.storage.facts().inventory().quarantined()).containsExactly("17.9.5.1");
  }

  @Test
  void everyFaultOfStorageHasItsNumber() {
    for (ImageFault fault : ImageFault.values()) {
      assertThat(Failures.cause(fault).sentence()).isEqualTo(fault.sentence());
    }
    for (StorageFault fault : StorageFault.values()) {
      assertThat(Failures.cause(fault).number()).isBetween(300, 399);
    }
  }
}
