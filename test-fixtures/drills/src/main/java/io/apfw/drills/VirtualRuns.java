package io.apfw.drills;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import io.apfw.drills.report.Played;
import io.apfw.drills.report.Played.Story;
import io.apfw.drills.report.Reports;
import io.apfw.drills.text.Script;
import io.apfw.drills.virtual.VirtualStage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code drill run --virtual}. */
final class VirtualRuns {
  private static final int FAILURES_SHOWN = 5;

  private final PrintWriter out;

  VirtualRuns(PrintWriter out) {
    this.out = out;
  }

  /** Runs them; true if everything held. */
  boolean run(List<Script> scripts, long seed, Optional<Path> json, Reports reports)
      throws IOException {
    List<Played> all = new ArrayList<>();
    for (Script script : scripts) {
      long start = System.nanoTime();
      Played played = VirtualStage.play(script, seed);
      say(played, seed, (System.nanoTime() - start) / 1e9);
      all.add(played);
    }
    if (json.isPresent()) {
      Files.writeString(json.get(), json(all));
    }
    reports.write(all);
    return all.stream().allMatch(Played::passed);
  }

  private void say(Played played, long seed, double seconds) {
    out.printf(
        Locale.ROOT,
        "%s %-34s APs %4d, blocks %7d, %8d s in %.2f s%n",
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
      out.println("  Again: drill run --virtual " + played.name() + " --seed " + seed);
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
