package io.apfw.agent.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.agent.Storage;
import io.apfw.storage.journal.PastUpdate;
import io.apfw.storage.journal.UpdateHistory;
import io.apfw.storage.slot.SlotId;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code apfw journal}: what became of each update, read from disk. */
@Command(
    name = "journal",
    description = {
      "Shows what became of the last updates, the newest first: when each phase began, and why it"
          + " failed.",
      "At most " + UpdateHistory.UPDATES_MAX + " are remembered."
    },
    mixinStandardHelpOptions = true)
public final class JournalCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "Print the updates as one JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<PastUpdate> updates = Storage.of(config.load()).history().read();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(updates));
    } else if (updates.isEmpty()) {
      out.println("No update yet.");
    } else {
      updates.forEach(update -> print(out, update));
    }
    out.flush();
    return ExitCode.OK;
  }

  private static void print(PrintWriter out, PastUpdate update) {
    out.println(
        "%s on %s, attempt %d: %s"
            .formatted(
                update.version().isEmpty() ? "unknown" : update.version(),
                update.target().map(SlotId::label).orElse("no slot"),
                update.attempt(),
                update.last().phase()));
    for (PastUpdate.Step step : update.steps()) {
      out.println("  %-20s %s".formatted(time(step), step.phase()));
    }
    if (update.causeNumber() != 0) {
      out.println("  " + update.causeText());
    }
  }

  private static String time(PastUpdate.Step step) {
    return step.at().map(Instant::toString).orElse("-");
  }

  private static String json(List<PastUpdate> updates) {
    JsonStringWriter writer = JsonWriter.indent("  ").string().object().array("updates");
    for (PastUpdate update : updates) {
      writer
          .object()
          .value("version", update.version())
          .value("part", update.target().map(SlotId::label).orElse(""))
          .value("manifestSha256", update.manifestSha256())
          .value("attempt", update.attempt())
          .value("phase", update.last().phase())
          .array("phases");
      for (PastUpdate.Step step : update.steps()) {
        writer
            .object()
            .value("phase", step.phase())
            .value("at", step.at().map(Instant::toString).orElse(""))
            .end();
      }
      writer
          .end()
          .value("cause", update.causeNumber())
          .value("causeText", update.causeText())
          .end();
    }
    return writer.end().end().done();
  }
}
