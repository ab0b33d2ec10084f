package io.apfw.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.report.Report;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateTask.Job;
import io.apfw.update.UpdateTask.KeepQuarantine;
import io.apfw.update.UpdateTask.Script;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of an image that failed here before. */
class UpdateQuarantineTest extends UpdateBench {
  @ParameterizedTest
  @EnumSource(
      value = Cause.class,
      names = {"BLOCK_MISMATCH", "FAMILY_MISMATCH", "VERSION_MISMATCH"})
  void anImageThatIsToBlameIsQuarantined(Cause cause) {
    receiveUpToWriting();
    on(new UpdateEvent.IngestFailed(new UpdateFailure(cause, "")));
    finish(4);
    assertThat(state.facts().inventory().quarantined()).containsExactly("17.9.4.27");
    assertThat(started)
        .endsWith(
            Job.DISCARD_INGEST,
            new KeepQuarantine(entry(cause, 1)),
            new Script(ScriptVerb.ABORT),
            Job.JOURNAL_ABORTED);
    assertThat(said.get(said.size() - 1))
        .isEqualTo(new Report.UpdateFailed(new UpdateFailure(cause, ""), "part1 is not bootable"));
  }

  private static Quarantine.Entry entry(Cause cause, int failures) {
    return new Quarantine.Entry(
        "17.9.4.27",
        MANIFEST.manifestSha256(),
        "",
        70_512_640,
        cause.number(),
        failures,
        T0.plusMillis(1_000_000));
  }

  private void inQuarantine(Quarantine.Entry entry) {
    quarantine = new Quarantine(List.of(entry));
    boot(Optional.empty(), false);
    on(new UpdateEvent.Offered(OFFER));
    finish(2);
  }

  @Test
  void theManifestThatFailedIsRefusedBeforeTheSlotIsTouchedAndAnotherIsNot() {
    inQuarantine(entry(Cause.BLOCK_MISMATCH, 1));
    on(new UpdateEvent.HeadVerified(MANIFEST));
    assertThat(told.get(told.size() - 1))
        .isInstanceOfSatisfying(
            News.Failed.class,
            failed -> assertThat(failed.failure().cause()).isEqualTo(Cause.OFFER_UNCHANGED));
    assertThat(started).doesNotContain(Job.MARK_INACTIVE_BAD);
    finish(3);
    assertThat(state.facts().quarantine()).as("as it was").isEqualTo(quarantine);

    inQuarantine(entry(Cause.BLOCK_MISMATCH, 1));
    on(
        new UpdateEvent.HeadVerified(
            new ManifestFacts("17.9.4.27", "ap1g8", 70_000_000, "cd".repeat(32), 7)));
    assertThat(state).isInstanceOf(UpdateState.Opening.class);
  }

  @Test
  void theSameManifestInAnotherFileMayGoOnUnlessItsTrialFailed() {
    for (Cause cause : List.of(Cause.IMAGE_TRUNCATED, Cause.TRIAL_FAILED)) {
      inQuarantine(entry(cause, 1));
      on(new UpdateEvent.Announced(8, "5a".repeat(16)));
      on(new UpdateEvent.HeadVerified(MANIFEST));
      assertThat(state instanceof UpdateState.Opening).isEqualTo(cause != Cause.TRIAL_FAILED);
    }
  }

  @Test
  void theVeryFileThatFailedIsRefusedAtItsAnnouncement() {
    String md5 = "5a".repeat(16);
    Quarantine.Entry failed =
        new Quarantine.Entry(
            "17.9.4.27", "", md5, 7, Cause.NOT_AN_IMAGE.number(), 1, T0.plusMillis(1_000_000));
    for (UpdateEvent.Announced other :
        List.of(
            new UpdateEvent.Announced(8, md5),
            new UpdateEvent.Announced(7, "5b".repeat(16)),
            new UpdateEvent.Announced(7, ""))) {
      inQuarantine(failed);
      on(other);
      assertThat(state).as("%s", other).isInstanceOf(UpdateState.ReceivingHead.class);
    }
    on(new UpdateEvent.Announced(7, md5));
    assertThat(told.get(told.size() - 1)).isInstanceOf(News.Failed.class);
  }

  @Test
  void whatWasAnnouncedOfAFailedFileIsRemembered() {
    on(new UpdateEvent.Offered(OFFER));
    finish(2);
    on(new UpdateEvent.Announced(7, "5a".repeat(16)));
    on(new UpdateEvent.IngestFailed(new UpdateFailure(Cause.NOT_AN_IMAGE, "")));
    finish(4);
    assertThat(state.facts().quarantine().of("17.9.4.27"))
        .hasValueSatisfying(
            entry -> {
              assertThat(entry.announcedBytes()).isEqualTo(7);
              assertThat(entry.announcedMd5()).isEqualTo("5a".repeat(16));
              assertThat(entry.manifestSha256()).isEmpty();
            });
  }

  /** The watch may look before the entry is written, and after; it counts once. */
  @Test
  void aFailureThatIsBeingWrittenDownStaysOnceAndOnlyTheOthersAreCleared() {
    quarantine =
        Quarantine.NONE.with(
            new Quarantine.Entry(
                "17.0.0.1", "", "", 0, Cause.NOT_AN_IMAGE.number(), 1, T0.plusMillis(1_000_000)));
    boot(Optional.empty(), false);
    receiveUpToWriting();
    on(new UpdateEvent.IngestFailed(new UpdateFailure(Cause.BLOCK_MISMATCH, "")));
    Quarantine own = Quarantine.NONE.with(entry(Cause.BLOCK_MISMATCH, 1));
    on(new UpdateEvent.QuarantineRead(Quarantine.NONE));
    assertThat(state.facts().quarantine()).as("to be written").isEqualTo(own);
    finish(1);
    on(new UpdateEvent.QuarantineRead(own));
    assertThat(state.facts().quarantine()).as("written").isEqualTo(own);
    finish(3);
    on(new UpdateEvent.QuarantineRead(Quarantine.NONE));
    assertThat(state.facts().quarantine()).as("cleared").isEqualTo(Quarantine.NONE);
  }

  @Test
  void quarantineEndsWithItsTimeOrWhenItIsCleared() {
    quarantine = new Quarantine(List.of(entry(Cause.BLOCK_MISMATCH, 1)));
    boot(Optional.empty(), false);
    assertThat(machine.nextDeadline(state)).contains(T0.plusMillis(1_000_000));
    now = T0.plusMillis(999_999);
    on(new UpdateEvent.DeadlineReached());
    assertThat(state.facts().inventory().quarantined()).hasSize(1);
    now = T0.plusMillis(1_000_000);
    on(new UpdateEvent.DeadlineReached());
    assertThat(state.facts().inventory().quarantined()).isEmpty();

    now = T0;
    boot(Optional.empty(), false);
    on(new UpdateEvent.QuarantineRead(Quarantine.NONE));
    assertThat(state.facts().inventory().quarantined()).isEmpty();
  }
}
