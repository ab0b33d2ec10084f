package io.apfw.drills;

import io.apfw.drills.scenario.Scenario;
import io.apfw.drills.scenario.ScriptDrill;
import io.apfw.drills.text.Library;
import io.apfw.drills.text.Script;
import io.apfw.drills.text.Script.Driver;
import io.apfw.drills.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What somebody means who names scenarios: shipped ones, files, directories of files, or all. */
final class Choice {
  private final Library library;

  /**
   * A choice.
   *
   * @param top the checkout, which has the shipped files
   */
  Choice(Optional<Path> top) {
    this.library = new Library(top);
  }

  /** A name that means nothing here. */
  static final class UnknownException extends Exception {
    private static final long serialVersionUID = 1;

    private UnknownException(String message) {
      super(message);
    }
  }

  /**
   * Those for real agents.
   *
   * @param names all there are when there are none
   * @param seed of what is random in files
   */
  List<Scenario> live(List<String> names, long seed)
      throws IOException, YamlException, UnknownException {
    List<Scenario> chosen = new ArrayList<>(names.isEmpty() ? Scenario.ALL : List.of());
    List<String> others = new ArrayList<>();
    for (String name : names) {
      Optional<Scenario> known =
          Scenario.ALL.stream().filter(candidate -> candidate.name().equals(name)).findFirst();
      known.ifPresentOrElse(chosen::add, () -> others.add(name));
    }
    if (names.isEmpty() || !others.isEmpty()) {
      scripts(others, Driver.LIVE).forEach(script -> chosen.add(new ScriptDrill(script, seed)));
    }
    return chosen;
  }

  /** Those for simulated time; all there are when there are no names. */
  List<Script> virtual(List<String> names) throws IOException, YamlException, UnknownException {
    return scripts(names, Driver.VIRTUAL);
  }

  private List<Script> scripts(List<String> names, Driver driver)
      throws IOException, YamlException, UnknownException {
    if (names.isEmpty()) {
      return of(library.all(), driver);
    }
    List<Script> scripts = new ArrayList<>();
    for (String name : names) {
      List<Script> found = library.find(name);
      List<Script> fit = of(found, driver);
      if (fit.isEmpty()) {
        boolean virtual = driver == Driver.VIRTUAL;
        throw new UnknownException(
            "%s; give a file, a directory of files, or one of %s"
                .formatted(
                    found.isEmpty()
                        ? "no scenario " + name
                        : name + (virtual ? " is for live drills only" : " is for --virtual only"),
                    Stream.concat(
                            virtual ? Stream.of() : Scenario.ALL.stream().map(Scenario::name),
                            of(library.all(), driver).stream().map(Script::name))
                        .collect(Collectors.joining(", "))));
      }
      scripts.addAll(fit);
    }
    return scripts;
  }

  private static List<Script> of(List<Script> scripts, Driver driver) {
    return scripts.stream().filter(script -> script.drivers().contains(driver)).toList();
  }
}
