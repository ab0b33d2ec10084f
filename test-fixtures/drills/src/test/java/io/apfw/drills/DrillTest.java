package io.apfw.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.scenario.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        .hasSize(Scenario.ALL.size())
        .anyMatch(line -> line.startsWith("join-and-upgrade "))
        .anyMatch(line -> line.startsWith("predownload "))
        .anyMatch(line -> line.startsWith("bend-lwapp-layout "))
        .allMatch(line -> line.length() <= 130, "of one line");
  }

  @Test
  void anUnknownScenarioIsAMistakeOfUse() {
    assertThat(drill("run", "join-and-upgrad")).isEqualTo(64);
    assertThat(err.toString())
        .contains("no scenario join-and-upgrad")
        .contains("of files, or one of join-and-upgrade, stored-image, ");
  }

  @Test
  void namesOrAllButNotBothAndNotNeither() {
    assertThat(drill("run")).isEqualTo(64);
    assertThat(drill("run", "--all", "join-and-upgrade")).isEqualTo(64);
  }

  @Test
  void aBlockThatFitsNoMessageIsAMistakeOfUse() {
    assertThat(drill("run", "join-and-upgrade", "--block-bytes", "1411")).isEqualTo(64);
    assertThat(err.toString()).contains("--block-bytes 1411: 1 to 1410");
  }

  @Test
  void aWindowOrAWayThatCannotBeIsAMistakeOfUse() {
    assertThat(drill("run", "join-and-upgrade", "--window", "51")).isEqualTo(64);
    assertThat(err.toString()).contains("--window 51: 1 to 50");
    assertThat(drill("run", "join-and-upgrade", "--round-trip", "-1")).isEqualTo(64);
    assertThat(err.toString()).contains("--round-trip -1: 0 to 1000");
  }

  @Test
  void noneOrTooManyAtOnceIsAMistakeOfUse() {
    assertThat(drill("run", "join-and-upgrade", "--jobs", "0")).isEqualTo(64);
    assertThat(err.toString()).contains("--jobs 0: 1 to 16");
  }

  @Test
  void whereAReportCannotGoIsSaidBeforeAnythingRuns(@TempDir Path directory) {
    for (String report : new String[] {"--json", "--junit", "--html", "--pcap"}) {
      String file = directory.resolve("nowhere/r").toString();
      assertThat(drill("run", "join-and-upgrade", report, file)).isEqualTo(64);
      assertThat(err.toString()).contains(file + " cannot be written");
      assertThat(drill("run", "--virtual", "--all", report, directory.toString())).isEqualTo(64);
    }
  }

  @Test
  void anOptionThatWouldDoNothingIsAMistakeOfUse(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("mine.yaml"), "summary: nothing\n");
    assertThat(drill("run", "--virtual", file.toString(), "--window", "2")).isEqualTo(64);
    assertThat(err.toString()).contains("--window is for live drills, not for --virtual");
    assertThat(drill("run", file.toString(), "--round-trip", "5")).isEqualTo(64);
    assertThat(err.toString()).contains("--round-trip is for a scenario's file to say");
  }

  @Test
  void aFileForTheOtherDriverIsSaid(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("mine.yaml"), "summary: x\ndrivers: virtual\n");
    assertThat(drill("run", file.toString())).isEqualTo(64);
    assertThat(err.toString()).contains("mine.yaml is for --virtual only; give ");
    Files.writeString(file, "summary: x\ndrivers: live\n");
    assertThat(drill("run", "--virtual", file.toString())).isEqualTo(64);
    assertThat(err.toString()).contains("mine.yaml is for live drills only; give ");
    assertThat(drill("run", "--virtual", directory.resolve("other.yaml").toString())).isEqualTo(78);
    assertThat(err.toString()).contains("other.yaml: no such file");
  }

  @Test
  void aLoadThatCannotBeIsAMistakeOfUse() {
    assertThat(drill("load", "--aps", "0")).isEqualTo(64);
    assertThat(err.toString()).contains("--aps 0: 1 to 10000");
    assertThat(drill("load", "--image-bytes", "20481")).isEqualTo(64);
    assertThat(err.toString()).contains("--image-bytes 20481: 0, or a multiple of 10240, at least");
    assertThat(drill("load", "--against", "127.0.0.1")).isEqualTo(64);
    assertThat(err.toString()).contains("--against needs --keys");
    assertThat(drill("load", "--running", "1")).isEqualTo(64);
    assertThat(err.toString()).contains("--running is for --against");
    assertThat(drill("run", "--virtual", "--all", "--keys", ".")).isEqualTo(64);
    assertThat(err.toString()).contains("--keys is for live drills, not for --virtual");
    assertThat(drill("load", "--keys", ".")).isEqualTo(64);
    assertThat(err.toString()).contains("--keys belongs to --against");
  }

  @Test
  void whatAnotherControllerCannotPlayIsSaid(@TempDir Path directory) throws IOException {
    String keys = directory.resolve("keys").toString();
    String there = "127.0.0.1:1";
    assertThat(drill("load", "--against", there, "--keys", keys)).isEqualTo(64);
    assertThat(err.toString()).contains("--keys " + keys + ": ap.key is not there");
    assertThat(drill("keys", keys)).isZero();
    assertThat(drill("load", "--against", "127.0.0.1:x", "--keys", keys)).isEqualTo(64);
    assertThat(err.toString()).contains("--against 127.0.0.1:x: HOST or HOST:PORT");
    assertThat(drill("load", "--against", there, "--keys", keys, "--image-bytes", "0"))
        .isEqualTo(64);
    assertThat(err.toString()).contains("--image-bytes does nothing with --against");
    assertThat(drill("run", "--against", there, "--keys", keys, "stored-image")).isEqualTo(64);
    assertThat(err.toString()).contains("--against: not stored-image, for it is none of those");
    Path file = directory.resolve("mine.yaml");
    for (String part :
        List.of(
            "events: [{at: 1 s, do: stop-controller}]",
            "events: [{blocks: 7, do: cut-power}]",
            "image: {flaw: flipped-bit}",
            "controller: {bend: zombie}")) {
      Files.writeString(file, "summary: x\n" + part + "\n");
      assertThat(drill("run", "--against", there, "--keys", keys, file.toString())).isEqualTo(64);
      assertThat(err.toString()).contains("--against: not mine, for ");
    }
  }

  @Test
  void keysAreNeverReplaced(@TempDir Path directory) throws IOException {
    assertThat(drill("keys", directory.resolve("lab").toString())).isZero();
    byte[] key = Files.readAllBytes(directory.resolve("lab/ac.key"));
    assertThat(drill("keys", directory.resolve("lab").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("has keys already");
    assertThat(directory.resolve("lab/ac.key")).hasBinaryContent(key);
  }

  @Test
  void aControllersFileIsCheckedBeforeAnythingStarts(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("ac.yaml"), "imag: {}\n");
    assertThat(drill("controller", "--config", file.toString())).isEqualTo(78);
    assertThat(err.toString())
        .contains(file + ":1: imag: unknown; allowed here: dtls, fetch, image, ");
  }

  @Test
  void aControllerWithoutKeysDoesNotStart(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("x"), "no key");
    Path file =
        Files.writeString(
            directory.resolve("ac.yaml"),
            "dtls: {key: x, certificate: x, trust: x}\nimage: {path: .}\n");
    assertThat(drill("controller", "--config", file.toString())).isEqualTo(69);
    assertThat(err.toString()).contains("the controller cannot start: ");
  }

  @Test
  void withoutACommandThereIsNothingToDo() {
    assertThat(drill()).isEqualTo(64);
    assertThat(err.toString()).contains("run, list, new, load, writes, controller, cloud or keys");
  }
}
