package io.apfw.agent.config;

import io.apfw.agent.config.AgentConfig.HostAndPort;
import io.apfw.agent.config.YamlNode.Entry;
import io.apfw.agent.config.YamlNode.Mapping;
import io.apfw.agent.config.YamlNode.Scalar;
import io.apfw.agent.config.YamlNode.Sequence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns a YAML value into the Java value of its key's type. */
final class ValueParser {
  /** The AC's control port, RFC 5415 section 3.1. */
  private static final int CONTROL_PORT = 5246;

  private static final int HOST_CHARS_MAX = 253;
  private static final int SHOWN_CHARS_MAX = 60;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern MAC =
      Pattern.compile("[0-9a-f]{2}(?:[:.-]?[0-9a-f]{2}){5}", Pattern.CASE_INSENSITIVE);
  private static final Pattern RADIO_TYPES = Pattern.compile("(?!.*(.).*\\1)[abgn]{1,4}");
  private static final Pattern ENDPOINT =
      Pattern.compile("(?:\\[([0-9a-fA-F:.%]+)\\]|([^:\\[\\]\\s/]+))(?::([0-9]{1,5}))?");
  private static final Pattern BARE_IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:.*");

  /** The value does not fit its key. */
  static final class BadValueException extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;
    private final String value;

    BadValueException(int line, String value, String allowed) {
      super(allowed);
      this.line = line;
      this.value = value;
    }

    int line() {
      return line;
    }

    String value() {
      return value;
    }
  }

  private final Path directory;
  private final Predicate<Path> readable;

  /**
   * Begins a file.
   *
   * @param directory where relative paths begin
   */
  ValueParser(Path directory) {
    this(directory, path -> Files.isRegularFile(path) && Files.isReadable(path));
  }

  ValueParser(Path directory, Predicate<Path> readable) {
    this.directory = directory;
    this.readable = readable;
  }

  /**
   * Parses one value.
   *
   * @return Long, String, Boolean, Path, List of String, Path or HostAndPort, or SortedMap of
   *     Integer or String to String, as the key's type says
   */
  Object parse(ConfigKey key, YamlNode node) throws BadValueException {
    return switch (key.type()) {
      case NUMBER -> number(key, scalar(key, node));
      case TEXT -> text(key, scalar(key, node));
      case CHOICE -> choice(key, scalar(key, node));
      case SWITCH -> flag(key, scalar(key, node));
      case PATH -> path(key, scalar(key, node));
      case FILE -> file(key, scalar(key, node));
      case MAC -> mac(key, scalar(key, node));
      case TEXTS -> texts(key, node);
      case PATHS -> paths(key, node);
      case ENDPOINTS -> endpoints(key, node);
      case PAIRS -> pairs(key, node);
      case RADIOS -> radios(key, node);
    };
  }

  private static Scalar scalar(ConfigKey key, YamlNode node) throws BadValueException {
    if (node instanceof Scalar scalar) {
      return scalar;
    }
    throw bad(key, node);
  }

  private static Long number(ConfigKey key, Scalar scalar) throws BadValueException {
    if (NUMBER.matcher(scalar.text()).matches()) {
      long number = Long.parseLong(scalar.text());
      if (number >= key.min() && number <= key.max()) {
        return number;
      }
    }
    throw bad(key, scalar);
  }

  private static String text(ConfigKey key, Scalar scalar) throws BadValueException {
    int bytes = scalar.text().getBytes(StandardCharsets.UTF_8).length;
    boolean oneLine = scalar.text().chars().noneMatch(Character::isISOControl);
    if (!oneLine || bytes < key.min() || bytes > key.max()) {
      throw bad(key, scalar);
    }
    return scalar.text();
  }

  private static String choice(ConfigKey key, Scalar scalar) throws BadValueException {
    if (!key.choices().contains(scalar.text())) {
      throw bad(key, scalar);
    }
    return scalar.text();
  }

  private static Boolean flag(ConfigKey key, Scalar scalar) throws BadValueException {
    return switch (scalar.text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad(key, scalar);
    };
  }

  private Path path(ConfigKey key, Scalar scalar) throws BadValueException {
    try {
      if (!scalar.text().isEmpty()) {
        return directory.resolve(scalar.text()).normalize();
      }
    } catch (InvalidPathException e) {
      throw bad(key, scalar);
    }
    throw bad(key, scalar);
  }

  private Path file(ConfigKey key, Scalar scalar) throws BadValueException {
    Path file = path(key, scalar);
    if (!readable.test(file)) {
      throw new BadValueException(
          scalar.line(), shown(scalar), "no readable file there (" + file + ")");
    }
    return file;
  }

  private static String mac(ConfigKey key, Scalar scalar) throws BadValueException {
    if (!MAC.matcher(scalar.text()).matches()) {
      throw bad(key, scalar);
    }
    return scalar.text().replaceAll("[:.-]", "").toLowerCase(Locale.ROOT);
  }

  private static List<YamlNode> items(ConfigKey key, YamlNode node) throws BadValueException {
    if (node instanceof Sequence sequence
        && sequence.items().size() >= key.min()
        && sequence.items().size() <= key.max()) {
      return sequence.items();
    }
    throw bad(key, node);
  }

  private static List<String> texts(ConfigKey key, YamlNode node) throws BadValueException {
    List<String> texts = new ArrayList<>();
    for (YamlNode item : items(key, node)) {
      Scalar scalar = scalar(key, item);
      if (scalar.text().isEmpty() || scalar.text().chars().anyMatch(Character::isISOControl)) {
        throw bad(key, item);
      }
      texts.add(scalar.text());
    }
    return List.copyOf(texts);
  }

  private List<Path> paths(ConfigKey key, YamlNode node) throws BadValueException {
    List<Path> paths = new ArrayList<>();
    for (YamlNode item : items(key, node)) {
      paths.add(path(key, scalar(key, item)));
    }
    return List.copyOf(paths);
  }

  private static List<HostAndPort> endpoints(ConfigKey key, YamlNode node)
      throws BadValueException {
    List<HostAndPort> endpoints = new ArrayList<>();
    for (YamlNode item : items(key, node)) {
      endpoints.add(endpoint(key, scalar(key, item)));
    }
    return List.copyOf(endpoints);
  }

  private static HostAndPort endpoint(ConfigKey key, Scalar scalar) throws BadValueException {
    String text = scalar.text();
    if (BARE_IPV6.matcher(text).matches()) {
      return new HostAndPort(text, CONTROL_PORT);
    }
    Matcher matcher = ENDPOINT.matcher(text);
    if (!matcher.matches() || text.length() > HOST_CHARS_MAX) {
      throw bad(key, scalar);
    }
    String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    int port = matcher.group(3) == null ? CONTROL_PORT : Integer.parseInt(matcher.group(3));
    if (port < 1 || port > 65535) {
      throw new BadValueException(scalar.line(), shown(scalar), "a port is 1 to 65535");
    }
    return new HostAndPort(host, port);
  }

  private static SortedMap<String, String> pairs(ConfigKey key, YamlNode node)
      throws BadValueException {
    if (!(node instanceof Mapping mapping) || mapping.entries().size() > key.max()) {
      throw bad(key, node);
    }
    SortedMap<String, String> pairs = new TreeMap<>();
    for (Entry entry : mapping.entries()) {
      if (!(entry.value() instanceof Scalar value)
          || value.text().isEmpty()
          || (entry.key() + value.text()).chars().anyMatch(Character::isISOControl)
          || pairs.put(entry.key(), value.text()) != null) {
        throw new BadValueException(
            entry.line(), entry.key() + ": " + shown(entry.value()), key.allowed());
      }
    }
    return pairs;
  }

  private static SortedMap<Integer, String> radios(ConfigKey key, YamlNode node)
      throws BadValueException {
    if (!(node instanceof Mapping mapping) || mapping.entries().isEmpty()) {
      throw bad(key, node);
    }
    SortedMap<Integer, String> radios = new TreeMap<>();
    for (Entry entry : mapping.entries()) {
      boolean known = entry.key().matches("[1-9]|[12][0-9]|3[01]");
      if (!known
          || !(entry.value() instanceof Scalar types)
          || !RADIO_TYPES.matcher(types.text()).matches()
          || radios.put(Integer.valueOf(entry.key()), types.text()) != null) {
        throw new BadValueException(
            entry.line(), entry.key() + ": " + shown(entry.value()), key.allowed());
      }
    }
    return radios;
  }

  private static BadValueException bad(ConfigKey key, YamlNode node) {
    return new BadValueException(node.line(), shown(node), key.allowed());
  }

  /** A value on one line, as one could write it again. */
  static String whole(YamlNode node) {
    if (node instanceof Sequence sequence) {
      return sequence.items().stream()
          .map(item -> quoted(whole(item)))
          .collect(Collectors.joining(", ", "[", "]"));
    } else if (node instanceof Mapping mapping) {
      return mapping.entries().stream()
          .map(entry -> entry.key() + ": " + whole(entry.value()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return ((Scalar) node).text();
  }

  private static String quoted(String item) {
    boolean plain = !item.matches(".*[\\[\\]{}#,\"'\\s\\\\].*") && !item.contains(": ");
    return plain ? item : '"' + item.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** A value as a message shows it: on one line and not too long. */
  static String shown(YamlNode node) {
    if (node instanceof Scalar scalar) {
      String text = scalar.text().replaceAll("\\p{Cntrl}", "?");
      if (text.isEmpty()) {
        return "(empty)";
      }
      return text.length() <= SHOWN_CHARS_MAX ? text : text.substring(0, SHOWN_CHARS_MAX) + "…";
    }
    return node instanceof Sequence ? "(a list)" : "(a mapping)";
  }
}
