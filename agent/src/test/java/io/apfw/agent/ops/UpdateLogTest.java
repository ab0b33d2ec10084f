package io.apfw.agent.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.report.Report;
import io.apfw.update.ScriptVerb;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateLogTest {
  private static final Report PRECHECK = new Report.ScriptStarted(ScriptVerb.PRECHECK);
  private static final Report FAILED =
      new Report.UpdateFailed(new UpdateFailure(Cause.SIGNATURE_BAD, "x"), "part1 is bad");

  @TempDir private Path directory;
  private final List<String> errors = new ArrayList<>();

  private UpdateLog log() {
    return new UpdateLog(
        directory.resolve("logs").resolve("update.log"),
        () -> Instant.parse("2026-11-21T02:44:08.5821Z"),
        errors::add);
  }

  private String read(String name) throws Exception {
    return Files.readString(directory.resolve("logs").resolve(name));
  }

  private void write(Report... reports) {
    try (UpdateLog log = log()) {
      for (Report report : reports) {
        log.saw(report);
      }
    }
  }

  @Test
  void aLogBeginsWithTheVersionsAndPrecheckAndGoesOnBehindTheReboot() throws Exception {
    write(
        new Report.StateEntered("Join"),
        new Report.VersionsCompared("1", "2", "3"),
        PRECHECK,
        new Report.BlockReceived(1, 10),
        new Report.TransferEnded(1, 10, 10),
        new Report.SlotActivated("part1", "3", 3),
        new Report.StateEntered("Reset"),
        new Report.Rebooting("Image Upgrade"));
    write(
        new Report.AgentStarted("part1", "3"),
        new Report.TrialStarted("part1", "3", 1000),
        new Report.StateEntered("Run"),
        new Report.TrialPassed("part1", "3"),
        new Report.StateEntered("Discovery"));
    assertThat(read("update.log").lines())
        .containsExactly(
            "[*11/21/2026 02:44:08.5821] AP image version 1 backup 2, Controller 3",
            "[*11/21/2026 02:44:08.5821] Script PRECHECK",
            "[*11/21/2026 02:44:08.5821] > 10 bytes, 1 msgs, 10 last",
            "[*11/21/2026 02:44:08.5821] activate part1, set BOOT to part1, 3 tries",
            "[*11/21/2026 02:44:08.5821] AP primary version after reload: 3",
            "[*11/21/2026 02:44:08.5821] Rebooting (reason : Image Upgrade)",
            "[*11/21/2026 02:44:08.5821] Trial of part1, version 3: 1 s to reach a controller or"
                + " cloud",
            "[*11/21/2026 02:44:08.5821] CAPWAP State: Run",
            "[*11/21/2026 02:44:08.5821] Trial passed: part1 is good, version 3");
  }

  @Test
  void theNextUpdateBeginsAnotherAndAFewOldOnesStay() throws Exception {
    for (int i = 0; i < 6; i++) {
      write(new Report.VersionsCompared("1", "2", "v" + i), PRECHECK, FAILED);
    }
    try (Stream<Path> files = Files.list(directory.resolve("logs"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("update.log", "update.log.1", "update.log.2", "update.log.3");
    }
    assertThat(read("update.log")).contains("Controller v5").contains("E111");
    assertThat(read("update.log.3")).contains("Controller v2");
  }

  @Test
  void aTalkativeScriptDoesNotFillThePartitionNorHideTheOutcome() throws Exception {
    try (UpdateLog log = log()) {
      log.saw(PRECHECK);
      for (int i = 0; i < 3000; i++) {
        log.saw(new Report.ScriptLine("x".repeat(5000)));
      }
      log.saw(FAILED);
    }
    String text = read("update.log");
    assertThat(text.length()).isLessThanOrEqualTo(UpdateLog.BYTES_MAX);
    assertThat(text).containsOnlyOnce("Further lines are left out");
    assertThat(text.lines().toList().get((int) text.lines().count() - 1)).contains("E111");
  }

  @Test
  void aReaderGetsAllThatWasSaid() throws Exception {
    try (UpdateLog log = log()) {
      assertThat(readBy(log)).as("before the first update").isEmpty();
      log.saw(PRECHECK);
      log.saw(FAILED);
      assertThat(readBy(log)).isEqualTo(read("update.log")).contains("E111");
    }
  }

  private static String readBy(UpdateLog log) throws Exception {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    log.read(read::complete);
    return new String(read.get(30, TimeUnit.SECONDS), StandardCharsets.UTF_8);
  }

  @Test
  void aDiskThatRefusesIsToldOnceAndStopsNothing() throws Exception {
    Files.writeString(directory.resolve("logs"), "a file where the directory should be");
    write(PRECHECK, FAILED, PRECHECK, FAILED);
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0)).contains("update.log");
  }
}
