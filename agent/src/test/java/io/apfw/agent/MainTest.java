package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which commands the command line knows. */
class MainTest {
  @Test
  void theCommandThatIsAskedForIsTheOnlyOneThatIsMade() {
    Set<String> all = Main.commandLine().getSubcommands().keySet();
    assertThat(all).contains("agent", "status", "slots");
    for (String name : all) {
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
}
