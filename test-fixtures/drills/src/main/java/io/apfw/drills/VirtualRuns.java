package io.apfw.drills;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import io.apfw.drills.report.HtmlReport;
import io.apfw.drills.report.JunitReport;
import io.apfw.drills.report.Played;
import io.apfw.drills.report.Played.Story;
import io.apfw.drills.text.Library;
import io.apfw.drills.text.Script;
import io.apfw.drills.text.Script.Driver;
import io.apfw.drills.virtual.VirtualStage;
import io.apfw.drills.yaml.YamlException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code drill run --virtual}. */
final class VirtualRuns {
  private static final int FAILURES_SHOWN = 5;

  /**
   * Where results go, beside the screen.
   *
   * @param json all results as one array
   * @param junit as JUnit writes them
   * @param html one page
   */
  record Reports(Optional<Path> json, Optional<Path> junit, Optional<Path> html) {}

  private final Library library;
  private final PrintWriter out;

  VirtualRuns(Path top, PrintWriter out) {
    this.library = new Library(top);
    this.out = out;
  }

  /**
   * What is meant by these names.
   *
   * @param names all shipped ones when there are none
   * @throws UnknownException if one means nothing, or nothing virtual
   */
  List<Script> scripts(List<String> names) throws IOException, YamlException, UnknownException {
    if (names.isEmpty()) {
      return library.all().stream().filter(VirtualRuns::virtual).toList();
    }
    List<Script> scripts = new ArrayList<>();
    for (String name : names) {
      List<Script> found = library.find(name);
      if (found.isEmpty() || !found.stream().allMatch(VirtualRuns::virtual)) {
        throw new UnknownException(
            "no virtual scenario "
                + name
                + "; give a file, a directory, or one of "
                + library.all().stream()
                    .filter(VirtualRuns::virtual)
                    .map(Script::name)
                    .collect(Collectors.joining(", ")));
      }
      scripts.addAll(found);
    }
    return scripts;
  }

  /** A name that means nothing. */
  static final class UnknownException extends Exception {
    private static final long serialVersionUID = 1;

    private UnknownException(String message) {
      super(message);
    }
  }

  private static boolean virtual(Script script) {
    return script.drivers().contains(Driver.VIRTUAL);
  }

  /** Runs them; true if everything held. */
  boolean run(List<Script> scripts, long seed, Reports reports) throws IOException {
    List<Played> all = new ArrayList<>();
    for (Script script : scripts) {
      long start = System.nanoTime();
      Played played = VirtualStage.play(script, seed);
      say(played, (System.nanoTime() - start) / 1e9);
      all.add(played);
    }
    if (reports.json().isPresent()) {
      Files.writeString(reports.json().get(), json(all));
    }
    if (reports.junit().isPresent()) {
      Files.writeString(reports.junit().get(), JunitReport.of(all));
    }
    if (reports.html().isPresent()) {
      Files.writeString(reports.html().get(), HtmlReport.of(all));
    }
    return all.stream().allMatch(Played::passed);
  }

  private void say(Played played, double seconds) {
    out.printf(
        Locale.ROOT,
        "%s %-34s %4d APs, %7d blocks, %8d s in %.2f s%n",
        played.passed() ? "PASSED" : "FAILED",
        played.name(),
        played.stories().size(),
        played.blocks(),
        played.lasted().toSeconds(),
        seconds);
    List<Story> failed = played.failed();
    for (Story story : failed.subList(0, Math.min(FAILURES_SHOWN, failed.size()))) {
      story.failures().forEach(failure -> out.println("  - " + story.ap() + ": " + failure));
    }
    if (failed.size() > FAILURES_SHOWN) {
      out.println("  - and " + (failed.size() - FAILURES_SHOWN) + " APs more");
    }
    if (!failed.isEmpty()) {
      out.println("  Again: drill run --virtual, with the same seed: " + played.how());
    }
    out.flush();
  }

  private static String json(List<Played> all) {
    JsonStringWriter json = JsonWriter.indent("  ").string().array();
    for (Played played : all) {
      json.object()
          .value("scenario", played.name())
          .value("passed", played.passed())
          .value("how", played.how())
          .value("aps", played.stories().size())
          .value("apsFailed", played.failed().size())
          .value("blocks", played.blocks())
          .value("seconds", played.lasted().toMillis() / 1e3)
          .array("failures");
      for (Story story : played.failed()) {
        story.failures().forEach(failure -> json.value(story.ap() + ": " + failure));
      }
      json.end().end();
    }
    return json.end().done() + "\n";
  }
}
