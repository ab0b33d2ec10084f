package io.apfw.agent.config;

import io.apfw.agent.config.LoadedConfig.Origin;
import io.apfw.agent.config.LoadedConfig.Setting;
import io.apfw.agent.config.YamlNode.Entry;
import io.apfw.agent.config.YamlNode.Mapping;
import io.apfw.agent.config.YamlNode.Scalar;
import io.apfw.storage.trust.SignerNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the configuration file, and whatever *.yaml stands in {@value #DIRECTORY} beside it, and
 * finds all mistakes in one go. The files of the directory count in the order of their names, each
 * over what was read before; so a package or a person adds a few keys without editing the file.
 */
public final class ConfigLoader {
  /** The largest configuration file. */
  public static final int FILE_BYTES_MAX = 65_536;

  /** Beside the configuration file; need not exist. */
  public static final String DIRECTORY = "conf.d";

  private static final int FILES_MAX = 64;

  /** Keys that are required by the choice of dtls.credentials. */
  private static final Map<String, Set<String>> CREDENTIALS =
      Map.of(
          "certificate", Set.of("dtls.certificate", "dtls.key", "dtls.trust"),
          "psk", Set.of("dtls.pskIdentity", "dtls.pskKeyFile"));

  /** Words of boot.control that are boards as well. */
  static final Set<String> BOARDS = Set.of("grub", "uboot");

  private final ValueParser values;
  private final Map<String, ConfigKey> keys = new LinkedHashMap<>();
  private final Set<String> sections = new TreeSet<>();
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final Map<String, Origin> origins = new TreeMap<>();
  private final Map<String, Object> found = new HashMap<>();
  private final Map<String, YamlNode> written = new HashMap<>();
  private String file = "";

  ConfigLoader(ValueParser values) {
    this.values = values;
    for (ConfigKey key : ConfigSchema.KEYS) {
      keys.put(key.path(), key);
      sections.add(key.section());
    }
  }

  /**
   * Reads, checks and completes a configuration.
   *
   * @param file YAML in UTF-8 of at most {@link #FILE_BYTES_MAX} bytes
   * @throws ConfigException with every mistake that was found
   */
  public static AgentConfig load(Path file) throws ConfigException {
    return read(file).config();
  }

  /** The same, with where each value came from. */
  public static LoadedConfig read(Path file) throws ConfigException {
    Path directory = file.toAbsolutePath().getParent();
    Path base = directory == null ? file.toAbsolutePath() : directory;
    ConfigLoader loader = new ConfigLoader(new ValueParser(base));
    loader.add(file.toString(), text(file));
    for (Path more : drop(base.resolve(DIRECTORY))) {
      loader.add(more.toString(), text(more));
    }
    return loader.finish();
  }

  private static List<Path> drop(Path directory) throws ConfigException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> files =
          entries.filter(f -> f.getFileName().toString().endsWith(".yaml")).sorted().toList();
      if (files.size() > FILES_MAX) {
        throw failed(directory, "has " + files.size() + " *.yaml, more than " + FILES_MAX);
      }
      return files;
    } catch (IOException e) {
      throw failed(directory, "cannot be read: " + e.getMessage());
    }
  }

  /** Takes one file, over what was taken before. */
  void add(String name, String text) throws ConfigException {
    file = name;
    try {
      sections(YamlReader.read(text, name));
    } catch (YamlReader.YamlException e) {
      // Nothing behind it can be trusted to mean what it says.
      throw new ConfigException(
          List.of(new ConfigProblem(name, e.line(), "", "", String.valueOf(e.getMessage()))));
    }
  }

  LoadedConfig finish() throws ConfigException {
    complete();
    if (problems.isEmpty()) {
      checkTogether();
    }
    if (!problems.isEmpty()) {
      problems.sort(
          Comparator.comparing(ConfigProblem::file)
              .thenComparingInt(p -> p.line() == 0 ? Integer.MAX_VALUE : p.line()));
      throw new ConfigException(problems);
    }
    List<Setting> settings =
        keys.values().stream()
            .map(
                key ->
                    new Setting(
                        key,
                        Optional.ofNullable(written.get(key.path())).map(ValueParser::whole),
                        Optional.ofNullable(origins.get(key.path()))))
            .toList();
    return new LoadedConfig(new ConfigAssembler(found).assemble(), settings);
  }

  private static String text(Path file) throws ConfigException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw failed(file, "larger than " + FILE_BYTES_MAX + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw failed(file, "no such file: write one as packaging/apfw.example.yaml shows");
    } catch (CharacterCodingException e) {
      throw failed(file, "not UTF-8");
    } catch (IOException e) {
      throw failed(file, "cannot be read: " + e.getMessage());
    }
  }

  private static ConfigException failed(Path file, String why) {
    return new ConfigException(List.of(new ConfigProblem(file.toString(), 0, "", "", why)));
  }

  private void sections(Mapping root) {
    for (Entry entry : root.entries()) {
      String name = entry.key();
      if (!sections.contains(name)) {
        unknown(entry, name);
      } else if (onlyOnce(entry, name)) {
        section(entry, name);
      }
    }
  }

  private void section(Entry entry, String name) {
    boolean empty = entry.value() instanceof Scalar scalar && scalar.text().isEmpty();
    if (entry.value() instanceof Mapping section) {
      leaves(name, section);
    } else if (!empty) {
      problem(
          entry.line(),
          name,
          ValueParser.shown(entry.value()),
          "a mapping with the keys " + String.join(", ", names(name)));
    }
  }

  private void leaves(String section, Mapping mapping) {
    for (Entry entry : mapping.entries()) {
      String path = section + '.' + entry.key();
      ConfigKey key = keys.get(path);
      if (key == null) {
        unknown(entry, path);
      } else if (onlyOnce(entry, path)) {
        try {
          found.put(path, values.parse(key, entry.value()));
          written.put(path, entry.value());
        } catch (ValueParser.BadValueException e) {
          problem(e.line(), path, e.value(), String.valueOf(e.getMessage()));
        }
      }
    }
  }

  /** In each file once; a later file's word replaces that of an earlier one. */
  private boolean onlyOnce(Entry entry, String path) {
    Origin before = origins.get(path);
    if (before != null && before.file().equals(file)) {
      problem(
          entry.line(), path, "", "given already in line " + before.line() + ": keep one of them");
      return false;
    }
    origins.put(path, new Origin(file, entry.line()));
    return true;
  }

  /** Puts in the defaults, through the same parser as what stands in the file. */
  private void complete() {
    for (ConfigKey key : keys.values()) {
      if (origins.containsKey(key.path())) {
        continue;
      }
      if (required(key)) {
        problem(origin(key.section()), key.path(), "", "missing: " + key.allowed());
      } else if (!key.fallback().isEmpty()) {
        try {
          found.put(key.path(), values.parse(key, fallback(key)));
        } catch (ValueParser.BadValueException e) {
          problem(
              Origin.none(file),
              key.path(),
              e.value(),
              "the default does not fit here: " + e.getMessage());
        }
      }
    }
  }

  /** The schema has dtls.credentials and boot.control before the keys that depend on them. */
  private boolean required(ConfigKey key) {
    Object chosen = found.getOrDefault("dtls.credentials", "");
    return key.required()
        || CREDENTIALS.getOrDefault(chosen, Set.of()).contains(key.path())
        || (key.path().equals("boot.copy") && "grub".equals(found.get("boot.control")));
  }

  /** A parser for each, of a hundred, takes longer than all else of the configuration. */
  private YamlNode fallback(ConfigKey key) {
    String text = key.fallback();
    if (!text.startsWith("[") && !text.startsWith("{")) {
      return new Scalar(0, text);
    }
    try {
      return YamlReader.read("v: " + text, file).entries().get(0).value();
    } catch (YamlReader.YamlException e) {
      throw new IllegalStateException("default of " + key.path(), e);
    }
  }

  private void checkTogether() {
    atLeast("discovery.maxIntervalMillis", "discovery.intervalMillis", 1);
    atLeast("timers.dataChannelDeadIntervalMillis", "timers.dataChannelKeepAliveMillis", 2);
    atLeast("timers.waitDtlsMillis", "dtls.handshakeMillis", 1);
    atLeast("update.backOffMaxMillis", "update.backOffMinMillis", 1);
    checkImageTrust();
    atLeast("cloud.backOffMaxMillis", "cloud.backOffMinMillis", 1);
    atLeast("cloud.exchangeMillis", "cloud.timeoutMillis", 1);
    new CloudChecks(found, (key, allowed) -> problem(origin(key), key, "", allowed)).run();
    if (Objects.equals(found.get("slots.part1"), found.get("slots.part2"))) {
      problem(origin("slots.part2"), "slots.part2", "", "another device than slots.part1");
    }
  }

  private void checkImageTrust() {
    if ("timestamp".equals(found.get("image.expiredSigner"))
        && !found.containsKey("image.timestampTrust")) {
      problem(
          origin("image.expiredSigner"),
          "image.timestampTrust",
          "",
          "missing: image.expiredSigner: timestamp needs it");
    }
    if (found.get("image.signers") instanceof List<?> names) {
      try {
        SignerNames.of(names.stream().map(String::valueOf).toList());
      } catch (IllegalArgumentException e) {
        problem(origin("image.signers"), "image.signers", "", String.valueOf(e.getMessage()));
      }
    }
  }

  private void atLeast(String greater, String lesser, int times) {
    if (!(found.get(greater) instanceof Long value) || !(found.get(lesser) instanceof Long other)) {
      return;
    }
    long least = times * other;
    if (value < least) {
      problem(
          origins.containsKey(greater) ? origin(greater) : origin(lesser),
          greater,
          Long.toString(value),
          "at least " + least + ": " + (times == 1 ? "" : times + " times ") + lesser);
    }
  }

  private Origin origin(String path) {
    return origins.getOrDefault(path, Origin.none(file));
  }

  private void unknown(Entry entry, String path) {
    String hint =
        Suggestion.of(path, keys.keySet(), sections)
            .map(name -> "unknown; did you mean " + name + "?")
            .orElseGet(() -> "unknown; allowed here: " + String.join(", ", siblings(path)));
    problem(entry.line(), path, "", hint);
  }

  private Set<String> siblings(String path) {
    int dot = path.indexOf('.');
    return dot < 0 ? sections : names(path.substring(0, dot));
  }

  private Set<String> names(String section) {
    return keys.values().stream()
        .filter(key -> key.section().equals(section))
        .map(ConfigKey::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void problem(int line, String key, String value, String allowed) {
    problem(new Origin(file, line), key, value, allowed);
  }

  private void problem(Origin at, String key, String value, String allowed) {
    problems.add(new ConfigProblem(at.file(), at.line(), key, value, allowed));
  }
}
