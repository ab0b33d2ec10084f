package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
}
