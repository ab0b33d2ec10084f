package io.apfw.drills.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping of a YAML file, asked key by key. Each question says what is allowed; what does not fit
 * is kept, the answer is then the fallback, and {@link #end} tells all mistakes at once: those, and
 * the keys that nobody asked for.
 */
public final class YamlMap {
  /** The largest file. */
  public static final int FILE_BYTES_MAX = 65_536;

  private static final int SHOWN_CHARS_MAX = 60;

  private final Source source;
  private final String path;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final TreeSet<String> asked = new TreeSet<>();
  private final List<YamlMap> sections = new ArrayList<>();

  /** The whole file. */
  private record Source(String name, Path directory, List<Mistake> mistakes) {}

  private record Mistake(int line, String text) {}

  private YamlMap(Source source, String path, int line) {
    this.source = source;
    this.path = path;
    this.line = line;
  }

  /**
   * Reads a file.
   *
   * @param file YAML in UTF-8 with a mapping at its top, at most {@value #FILE_BYTES_MAX} bytes
   */
  public static YamlMap read(Path file) throws YamlException {
    Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    return of(file.toString(), directory, text(file));
  }

  /**
   * Reads a text.
   *
   * @param name what mistakes call it
   * @param directory where relative paths begin
   */
  public static YamlMap of(String name, Path directory, String text) throws YamlException {
    LoadSettings settings =
        LoadSettings.builder().setLabel(name).setCodePointLimit(FILE_BYTES_MAX).build();
    YamlMap map = new YamlMap(new Source(name, directory, new ArrayList<>()), "", 0);
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      root.ifPresent(map::take);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
      throw new YamlException(List.of(name + ':' + line + ": not YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      throw new YamlException(List.of(name + ": not YAML: " + e.getMessage()));
    }
    return map;
  }

  private static String text(Path file) throws YamlException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw new YamlException(List.of(file + ": larger than " + FILE_BYTES_MAX + " bytes"));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new YamlException(List.of(file + ": no such file"));
    } catch (CharacterCodingException e) {
      throw new YamlException(List.of(file + ": not UTF-8"));
    } catch (IOException e) {
      throw new YamlException(List.of(file + ": cannot be read: " + e.getMessage()));
    }
  }

  private void take(Node node) {
    if (!(node instanceof MappingNode mapping)) {
      mistake(line(node), path, shown(node), "a mapping of keys to values");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      int keyLine = line(tuple.getKeyNode());
      if (key.isEmpty()) {
        mistake(keyLine, path, "", "a key must be a word");
      } else if (lines.putIfAbsent(key, keyLine) != null) {
        mistake(
            keyLine,
            full(key),
            "",
            "given already in line " + lines.get(key) + ": keep one of them");
      } else {
        values.put(key, tuple.getValueNode());
      }
    }
  }

  /** Whether the key is there. */
  public boolean has(String key) {
    asked.add(key);
    return values.containsKey(key);
  }

  /** A mapping within this one; an empty one where there is none. */
  public YamlMap section(String key) {
    asked.add(key);
    YamlMap section = new YamlMap(source, full(key), lines.getOrDefault(key, line));
    Node node = values.get(key);
    if (node != null && !(node instanceof ScalarNode scalar && scalar.getValue().isEmpty())) {
      section.take(node);
    }
    sections.add(section);
    return section;
  }

  /** The mappings of a list, in order; none where there is no list. */
  public List<YamlMap> list(String key) {
    List<YamlMap> items = new ArrayList<>();
    for (Node item : sequence(key, "a list of mappings")) {
      YamlMap map = new YamlMap(source, full(key) + '[' + items.size() + ']', line(item));
      map.take(item);
      items.add(map);
    }
    sections.addAll(items);
    return items;
  }

  /** A mapping of any words to lines of text, in the order of the file. */
  public Map<String, String> words(String key) {
    Map<String, String> words = new LinkedHashMap<>();
    YamlMap section = section(key);
    for (String word : List.copyOf(section.values.keySet())) {
      section.text(word).ifPresent(text -> words.put(word, text));
    }
    return words;
  }

  /** The lines of text of a list, or a single one; none where there is nothing. */
  public List<String> texts(String key) {
    if (values.get(key) instanceof ScalarNode) {
      return text(key).map(List::of).orElse(List.of());
    }
    List<String> items = new ArrayList<>();
    for (Node item : sequence(key, "a line of text, or a list of them")) {
      if (item instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
        items.add(scalar.getValue());
      } else {
        mistake(line(item), full(key), shown(item), "a line of text");
      }
    }
    return items;
  }

  private List<Node> sequence(String key, String allowed) {
    asked.add(key);
    Node node = values.get(key);
    if (node == null || node instanceof SequenceNode) {
      return node == null ? List.of() : ((SequenceNode) node).getValue();
    }
    wrong(key, allowed);
    return List.of();
  }

  /** A line of text, without control characters. */
  public Optional<String> text(String key) {
    return text(key, text -> true, "a line of text");
  }

  /** The same, which is to be of a kind; {@code allowed} says which. */
  public Optional<String> text(String key, Predicate<String> fits, String allowed) {
    Optional<ScalarNode> scalar = scalar(key, allowed);
    String text = scalar.map(ScalarNode::getValue).orElse("");
    if (scalar.isPresent()
        && (text.isEmpty() || text.chars().anyMatch(Character::isISOControl) || !fits.test(text))) {
      wrong(key, allowed);
      return Optional.empty();
    }
    return scalar.map(ScalarNode::getValue);
  }

  /** A list of words; none where there is no such key. */
  public List<String> texts(String key, String allowed) {
    asked.add(key);
    Node node = values.get(key);
    List<String> texts = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        texts.add(item instanceof ScalarNode scalar ? scalar.getValue() : "");
      }
    }
    if (node != null && (texts.isEmpty() || texts.contains(""))) {
      wrong(key, allowed);
      return List.of();
    }
    return texts;
  }

  /** A path, whether there is something or not; a relative one begins at this file's directory. */
  public Path path(String key, String fallback) {
    return path(key, path -> true, "a path")
        .orElseGet(() -> source.directory().resolve(fallback).normalize());
  }

  /** A whole number in bounds. */
  public int number(String key, int min, int max, int fallback) {
    String allowed = min + " to " + max;
    Optional<ScalarNode> scalar = scalar(key, allowed);
    if (scalar.isEmpty()) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(scalar.get().getValue());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as a number out of bounds is.
    }
    wrong(key, allowed);
    return fallback;
  }

  /** A time with its unit, such as {@code 20 ms}, {@code 3 s}, {@code 5 min} or {@code 1 h}. */
  public Optional<Duration> time(String key) {
    return text(key, Quantity::isTime, "a time, such as 20 ms, 3 s, 5 min or 1 h")
        .map(Quantity::time);
  }

  /** A size in bytes, such as {@code 1377}, {@code 256 KiB} or {@code 2 MiB}. */
  public Optional<Long> bytes(String key) {
    return text(key, Quantity::isSize, "a size, such as 70512640, 256 KiB or 2 MiB")
        .map(Quantity::bytes);
  }

  /** A part of a hundred, such as {@code 2 %} or {@code 0.5 %}, in parts of a thousand. */
  public int perMille(String key) {
    return text(key, Quantity::isPart, "a part from 0 % to 100 %, such as 0.5 %")
        .map(Quantity::perMille)
        .orElse(0);
  }

  /** One of the constants, in lower case and with hyphens. */
  public <E extends Enum<E>> E choice(String key, Class<E> kind, E fallback) {
    String allowed =
        Arrays.stream(kind.getEnumConstants()).map(YamlMap::word).collect(Collectors.joining(", "));
    Optional<ScalarNode> scalar = scalar(key, allowed);
    if (scalar.isEmpty()) {
      return fallback;
    }
    for (E constant : kind.getEnumConstants()) {
      if (word(constant).equals(scalar.get().getValue())) {
        return constant;
      }
    }
    wrong(key, allowed);
    return fallback;
  }

  /** How a constant is written in a file: in lower case, with hyphens. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A file that can be read; a relative path begins at this file's directory. */
  public Optional<Path> file(String key) {
    return path(
        key, file -> Files.isRegularFile(file) && Files.isReadable(file), "a readable file");
  }

  /** A directory that is there. */
  public Optional<Path> directory(String key) {
    return path(key, Files::isDirectory, "a directory");
  }

  private Optional<Path> path(String key, Predicate<Path> fits, String allowed) {
    Optional<String> text = text(key);
    try {
      Optional<Path> path = text.map(name -> source.directory().resolve(name).normalize());
      if (path.isEmpty() || fits.test(path.get())) {
        return path;
      }
      wrong(key, allowed + ", which " + path.get() + " is not");
    } catch (InvalidPathException e) {
      wrong(key, allowed);
    }
    return Optional.empty();
  }

  private Optional<ScalarNode> scalar(String key, String allowed) {
    asked.add(key);
    @Nullable Node node = values.get(key);
    if (node == null || node instanceof ScalarNode) {
      return Optional.ofNullable((ScalarNode) node);
    }
    wrong(key, allowed);
    return Optional.empty();
  }

  /** Says that the value of a key is not what is allowed. */
  public void wrong(String key, String allowed) {
    Node node = values.get(key);
    mistake(lines.getOrDefault(key, line), full(key), node == null ? "" : shown(node), allowed);
  }

  /** Says that a key is missing. */
  public void missing(String key, String allowed) {
    mistake(line, full(key), "", "missing: " + allowed);
  }

  /**
   * Ends the questions to this mapping and all its sections.
   *
   * @throws YamlException with every mistake, in the order of the lines
   */
  public void end() throws YamlException {
    refuseStrangers();
    if (!source.mistakes().isEmpty()) {
      throw new YamlException(
          source.mistakes().stream()
              .sorted(Comparator.comparingInt(Mistake::line))
              .map(Mistake::text)
              .toList());
    }
  }

  private void refuseStrangers() {
    for (String key : values.keySet()) {
      if (!asked.contains(key)) {
        mistake(
            lines.getOrDefault(key, line),
            full(key),
            "",
            "unknown; allowed here: " + String.join(", ", asked));
      }
    }
    sections.forEach(YamlMap::refuseStrangers);
  }

  private void mistake(int at, String key, String value, String allowed) {
    StringBuilder text = new StringBuilder(source.name());
    if (at > 0) {
      text.append(':').append(at);
    }
    for (String part : new String[] {key, value, allowed}) {
      if (!part.isEmpty()) {
        text.append(": ").append(part);
      }
    }
    source.mistakes().add(new Mistake(at, text.toString()));
  }

  private String full(String key) {
    return path.isEmpty() ? key : path + '.' + key;
  }

  private static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }

  private static String shown(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      return node instanceof MappingNode ? "(a mapping)" : "(a list)";
    }
    String text = scalar.getValue().replaceAll("\\p{Cntrl}", "?");
    if (text.isEmpty()) {
      return "(empty)";
    }
    return text.length() <= SHOWN_CHARS_MAX ? text : text.substring(0, SHOWN_CHARS_MAX) + "...";
  }
}
