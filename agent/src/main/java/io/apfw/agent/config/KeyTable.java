package io.apfw.agent.config;

import static io.apfw.agent.config.ConfigType.CHOICE;
import static io.apfw.agent.config.ConfigType.FILE;
import static io.apfw.agent.config.ConfigType.NUMBER;
import static io.apfw.agent.config.ConfigType.PATH;
import static io.apfw.agent.config.ConfigType.SWITCH;
import static io.apfw.agent.config.ConfigType.TEXT;

import java.util.ArrayList;
import java.util.List;

/** Takes the keys, section by section, with short words for the usual kinds. */
final class KeyTable {
  static final long MILLIS_MIN = 10;
  static final long MILLIS_MAX = 3_600_000;
  static final long DAY_MILLIS = 86_400_000;
  static final long COUNT_MAX = 1_000;
  static final String MILLIS = "milliseconds";
  static final String BYTES = "bytes";

  private final List<ConfigKey> keys = new ArrayList<>();

  List<ConfigKey> keys() {
    return List.copyOf(keys);
  }

  void millis(String path, long fallback, String meaning) {
    number(path, MILLIS_MIN, MILLIS_MAX, MILLIS, Long.toString(fallback), meaning);
  }

  void number(String path, long min, long max, String unit, String fallback, String meaning) {
    add(path, NUMBER, unit, min, max, fallback, false, meaning);
  }

  void text(String path, long min, long max, String fallback, boolean required, String meaning) {
    add(path, TEXT, BYTES, min, max, fallback, required, meaning);
  }

  void path(String path, String fallback, boolean required, String meaning) {
    add(path, PATH, "", 0, 0, fallback, required, meaning);
  }

  void file(String path, String meaning) {
    add(path, FILE, "", 0, 0, "", true, meaning);
  }

  void optionalFile(String path, String meaning) {
    add(path, FILE, "", 0, 0, "", false, meaning);
  }

  void flag(String path, String meaning) {
    add(path, SWITCH, "", 0, 0, "false", false, meaning);
  }

  void list(String path, ConfigType type, long min, long max, String fallback, String meaning) {
    add(path, type, "", min, max, fallback, false, meaning);
  }

  void choice(String path, List<String> choices, String fallback, String meaning) {
    keys.add(new ConfigKey(path, CHOICE, "", 0, 0, choices, fallback, false, meaning));
  }

  void add(
      String path,
      ConfigType type,
      String unit,
      long min,
      long max,
      String fallback,
      boolean required,
      String meaning) {
    keys.add(new ConfigKey(path, type, unit, min, max, List.of(), fallback, required, meaning));
  }
}
