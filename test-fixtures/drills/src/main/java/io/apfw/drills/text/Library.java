package io.apfw.drills.text;

import io.apfw.drills.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where scenarios are found: the shipped ones by name, others by file or directory. */
public final class Library {
  private final Optional<Path> shipped;

  /**
   * A library.
   *
   * @param top of the checkout; without one nothing is shipped
   */
  public Library(Optional<Path> top) {
    this.shipped = top.map(checkout -> checkout.resolve("test-fixtures/drills/scenarios"));
  }

  /** All that are shipped, by name. */
  public List<Script> all() throws IOException, YamlException {
    return shipped.isPresent() ? in(shipped.get()) : List.of();
  }

  /**
   * The scenarios that somebody means.
   *
   * @param name of a shipped one, or a file, or a directory of files; none for something else
   */
  public List<Script> find(String name) throws IOException, YamlException {
    Path file = Path.of(name);
    if (Files.isDirectory(file)) {
      return in(file);
    } else if (name.endsWith(ScriptReader.ENDING)) {
      return List.of(ScriptReader.read(file));
    }
    Optional<Path> known =
        shipped
            .filter(directory -> name.indexOf('/') < 0)
            .map(directory -> directory.resolve(name + ScriptReader.ENDING))
            .filter(Files::isRegularFile);
    return known.isPresent() ? List.of(ScriptReader.read(known.get())) : List.of();
  }

  private static List<Script> in(Path directory) throws IOException, YamlException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Script> scripts = new ArrayList<>();
      for (Path file :
          files.filter(f -> f.toString().endsWith(ScriptReader.ENDING)).sorted().toList()) {
        scripts.add(ScriptReader.read(file));
      }
      return scripts;
    }
  }
}
