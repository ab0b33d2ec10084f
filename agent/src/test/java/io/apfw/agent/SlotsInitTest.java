package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.apfw.agent.config.ConfigLoader;
import io.apfw.agent.update.ApStorage;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.boot.BootEnvironmentFile;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A new AP gets its boot environment by {@code apfw slots init}. */
class SlotsInitTest {
  private static final String TEXT =
      """
      wtp: {model: C9105AXI, serial: FGL0001, baseMac: "02:00:5E:10:00:01", vendorId: 9}
      dtls: {certificate: pem, key: pem, trust: pem}
      image: {family: ap1g8, hardware: [C9105AXI], trust: pem}
      slots: {part1: part1, part2: part2}
      boot: {environment: boot.env, commandLine: cmdline}
      scripts: {upgrade: pem, workDir: tmp}
      state: {dir: state}
      """;

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    for (String name : List.of("pem", "part1", "part2")) {
      Files.createFile(directory.resolve(name));
    }
    Files.writeString(directory.resolve("cmdline"), "quiet apfw.slot=part2\n");
    Files.writeString(directory.resolve("apfw.yaml"), TEXT);
  }

  private int run(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.add("--config=" + directory.resolve("apfw.yaml"));
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments.toArray(String[]::new));
  }

  private BootEnvironment environment() throws IOException {
    return BootEnvironmentFile.at(directory.resolve("boot.env")).read();
  }

  @Test
  void withoutAnEnvironmentCommandsSayHowToMakeIt() {
    assertThat(run("slots")).isEqualTo(ExitCode.STORAGE_IO);
    assertThat(err.toString()).contains("E307", "boot.env", "`apfw slots init` makes it");
  }

  @Test
  void theSlotThatRunsIsGoodAndFirstAndTheAgentCanStart() throws Exception {
    assertThat(run("slots", "init", "--running-version=17.3.3.26")).isZero();

    assertThat(environment())
        .isEqualTo(new BootEnvironment(SlotId.PART2, BootEntry.BAD, BootEntry.GOOD));
    assertThat(out.toString())
        .contains(
            "boot.env: part2 is good and first, part1 bad until an image is installed there",
            "Version 17.3.3.26 runs on part2")
        .doesNotContain("Warning");
    ApStorage storage = Storage.of(ConfigLoader.read(directory.resolve("apfw.yaml")).config());
    assertThat(storage.facts().inventory().running()).isEqualTo("17.3.3.26");
    assertThat(storage.table().row(SlotId.PART1).state()).isEqualTo(SlotState.EMPTY);
    assertThat(storage.table().inactive().id()).isEqualTo(SlotId.PART1);
  }

  @Test
  void anEnvironmentThatIsThereStaysAsItIs() throws Exception {
    BootEnvironment both = new BootEnvironment(SlotId.PART2, BootEntry.GOOD, BootEntry.GOOD);
    BootEnvironmentFile.at(directory.resolve("boot.env")).write(both);
    byte[] before = Files.readAllBytes(directory.resolve("boot.env"));

    assertThat(run("slots", "init", "--running-version=17.3.3.26")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("boot.env is a boot environment already, with part2 first", "--force");
    assertThat(Files.readAllBytes(directory.resolve("boot.env"))).isEqualTo(before);
    assertThat(directory.resolve("state/slots")).doesNotExist();

    assertThat(run("slots", "init", "--force")).isZero();
    assertThat(environment().part1()).isEqualTo(BootEntry.BAD);
    assertThat(out.toString()).contains("The version on part2 is not known");
  }

  @Test
  void oneThatIsLostIsMadeAnewAndTheRecordsStay() throws Exception {
    assertThat(run("slots", "init", "--running-version=17.3.3.26")).isZero();
    Files.writeString(directory.resolve("boot.env"), "not a boot environment");
    out.getBuffer().setLength(0);

    assertThat(run("slots", "init", "--json")).isZero();
    JsonObject made = JsonParser.object().from(out.toString());
    assertThat(made.getString("running")).isEqualTo("part2");
    assertThat(made.getString("version")).isEqualTo("17.3.3.26");
    assertThat(environment().first()).isEqualTo(SlotId.PART2);
  }

  @Test
  void aSystemThatDoesNotTellWhatRunsHasToBeTold() throws Exception {
    Files.writeString(directory.resolve("cmdline"), "quiet\n");

    assertThat(run("slots", "init")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("cmdline", "say --running part1 or --running part2");
    assertThat(directory.resolve("boot.env")).doesNotExist();

    assertThat(run("slots", "init", "--running=part1")).isZero();
    assertThat(environment().first()).isEqualTo(SlotId.PART1);
    assertThat(out.toString()).contains("Warning: the agent will write no slot until it can tell");
  }

  @Test
  void whatCannotBeSoIsRefusedAndNothingIsMade() throws Exception {
    assertThat(run("slots", "init", "--running=part1")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--running part1: but part2 runs");
    assertThat(run("slots", "init", "--running=part3")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--running part3: no slot");
    assertThat(run("slots", "init", "--running-version=17 3")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--running-version 17 3: letters");
    assertThat(run("slots", "--json", "init")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("options of init stand behind the word init");
    assertThat(directory.resolve("boot.env")).doesNotExist();
  }

  @Test
  void notWhileAnAgentRuns() throws Exception {
    Files.createDirectory(directory.resolve("state"));
    try (AgentLock held = AgentLock.take(directory.resolve("state")).orElseThrow()) {
      assertThat(held).isNotNull();
      assertThat(run("slots", "init", "--json")).isEqualTo(ExitCode.TRY_LATER);
    }
    assertThat(JsonParser.object().from(out.toString()).getString("error"))
        .contains("is at work on", "stop it first");
    assertThat(directory.resolve("boot.env")).doesNotExist();
  }
}
