package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HangRecoveryTest {
  @TempDir Path dir;

  @Test
  void aBoardWithBothHasNothingMissing() throws IOException {
    Files.createFile(dir.resolve("watchdog"));
    assertThat(missing("quiet panic=10 apfw.slot=part1\n")).isEmpty();
    Files.delete(dir.resolve("watchdog"));
    Files.createDirectories(dir.resolve("class/watchdog0"));
    assertThat(missing("panic=0 panic=-1")).isEmpty();
  }

  @Test
  void whatIsMissingIsNamedWithWhatToDo() throws IOException {
    assertThat(missing("quiet nopanic=1 panic"))
        .satisfiesExactly(
            panic -> assertThat(panic).contains("has no panic=", "add panic=10"),
            watchdog -> assertThat(watchdog).contains("watchdog", "softdog"));
    assertThat(missing("panic=10 panic=0")).first().asString().contains("says panic=0");
  }

  @Test
  void aCommandLineThatCannotBeReadIsNoFailure() {
    assertThat(new HangRecovery(dir.resolve("none"), dir, dir.resolve("class")).missing())
        .hasSize(2);
  }

  private List<String> missing(String commandLine) throws IOException {
    Path file = Files.writeString(dir.resolve("cmdline"), commandLine);
    return new HangRecovery(file, dir, dir.resolve("class")).missing();
  }
}
