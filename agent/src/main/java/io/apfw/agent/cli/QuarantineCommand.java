package io.apfw.agent.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.agent.Storage;
import io.apfw.agent.update.QuarantineFile;
import io.apfw.update.Quarantine;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code apfw quarantine}: the images that failed here and are not fetched again. */
@Command(
    name = "quarantine",
    description = "Shows or clears the images that failed here and are not fetched again.",
    mixinStandardHelpOptions = true)
public final class QuarantineCommand implements Callable<Integer> {
  private static final String FORMAT = "%-16s %-6s %-9s %-22s %s";

  /** What to do. */
  enum Verb {
    list,
    clear
  }

  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(
      arity = "0..1",
      defaultValue = "list",
      description = "list, or clear: a running agent notices within seconds.")
  private Verb verb = Verb.list;

  @Option(names = "--json", description = "Print the images as one JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    QuarantineFile file = Storage.of(config.load()).quarantine();
    Quarantine found = file.read();
    if (verb == Verb.clear) {
      file.write(Quarantine.NONE);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(found));
    } else if (verb == Verb.clear) {
      out.println("Cleared: " + found.entries().size());
    } else {
      out.println(FORMAT.formatted("Version", "Cause", "Failures", "Until", "Manifest"));
      for (Quarantine.Entry entry : found.entries()) {
        out.println(
            FORMAT.formatted(
                entry.version(),
                "E" + entry.causeNumber(),
                entry.failures(),
                entry.until(),
                entry.manifestSha256().isEmpty() ? "-" : entry.manifestSha256()));
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private String json(Quarantine found) {
    JsonStringWriter writer =
        JsonWriter.indent("  ")
            .string()
            .object()
            .value("cleared", verb == Verb.clear)
            .array("images");
    for (Quarantine.Entry entry : found.entries()) {
      writer
          .object()
          .value("version", entry.version())
          .value("cause", entry.causeNumber())
          .value("failures", entry.failures())
          .value("until", entry.until().toString())
          .value("manifestSha256", entry.manifestSha256())
          .value("announcedMd5", entry.announcedMd5())
          .value("announcedBytes", entry.announcedBytes())
          .end();
    }
    return writer.end().end().done();
  }
}
