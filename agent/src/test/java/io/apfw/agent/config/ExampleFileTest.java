package io.apfw.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.config.YamlNode.Entry;
import io.apfw.agent.config.YamlNode.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example file is the keys' documentation: it has them all and says what the schema says. */
class ExampleFileTest {
  private static final Path EXAMPLE = Path.of("..", "packaging", "apfw.example.yaml");

  @Test
  void theExampleIsAValidConfiguration() throws Exception {
    ValueParser values = new ValueParser(Path.of("/etc/apfw"), path -> true);

    ConfigLoader loader = new ConfigLoader(values);
    loader.add("example", Files.readString(EXAMPLE));
    AgentConfig config = loader.finish().config();

    assertThat(config.image().family()).isEqualTo("ap1g8");
    assertThat(config.controller().addresses()).hasSize(3);
  }

  @Test
  void theExampleHasEveryKeyInTheSchemasOrderAndNoOther() throws Exception {
    List<String> inFile = new ArrayList<>();
    for (Entry section : YamlReader.read(Files.readString(EXAMPLE), "example").entries()) {
      for (Entry key : ((Mapping) section.value()).entries()) {
        inFile.add(section.key() + '.' + key.key());
      }
    }

    assertThat(inFile).isEqualTo(ConfigSchema.KEYS.stream().map(ConfigKey::path).toList());
  }

  @Test
  void everyKeysCommentGivesItsMeaningBoundsAndDefault() throws IOException {
    List<String> lines = Files.readAllLines(EXAMPLE);
    String section = "";
    StringBuilder comment = new StringBuilder();
    List<String> undocumented = new ArrayList<>();
    for (String line : lines) {
      String text = line.strip();
      if (text.startsWith("#")) {
        comment.append(text.substring(1).strip()).append(' ');
      } else if (!line.startsWith(" ") && text.endsWith(":")) {
        section = text.substring(0, text.length() - 1);
        comment.setLength(0);
      } else if (line.startsWith("  ")) {
        ConfigKey key = key(section + '.' + text.substring(0, text.indexOf(':')));
        if (!comment.toString().strip().equalsIgnoreCase(documentation(key))) {
          undocumented.add(key.path() + ": " + documentation(key));
        }
        comment.setLength(0);
      }
    }

    assertThat(undocumented).isEmpty();
  }

  private static String documentation(ConfigKey key) {
    String otherwise =
        key.required()
            ? "required"
            : key.fallback().isEmpty() ? "optional" : "default " + key.fallback();
    return key.meaning() + ' ' + key.allowed() + "; " + otherwise + '.';
  }

  private static ConfigKey key(String path) {
    return ConfigSchema.KEYS.stream()
        .filter(key -> key.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError(path + " is not in the schema"));
  }
}
