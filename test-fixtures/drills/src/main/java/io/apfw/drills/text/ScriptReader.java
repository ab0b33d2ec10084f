package io.apfw.drills.text;

import io.apfw.capwap.wire.element.ImageWindow;
import io.apfw.drills.controller.Bend;
import io.apfw.drills.controller.ControllerConfig;
import io.apfw.drills.lab.ImageServer;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.text.Script.Disk;
import io.apfw.drills.text.Script.Driver;
import io.apfw.drills.text.Script.Event;
import io.apfw.drills.text.Script.Flaw;
import io.apfw.drills.text.Script.What;
import io.apfw.drills.text.Script.When;
import io.apfw.drills.yaml.YamlException;
import io.apfw.drills.yaml.YamlMap;
import io.apfw.storage.slot.SlotId;
import io.apfw.update.Offer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads scenarios; every mistake is named by file, line, key and what is allowed. */
public final class ScriptReader {
  /** How a scenario's file ends. */
  public static final String ENDING = ".yaml";

  private static final int APS_MAX = 10_000;
  private static final int MTU_MIN = 576;
  private static final int EXTENSIONS_MAX = 100;
  private static final long IMAGE_BYTES_MIN = 1_024;
  private static final long IMAGE_BYTES_MAX = 1L << 30;
  private static final int BLOCK_BYTES = 1_377;
  private static final Duration DEFAULT_WITHIN = Duration.ofMinutes(10);
  static final String IMAGE_VERSION = "17.9.4.27";
  static final Script.Aps APS =
      new Script.Aps(
          1, "17.3.3.26", "8.10.130.0", Duration.ZERO, Duration.ofMinutes(5), 3, Disk.WELL);

  private static final Instant CLOCK_MIN = Instant.EPOCH;
  private static final Instant CLOCK_END = Instant.parse("2200-01-01T00:00:00Z");
  private static final String INSTANT =
      "a time of the years 1970 to 2199, such as 2019-01-01T00:00:00Z";
  private static final String VERSION = "a version, such as 17.9.4.27";
  private static final String VERSION_OR_NOTHING = VERSION + ", or nothing";
  private static final Pattern SLOT =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]* (EMPTY|BAD|VERIFIED|TRIAL|GOOD)");
  private static final List<String> STATES =
      List.of(
          "Discovery",
          "Sulking",
          "DTLS Setup",
          "Join",
          "Image Data",
          "Configure",
          "Data Check",
          "Run",
          "Reset",
          "DTLS Teardown");

  private ScriptReader() {}

  /** Reads a file. */
  public static Script read(Path file) throws YamlException {
    Path last = Optional.ofNullable(file.getFileName()).orElse(file);
    String name = last.toString();
    return script(
        YamlMap.read(file),
        name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name);
  }

  /**
   * Reads a text.
   *
   * @param name the scenario's
   */
  public static Script of(String name, String text) throws YamlException {
    return script(YamlMap.of(name + ENDING, Path.of(""), text), name);
  }

  private static Script script(YamlMap root, String name) throws YamlException {
    if (!root.has("summary")) {
      root.missing("summary", "what it shows, in one line");
    }
    String summary = root.text("summary").orElse("");
    Script.Aps aps = aps(root.section("aps"));
    Script.Image image = image(root.section("image"));
    Script.Controller controller = controller(root.section("controller"), image.version());
    Optional<Script.Controller> standIn =
        root.has("standIn")
            ? Optional.of(controller(root.section("standIn"), image.version()))
            : Optional.empty();
    Optional<Script.FileServer> fileServer =
        root.has("fileServer")
            ? Optional.of(fileServer(root.section("fileServer")))
            : Optional.empty();
    Optional<Script.Cloud> cloud =
        root.has("cloud") ? Optional.of(cloud(root.section("cloud"), image)) : Optional.empty();
    Script.Network network = network(root.section("network"));
    List<Event> events = new ArrayList<>();
    root.list("events").forEach(event -> event(event).ifPresent(events::add));
    Script.Expected expected = expected(root.section("expect"));
    Script script =
        new Script(
            name,
            summary,
            Set.of(),
            aps,
            image,
            controller,
            standIn,
            fileServer,
            cloud,
            network,
            events,
            expected);
    Limits.check(root, script);
    Set<Driver> drivers = drivers(root, Limits.notVirtual(script), Limits.notLive(script));
    root.end();
    return script.by(drivers);
  }

  private static Set<Driver> drivers(YamlMap root, String notVirtual, String notLive) {
    Set<Driver> able = EnumSet.noneOf(Driver.class);
    if (notVirtual.isEmpty()) {
      able.add(Driver.VIRTUAL);
    }
    if (notLive.isEmpty()) {
      able.add(Driver.LIVE);
    }
    if (able.isEmpty()) {
      root.missing("drivers", "nobody can act it out: " + notLive + "; " + notVirtual);
    }
    Set<Driver> drivers = EnumSet.noneOf(Driver.class);
    for (String word : root.texts("drivers")) {
      if (word.equals("virtual") && able.contains(Driver.VIRTUAL)) {
        drivers.add(Driver.VIRTUAL);
      } else if (word.equals("live") && able.contains(Driver.LIVE)) {
        drivers.add(Driver.LIVE);
      } else if (word.equals("virtual") || word.equals("live")) {
        root.wrong("drivers", word.equals("live") ? "virtual: " + notLive : "live: " + notVirtual);
      } else {
        root.wrong("drivers", "virtual, live, or both");
      }
    }
    return drivers.isEmpty() ? able : drivers;
  }

  private static Script.Aps aps(YamlMap map) {
    return new Script.Aps(
        map.number("count", 1, APS_MAX, APS.count()),
        version(map, "running").orElse(APS.running()),
        version(map, "backup").orElse(APS.backup()),
        map.time("spread").orElse(APS.spread()),
        map.time("trial").orElse(APS.trial()),
        map.number("trialExtensions", 0, EXTENSIONS_MAX, APS.trialExtensions()),
        map.choice("disk", Disk.class, APS.disk()));
  }

  private static Script.Image image(YamlMap map) {
    long bytes = map.bytes("size").orElse(Scale.SMALL.imageBytes());
    if (bytes < IMAGE_BYTES_MIN || bytes > IMAGE_BYTES_MAX) {
      map.wrong("size", IMAGE_BYTES_MIN + " to " + IMAGE_BYTES_MAX + " bytes");
    }
    return new Script.Image(
        version(map, "version").orElse(IMAGE_VERSION),
        bytes,
        map.choice("flaw", Flaw.class, Flaw.NONE));
  }

  private static Script.Controller controller(YamlMap map, String version) {
    return new Script.Controller(
        versionOrNothing(map, "wants", version),
        map.number("window", 1, ImageWindow.REQUESTS_MAX, 1),
        map.number("blockBytes", 1, ControllerConfig.BLOCK_BYTES_MAX, BLOCK_BYTES),
        map.has("bend")
            ? Optional.of(map.choice("bend", Bend.class, Bend.NO_IMAGE_INFORMATION))
            : Optional.empty());
  }

  private static Script.FileServer fileServer(YamlMap map) {
    if (!map.has("kind")) {
      map.missing("kind", words(ImageServer.Kind.values()));
    }
    ImageServer.Kind kind = map.choice("kind", ImageServer.Kind.class, ImageServer.Kind.SFTP);
    ImageServer.Fault fault = map.choice("fault", ImageServer.Fault.class, ImageServer.Fault.NONE);
    if (fault == ImageServer.Fault.WRONG_PASSWORD && kind != ImageServer.Kind.SFTP) {
      map.wrong("fault", "wrong-password with kind: sftp only");
    }
    return new Script.FileServer(kind, fault);
  }

  private static Script.Cloud cloud(YamlMap map, Script.Image image) {
    return new Script.Cloud(
        versionOrNothing(map, "has", image.version()),
        map.choice("fault", Script.Cloud.Trouble.class, Script.Cloud.Trouble.NONE));
  }

  private static Script.Network network(YamlMap map) {
    return new Script.Network(
        map.time("roundTrip").orElse(Duration.ofMillis(1)),
        map.time("jitter").orElse(Duration.ZERO),
        map.perMille("loss"),
        map.perMille("duplication"),
        map.perMille("reordering"),
        map.perMille("corruption"),
        map.number("mtu", MTU_MIN, Script.Network.MTU_MAX, Script.Network.MTU_MAX));
  }

  private static Optional<Event> event(YamlMap map) {
    Optional<When> at = map.time("at").map(When.At::new);
    Optional<When> state =
        map.text("state", STATES::contains, "one of " + String.join(", ", STATES))
            .map(When.State::new);
    Optional<When> blocks =
        map.has("blocks")
            ? Optional.of(new When.Blocks(map.number("blocks", 1, Integer.MAX_VALUE, 1)))
            : Optional.empty();
    Optional<When> line = pattern(map, "log").map(When.Line::new);
    List<When> when = Stream.of(at, state, blocks, line).flatMap(Optional::stream).toList();
    long given = Stream.of("at", "state", "blocks", "log").filter(map::has).count();
    if (given != 1) {
      map.missing("at", "one of at, state, blocks and log says when; there are " + given);
    }
    What what = map.choice("do", What.class, What.CUT_POWER);
    if (!map.has("do")) {
      map.missing("do", words(What.values()));
    }
    Optional<String> version = version(map, "version");
    if (what.versioned() != map.has("version")) {
      map.missing(
          "version",
          what.versioned() ? VERSION : "nothing: only predownload and reset have a version");
    }
    Optional<String> to = map.text("to", ScriptReader::isInstant, INSTANT);
    if ((what == What.SET_CLOCK) != map.has("to")) {
      map.missing("to", what == What.SET_CLOCK ? INSTANT : "nothing: only set-clock has a time");
    }
    String argument = version.or(() -> to).orElse("");
    return when.stream().findFirst().map(first -> new Event(first, what, argument));
  }

  private static boolean isInstant(String text) {
    try {
      Instant time = Instant.parse(text);
      return !time.isBefore(CLOCK_MIN) && time.isBefore(CLOCK_END);
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static Script.Expected expected(YamlMap map) {
    Map<SlotId, String> slots = new EnumMap<>(SlotId.class);
    for (SlotId id : SlotId.values()) {
      map.text(
              id.label(),
              SLOT.asMatchPredicate(),
              "a version and EMPTY, BAD, VERIFIED, TRIAL or GOOD, such as 17.9.4.27 GOOD")
          .ifPresent(text -> slots.put(id, text));
    }
    List<String> states = map.texts("states");
    states.stream()
        .filter(state -> !STATES.contains(state))
        .findFirst()
        .ifPresent(bad -> map.wrong("states", bad + ": one of " + String.join(", ", STATES)));
    List<String> boots = map.texts("boots");
    if (!List.of("part1", "part2").containsAll(boots)) {
      map.wrong("boots", "a list of part1 and part2");
    }
    return new Script.Expected(
        map.time("within").orElse(DEFAULT_WITHIN),
        map.time("quiet").orElse(Duration.ZERO),
        states,
        patterns(map, "log"),
        patterns(map, "never"),
        slots,
        map.text("running", List.of("part1", "part2")::contains, "part1 or part2")
            .map(label -> label.equals("part1") ? SlotId.PART1 : SlotId.PART2),
        boots);
  }

  private static String versionOrNothing(YamlMap map, String key, String otherwise) {
    return map.text(key, text -> text.equals("nothing") || Offer.possible(text), VERSION_OR_NOTHING)
        .map(text -> text.equals("nothing") ? "" : text)
        .orElse(otherwise);
  }

  private static Optional<String> version(YamlMap map, String key) {
    return map.text(key, Offer::possible, VERSION);
  }

  private static Optional<Pattern> pattern(YamlMap map, String key) {
    return map.text(key, ScriptReader::isPattern, "a regular expression").map(Pattern::compile);
  }

  private static List<Pattern> patterns(YamlMap map, String key) {
    List<String> texts = map.texts(key);
    if (!texts.stream().allMatch(ScriptReader::isPattern)) {
      map.wrong(key, "regular expressions");
      return List.of();
    }
    return texts.stream().map(Pattern::compile).toList();
  }

  private static boolean isPattern(String text) {
    try {
      return !Pattern.compile(text).pattern().isEmpty();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  static String words(Enum<?>[] constants) {
    return Arrays.stream(constants).map(YamlMap::word).collect(Collectors.joining(", "));
  }
}
