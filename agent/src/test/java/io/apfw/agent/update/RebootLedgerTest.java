package io.apfw.agent.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.crash.CrashDisk;
import io.apfw.agent.crash.CrashPoints;
import io.apfw.agent.crash.DiskImage;
import io.apfw.capwap.wtp.RebootReason;
import io.apfw.capwap.wtp.Reboots;
import io.apfw.capwap.wtp.Reboots.Failure;
import io.apfw.capwap.wtp.RunEnd;
import io.apfw.report.Report;
import io.apfw.storage.state.TwinFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RebootLedgerTest {
  private static final String FILE = "/state/reboots.state";

  @TempDir private Path directory;
  private final List<String> errors = new ArrayList<>();

  private RebootLedger ledger(String bootId) {
    return new RebootLedger(directory.resolve("reboots.state"), bootId, errors::add);
  }

  @Test
  void theFirstRunEverHasNothingToCount() {
    assertThat(ledger("a").start()).isEqualTo(Reboots.NONE);
    assertThat(errors).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anEndThatWasWrittenDownIsCountedOnce(RunEnd end) {
    RebootLedger first = ledger("a");
    first.start();
    first.end(end);
    RebootLedger second = ledger("b");
    assertThat(second.start()).isEqualTo(Reboots.NONE.after(end));
    second.end(RunEnd.STOPPED);
    assertThat(ledger("c").start()).as("once").isEqualTo(Reboots.NONE.after(end));
  }

  @Test
  void whatIsDecidedStandsEvenIfTheRunEndsWithoutAWord() {
    RebootLedger first = ledger("a");
    first.start();
    first.decided(RunEnd.AC_IMAGE);
    first.keep(Reboots.NONE.with(Failure.LINK));
    first.settle();
    assertThat(ledger("b").start())
        .isEqualTo(Reboots.NONE.with(Failure.LINK).after(RunEnd.AC_IMAGE));
  }

  @Test
  void anImageThatNeverCameUpIsWhyTheApRebooted() {
    RebootLedger first = ledger("a");
    first.start();
    first.end(RunEnd.AC_IMAGE);
    RebootLedger second = ledger("b");
    second.start();
    second.saw(new Report.FellBack("part2", "1", "never came up"));
    second.settle();
    assertThat(second.counts())
        .isEqualTo(Reboots.NONE.with(Failure.AC_INITIATED).because(RebootReason.IMAGE_ERROR));
  }

  @Test
  void aFileOfAnAgentThatKnewNoReasonsIsRead() throws Exception {
    RebootLedger first = ledger("a");
    first.start();
    first.end(RunEnd.STOPPED);
    TwinFile file = TwinFile.at(directory.resolve("reboots.state"), "reboots");
    Map<String, String> values = new LinkedHashMap<>(file.read().orElseThrow().values());
    values.remove("reason");
    values.put("end", "AC_INITIATED");
    file.write(values);
    assertThat(ledger("b").start()).isEqualTo(Reboots.NONE.after(RunEnd.AC_INITIATED));
  }

  @Test
  void anOrderlyStopIsNoFailure() {
    RebootLedger first = ledger("a");
    first.start();
    first.end(RunEnd.STOPPED);
    assertThat(ledger("b").start()).isEqualTo(Reboots.NONE);
  }

  @Test
  void anEndWithoutAWordIsACrashOfTheMachineOrOfTheAgentByItsBootId() {
    ledger("a").start();
    Reboots machine = ledger("b").start();
    assertThat(machine).isEqualTo(Reboots.NONE.with(Failure.CRASH));
    assertThat(ledger("b").start()).isEqualTo(machine.with(Failure.SOFTWARE));
  }

  @Test
  void countsOfTheRunSurviveIt() {
    RebootLedger first = ledger("a");
    Reboots lost = first.start().with(Failure.LINK).with(Failure.OTHER);
    first.keep(lost);
    first.end(RunEnd.AC_INITIATED);
    assertThat(ledger("b").start()).isEqualTo(lost.after(RunEnd.AC_INITIATED));
  }

  @Test
  void aFileThatCannotBeReadMakesTheCountsUnavailableAndIsToldAndStopsNothing() throws Exception {
    Files.writeString(directory.resolve("reboots.state"), "not a state");
    RebootLedger ledger = ledger("a");
    assertThat(ledger.start()).isEqualTo(Reboots.UNAVAILABLE);
    assertThat(errors).singleElement().asString().contains("reboots.state", "not available");
  }

  /** Cuts the power at each write from the end of one run to the start of the next. */
  @Test
  void aPowerCutBetweenAnyTwoStepsNeitherLosesAnEndNorCountsItTwice() throws Exception {
    CrashDisk before = new CrashDisk(DiskImage.of(Set.of("/", "/state"), Map.of()), Set.of());
    new RebootLedger(before.path(FILE), "a", errors::add).start();

    CrashDisk disk = new CrashDisk(before.now(), Set.of());
    new RebootLedger(disk.path(FILE), "a", errors::add).end(RunEnd.AC_INITIATED);
    RebootLedger second = new RebootLedger(disk.path(FILE), "b", errors::add);
    assertThat(second.start()).isEqualTo(Reboots.NONE.after(RunEnd.AC_INITIATED));
    Reboots noWord = Reboots.NONE.with(Failure.CRASH);
    Reboots counted = Reboots.NONE.after(RunEnd.AC_INITIATED);

    Set<Reboots> seen = new HashSet<>();
    disk.points(new CrashPoints.Budget(256, 100, 2, 1))
        .forEach(
            (op, choice, image) -> {
              CrashDisk after = new CrashDisk(image, Set.of());
              Reboots found = new RebootLedger(after.path(FILE), "c", errors::add).start();
              assertThat(found)
                  .as("after operation %d, choice %d", op, choice)
                  .isIn(noWord, counted, counted.with(Failure.CRASH));
              seen.add(found);
              return true;
            });
    assertThat(seen)
        .as("before the end is written, between, and after the next start")
        .containsExactlyInAnyOrder(noWord, counted, counted.with(Failure.CRASH));
    assertThat(errors).isEmpty();
  }
}
