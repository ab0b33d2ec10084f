package io.apfw.agent.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.Patience;
import io.apfw.agent.scripts.ScriptOutcome.End;
import io.apfw.update.ScriptVerb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptRunnerTest {
  private static final ScriptLimits LIMITS = new ScriptLimits(20_000, 20, 40);

  @TempDir Path dir;

  private final List<String> lines = new ArrayList<>();

  private ScriptOutcome run(String script, ScriptLimits limits) throws IOException {
    Path file = Files.writeString(dir.resolve("up grade.sh"), script);
    return new ScriptRunner(file, ScriptRunner.DEFAULT_PATH, limits)
        .run(ScriptVerb.PREDOWNLOAD, place(), image(), lines::add);
  }

  private ScriptPlace place() {
    return new ScriptPlace(
        "file",
        "part2",
        "part1",
        dir.resolve("part2"),
        dir.resolve("part1"),
        dir,
        dir,
        Optional.of(dir.resolve("con fig")),
        Optional.empty());
  }

  private static ScriptImage image() {
    return new ScriptImage(
        Optional.of("ap1g8"),
        Optional.of("17.9.4.27"),
        Optional.of("ap1g8"),
        OptionalLong.of(70_512_640),
        OptionalLong.empty());
  }

  @Test
  void deliversLinesInOrderAndTheExitCode() throws IOException {
    ScriptOutcome outcome =
        run("echo one; echo two; echo no room >&2; printf last; exit 71\n", LIMITS);

    assertThat(lines).containsExactly("one", "two", "last");
    assertThat(outcome)
        .isEqualTo(
            new ScriptOutcome(ScriptVerb.PREDOWNLOAD, End.EXITED, 71, List.of("no room"), 0));
    assertThat(outcome.describe()).isEqualTo("PREDOWNLOAD exit code 71: no room");
    assertThat(outcome.succeeded()).isFalse();
  }

  @Test
  void theScriptSeesItsVariablesAndNothingElse() throws IOException {
    run("echo \"$#:$1\"; env | sort\n", new ScriptLimits(20_000, 100, 4000));

    assertThat(lines.get(0)).isEqualTo("1:PREDOWNLOAD");
    assertThat(lines.subList(1, lines.size()))
        .filteredOn(line -> !line.startsWith("PWD=") && !line.startsWith("OLDPWD="))
        .containsExactly(
            "APFW_ACTIVE=part2",
            "APFW_ACTIVE_DEVICE=" + dir.resolve("part2"),
            "APFW_BOARD=file",
            "APFW_CONFIG_DIR=" + dir.resolve("con fig"),
            "APFW_FAMILY=ap1g8",
            "APFW_IMAGE_NAME=ap1g8",
            "APFW_INACTIVE=part1",
            "APFW_REQUIRED_BYTES=70512640",
            "APFW_STATE_DIR=" + dir,
            "APFW_TARGET_DEVICE=" + dir.resolve("part1"),
            "APFW_VERSION=17.9.4.27",
            "APFW_WORK_DIR=" + dir,
            "LC_ALL=C",
            "PATH=" + ScriptRunner.DEFAULT_PATH);
  }

  @Test
  void outputIsBoundedInLinesAndInLineLength() throws IOException {
    ScriptOutcome outcome =
        run(
            "printf '%0100d\\n' 0; i=0; while [ $i -lt 30 ]; do echo $i; echo e$i >&2;"
                + " i=$((i+1)); done\n",
            LIMITS);

    assertThat(lines).hasSize(20);
    assertThat(lines.get(0)).isEqualTo("0".repeat(40));
    assertThat(lines.get(19)).isEqualTo("18");
    assertThat(outcome.droppedLines()).isEqualTo(11);
    assertThat(outcome.errorTail()).hasSize(ScriptOutcome.ERROR_LINES_MAX).endsWith("e28", "e29");
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() throws IOException {
    run("printf 'a\\033[2Jb\\rc\\n'\n", LIMITS);

    assertThat(lines).containsExactly("a?[2Jb?c");
  }

  @Test
  void atTheDeadlineTheWholeTreeIsKilled() throws Exception {
    ScriptOutcome outcome =
        run(
            "sh -c 'sleep 1000 & echo $!; wait' & echo $!; wait\n",
            new ScriptLimits(1_500, 20, 40));

    assertThat(outcome.end()).isEqualTo(End.TIMED_OUT);
    assertThat(outcome.describe()).isEqualTo("PREDOWNLOAD killed at its deadline");
    assertThat(lines).hasSize(2);
    for (String pid : lines) {
      Optional<ProcessHandle> child = ProcessHandle.of(Long.parseLong(pid));
      if (child.isPresent()) {
        child.get().onExit().get(Patience.SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void anEndlessPrinterIsKilledToo() throws IOException {
    ScriptOutcome outcome = run("while :; do echo y; done\n", new ScriptLimits(300, 20, 40));

    assertThat(outcome.end()).isEqualTo(End.TIMED_OUT);
    assertThat(lines).hasSize(20);
    assertThat(outcome.droppedLines()).isPositive();
  }

  @Test
  void aProcessLeftBehindWithThePipeDoesNotHoldTheRunner() throws IOException {
    ScriptOutcome outcome = run("sleep 1000 & echo $!; exit 0\n", LIMITS);

    assertThat(outcome.succeeded()).isTrue();
    assertThat(lines).hasSize(1);
    ProcessHandle.of(Long.parseLong(lines.get(0))).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void anInterruptKillsTheScriptAndStaysSet() throws IOException {
    Thread.currentThread().interrupt();
    ScriptOutcome outcome = run("sleep 1000\n", LIMITS);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome.end()).isEqualTo(End.INTERRUPTED);
  }

  @Test
  void aMissingShellIsAnOutcome() {
    ScriptOutcome outcome =
        new ScriptRunner(dir.resolve("x.sh"), "/no/such/shell", "/bin", LIMITS)
            .run(ScriptVerb.ABORT, place(), ScriptImage.NONE, lines::add);

    assertThat(outcome.end()).isEqualTo(End.BROKEN);
    assertThat(outcome.lastErrorLine()).contains("/no/such/shell");
  }
}
