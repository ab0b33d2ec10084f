package io.apfw.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DrillTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int drill(String... arguments) {
    CommandLine line = Drill.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void listNamesEveryScenario() {
    assertThat(drill("list")).isZero();
    assertThat(out.toString().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("join-and-upgrade "))
        .anyMatch(line -> line.startsWith("image-download-cannot-start "));
  }

  @Test
  void anUnknownScenarioIsAMistakeOfUse() {
    assertThat(drill("run", "join-and-upgrad")).isEqualTo(64);
    assertThat(err.toString())
        .contains("no scenario join-and-upgrad")
        .contains("join-and-upgrade, image-download-cannot-start");
  }

  @Test
  void aBlockThatFitsNoMessageIsAMistakeOfUse() {
    assertThat(drill("run", "join-and-upgrade", "--block-bytes", "1411")).isEqualTo(64);
    assertThat(err.toString()).contains("--block-bytes 1411: 1 to 1410");
  }

  @Test
  void withoutACommandThereIsNothingToDo() {
    assertThat(drill()).isEqualTo(64);
    assertThat(err.toString()).contains("run or list");
  }
}
