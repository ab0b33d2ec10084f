package io.apfw.drills.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlMapTest {
  private enum Mode {
    LOCAL,
    FAR_AWAY
  }

  @TempDir private Path directory;

  private YamlMap map(String text) throws YamlException {
    return YamlMap.of("lab.yaml", directory, text);
  }

  @Test
  void valuesAndFallbacks() throws YamlException, IOException {
    Path file = Files.writeString(directory.resolve("key"), "");
    YamlMap map = map("name: lab\nways:\n  mode: far-away\n  hops: 3\n  key: key\n  at: .\n");

    assertThat(map.text("name")).contains("lab");
    YamlMap ways = map.section("ways");
    assertThat(ways.choice("mode", Mode.class, Mode.LOCAL)).isEqualTo(Mode.FAR_AWAY);
    assertThat(ways.choice("other", Mode.class, Mode.LOCAL)).isEqualTo(Mode.LOCAL);
    assertThat(ways.number("hops", 1, 3, 9)).isEqualTo(3);
    assertThat(ways.number("more", 1, 3, 9)).isEqualTo(9);
    assertThat(ways.file("key")).contains(file);
    assertThat(ways.directory("at")).contains(directory);
    assertThat(map.section("none").text("at")).isEmpty();
    map.end();
  }

  @Test
  void everyMistakeAtOnceInTheOrderOfTheLines() throws YamlException {
    YamlMap map =
        map(
            "nam: lab\nways:\n  mode: far\n  hops: 4\n  hops: 5\n  key: nokey\n  at: [1]\nflat: x\n");
    map.text("name");
    YamlMap ways = map.section("ways");
    ways.choice("mode", Mode.class, Mode.LOCAL);
    ways.number("hops", 1, 3, 1);
    ways.file("key");
    ways.text("at");
    map.section("flat").missing("size", "a number");

    assertThatThrownBy(map::end)
        .isInstanceOf(YamlException.class)
        .hasMessage(
            """
            lab.yaml:1: nam: unknown; allowed here: flat, name, ways
            lab.yaml:3: ways.mode: far: local, far-away
            lab.yaml:4: ways.hops: 4: 1 to 3
            lab.yaml:5: ways.hops: given already in line 4: keep one of them
            lab.yaml:6: ways.key: nokey: a readable file, which %s/nokey is not
            lab.yaml:7: ways.at: (a list): a line of text
            lab.yaml:8: flat: x: a mapping of keys to values
            lab.yaml:8: flat.size: missing: a number"""
                .formatted(directory));
  }

  @Test
  void whatIsNoYamlAndWhatIsNoMapping() {
    assertThatThrownBy(() -> map("a: [")).hasMessageStartingWith("lab.yaml:1: not YAML: ");
    assertThatThrownBy(() -> map("- 1").end())
        .hasMessage("lab.yaml:1: (a list): a mapping of keys to values");
    assertThatThrownBy(() -> YamlMap.read(directory.resolve("none")))
        .hasMessageEndingWith("none: no such file");
  }

  @Test
  void anEmptyFileHasNoKeys() throws YamlException {
    YamlMap map = map("# nothing\n");
    assertThat(map.has("name")).isFalse();
    map.end();
  }

  @Test
  void aNumberIsANumber() throws YamlException {
    YamlMap map = map("hops: many\n");
    assertThat(map.number("hops", 1, 3, 2)).isEqualTo(2);
    assertThatThrownBy(map::end).hasMessage("lab.yaml:1: hops: many: 1 to 3");
  }
}
