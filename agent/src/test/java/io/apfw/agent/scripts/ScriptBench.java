package io.apfw.agent.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.update.ScriptVerb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An AP of two slot files, a configuration and a data area, and the real scripts on it. */
final class ScriptBench {
  static final Path SCRIPTS =
      Path.of(System.getProperty("basedir", "."), "..", "upgrade-scripts").normalize();
  static final int SLOT_BYTES = 262_144;
  static final int PAYLOAD_BYTES = 200_000;
  private static final ScriptLimits LIMITS = new ScriptLimits(60_000, 200, 1000);

  final Path state;
  final Path work;
  final Path config;
  final Path health;
  final List<String> lines = new ArrayList<>();
  ScriptPlace place;
  ScriptImage image = image(PAYLOAD_BYTES);
  Path script = SCRIPTS.resolve("upgrade.sh");
  private Path carried;
  private String searchPath = ScriptRunner.DEFAULT_PATH;

  /**
   * @param dir an empty directory; the bench adds a space to every path
   */
  ScriptBench(Path dir) throws IOException {
    Path home = Files.createDirectory(dir.resolve("an AP"));
    state = Files.createDirectory(home.resolve("st ate"));
    work = Files.createDirectory(home.resolve("wo rk"));
    config = Files.createDirectories(home.resolve("con fig"));
    health = Files.createDirectory(home.resolve("hea lth"));
    carried = config;
    Path radios = Files.createDirectory(config.resolve("ra dios"));
    Files.writeString(config.resolve("ap name.conf"), "name=lobby\n");
    Files.writeString(radios.resolve("0"), "channel=36\n");
    Files.createSymbolicLink(config.resolve("zone"), Path.of("/nowhere/UTC"));
    Path part1 = Files.write(home.resolve("part 1"), new byte[SLOT_BYTES]);
    Path part2 = Files.write(home.resolve("part 2"), new byte[SLOT_BYTES]);
    place = place("part2", "part1", part2, part1);
  }

  private ScriptPlace place(String active, String inactive, Path activeDevice, Path target) {
    return new ScriptPlace(
        "file",
        active,
        inactive,
        activeDevice,
        target,
        state,
        work,
        Optional.of(carried),
        Optional.of(health));
  }

  static ScriptImage image(long requiredBytes) {
    return new ScriptImage(
        Optional.of("ap1g8"),
        Optional.of("17.9.4.27"),
        Optional.of("ap1g8"),
        OptionalLong.of(requiredBytes),
        OptionalLong.of(PAYLOAD_BYTES));
  }

  void version(String version) {
    image =
        new ScriptImage(
            image.name(),
            Optional.of(version),
            image.family(),
            image.requiredBytes(),
            image.payloadBytes());
  }

  /** The AP has booted the other slot. */
  void reboot() {
    place = place(place.inactive(), place.active(), place.targetDevice(), place.activeDevice());
  }

  void config(Path carriedFrom) {
    carried = carriedFrom;
    target(place.inactive(), place.targetDevice());
  }

  void target(String slot, Path device) {
    place = place(place.active(), slot, place.activeDevice(), device);
  }

  /** A directory of {@code test/fakebin} comes before the real tools. */
  void lie(String fake) {
    useTools(SCRIPTS.resolve("test/fakebin").resolve(fake).toAbsolutePath());
  }

  void useTools(Path dir) {
    assertThat(dir).isDirectory();
    searchPath = dir + ":" + ScriptRunner.DEFAULT_PATH;
  }

  void honestTools() {
    searchPath = ScriptRunner.DEFAULT_PATH;
  }

  ScriptOutcome run(ScriptVerb verb) {
    lines.clear();
    return new ScriptRunner(script, searchPath, LIMITS).run(verb, place, image, lines::add);
  }

  void pass(ScriptVerb... verbs) {
    for (ScriptVerb verb : verbs) {
      ScriptOutcome outcome = run(verb);
      assertThat(outcome.succeeded()).as(outcome::describe).isTrue();
    }
  }

  /** Runs a verb that must refuse with this exit code and say why. */
  ScriptOutcome refuse(ScriptVerb verb, int exitCode) {
    ScriptOutcome outcome = run(verb);
    assertThat(outcome.exitCode()).as(outcome::describe).isEqualTo(exitCode);
    assertThat(outcome.lastErrorLine()).startsWith("upgrade.sh: ");
    return outcome;
  }

  Path upgrade(String path) {
    return state.resolve("upgrade").resolve(path);
  }

  /** One of the script's small files as keys and values; empty when it is not there. */
  Map<String, String> record(String path) {
    try {
      Map<String, String> values = new TreeMap<>();
      if (Files.exists(upgrade(path))) {
        for (String line : Files.readAllLines(upgrade(path))) {
          int equals = line.indexOf('=');
          values.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything below a directory, relative, with the text of the files. */
  static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        String name = root.relativize(path).toString();
        if (Files.isSymbolicLink(path)) {
          found.put(name, "-> " + Files.readSymbolicLink(path));
        } else {
          found.put(name, Files.isDirectory(path) ? "dir" : Files.readString(path));
        }
      }
    }
    return found;
  }
}
