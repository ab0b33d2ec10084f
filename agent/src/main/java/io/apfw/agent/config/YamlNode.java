package io.apfw.agent.config;

import java.util.List;

/** A YAML value and the line it begins on, counted from 1. */
sealed interface YamlNode {
  int line();

  /** Text as written; YAML's own types do not matter, the schema decides. */
  record Scalar(int line, String text) implements YamlNode {}

  record Sequence(int line, List<YamlNode> items) implements YamlNode {}

  record Mapping(int line, List<Entry> entries) implements YamlNode {}

  /** One key of a mapping; {@code line} is the key's. */
  record Entry(int line, String key, YamlNode value) {}
}
