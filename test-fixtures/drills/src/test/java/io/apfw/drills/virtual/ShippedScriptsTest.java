package io.apfw.drills.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.report.Played;
import io.apfw.drills.text.Library;
import io.apfw.drills.text.Script;
import io.apfw.drills.text.ScriptReader;
import io.apfw.drills.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code drill run --all --virtual}. */
class ShippedScriptsTest {
  private static final Path TOP = Path.of("../..");

  static Stream<Arguments> scripts() throws IOException, YamlException {
    return new Library(Optional.of(TOP))
        .all().stream()
            .filter(script -> script.drivers().contains(Script.Driver.VIRTUAL))
            .map(script -> Arguments.of(script.name(), script));
  }

  @Test
  void theTemplateOfDrillNewHolds() throws IOException, YamlException {
    Script script = ScriptReader.read(TOP.resolve("test-fixtures/drills/scenario.example.yaml"));
    assertThat(VirtualStage.play(script, 1).failed()).isEmpty();
  }

  @Test
  void theDefaultsInTheTemplateAreTheReaders() throws IOException, YamlException {
    Script shown = ScriptReader.read(TOP.resolve("test-fixtures/drills/scenario.example.yaml"));
    Script plain = ScriptReader.of("plain", "summary: nothing but this\n");
    assertThat(shown.aps()).isEqualTo(plain.aps());
    assertThat(shown.image()).isEqualTo(plain.image());
    assertThat(shown.controller()).isEqualTo(plain.controller());
    assertThat(shown.network()).isEqualTo(plain.network());
    assertThat(shown.expected().within()).isEqualTo(plain.expected().within());
    assertThat(shown.expected().quiet()).isEqualTo(plain.expected().quiet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  void holds(String name, Script script) {
    Played played = VirtualStage.play(script, 1);
    assertThat(played.failed()).as(name).isEmpty();
    assertThat(played.stories()).hasSize(script.aps().count());
  }
}
