package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commands the command line knows. */
class MainTest {
  private static final String COMPLETION = "generate-completion";

  @Test
  void theCommandThatIsAskedForIsTheOnlyOneThatIsMade() {
    Set<String> all = Main.commandLine().getSubcommands().keySet();
    assertThat(all).contains("agent", "status", "slots");
    for (String name : all) {
      if (name.equals(COMPLETION)) {
        continue;
      }
      assertThat(Main.commandLine(name, "--help").getSubcommands()).containsOnlyKeys(name);
    }
  }

  @Test
  void whereNoneIsNamedAllAreKnownForTheHelpAndTheSuggestions() {
    Set<String> all = Main.commandLine().getSubcommands().keySet();
    assertThat(Main.commandLine("--help").getSubcommands()).containsOnlyKeys(all);
    assertThat(Main.commandLine("agnet").getSubcommands()).containsOnlyKeys(all);
    assertThat(Main.commandLine(new String[0]).getSubcommands()).containsOnlyKeys(all);
  }

  @Test
  void aShellCompletesEveryCommand() {
    StringWriter out = new StringWriter();
    assertThat(Main.commandLine(COMPLETION).setOut(new PrintWriter(out)).execute(COMPLETION))
        .isZero();
    for (String name : Main.commandLine().getSubcommands().keySet()) {
      assertThat(out.toString()).contains("_apfw_" + name.replace("-", ""));
    }
  }

  @Test
  void onlyTheServicesOwnLineGoesPastTheParser() {
    assertThat(Main.isService("agent", "--config", "/etc/apfw/apfw.yaml")).isTrue();
    assertThat(Main.isService("agent", "--config", "--help")).isFalse();
    assertThat(Main.isService("agent", "--config", "@/etc/apfw/apfw.yaml")).isFalse();
    assertThat(Main.isService("agent", "--confg", "/etc/apfw/apfw.yaml")).isFalse();
    assertThat(Main.isService("status", "--config", "/etc/apfw/apfw.yaml")).isFalse();
    assertThat(Main.isService("agent", "--config", "/etc/apfw/apfw.yaml", "-h")).isFalse();
    assertThat(Main.isService("agent")).isFalse();
  }

  @Test
  void theServiceTellsMistakesAsTheCommandLineDoes(@TempDir Path directory) throws Exception {
    Path wrong = Files.writeString(directory.resolve("apfw.yaml"), "wtp: {modell: x}\n");
    for (Path file : List.of(wrong, directory.resolve("none"))) {
      StringWriter parsed = new StringWriter();
      int code =
          Main.commandLine("agent")
              .setErr(new PrintWriter(parsed, true))
              .execute("agent", "--config", file.toString());
      StringWriter served = new StringWriter();
      assertThat(Main.serve(file, new PrintWriter(served, true))).isEqualTo(code).isEqualTo(78);
      assertThat(served.toString()).isEqualTo(parsed.toString()).contains(file.toString());
    }
  }
}
