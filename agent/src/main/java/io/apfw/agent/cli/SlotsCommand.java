package io.apfw.agent.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.agent.Storage;
import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.update.ApStorage;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code apfw slots}: both slots and the boot order, read from disk. */
@Command(
    name = "slots",
    description = "Shows both slots and the boot order.",
    mixinStandardHelpOptions = true,
    subcommands = SlotsInitCommand.class)
public final class SlotsCommand implements Callable<Integer> {
  private static final String FORMAT = "%-6s %-6s %-16s %-10s %-10s %-20s %s";

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "Print the slots as one JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    AgentConfig loaded = config.load();
    ApStorage storage = Storage.of(loaded);
    SlotTable table = storage.table();
    String note = storage.boot().status().note();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(table, loaded.boot(), note));
    } else {
      out.println(
          FORMAT.formatted(
              "Part", "Active", "Version", "State", "Boot order", "Installed at", "SHA-256"));
      for (SlotId id : SlotId.values()) {
        SlotTable.Row row = table.row(id);
        out.println(
            FORMAT.formatted(
                id,
                table.isActive(id) ? "yes" : "no",
                row.record().version().isEmpty() ? "-" : row.record().version(),
                row.state() + (row.triesLeft() > 0 ? " " + row.triesLeft() : ""),
                table.bootOrder().indexOf(id) + 1,
                row.record().installedAt().map(Instant::toString).orElse("-"),
                row.record().payloadSha256().isEmpty() ? "-" : row.record().payloadSha256()));
      }
      out.println(environment(loaded.boot()));
      if (!note.isEmpty()) {
        out.println("Warning: " + note);
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private static String environment(AgentConfig.Boot boot) {
    return "Boot control "
        + word(boot)
        + ", environment "
        + boot.environment()
        + boot.copy().map(copy -> " and " + copy).orElse("");
  }

  static String word(AgentConfig.Boot boot) {
    return boot.control().name().toLowerCase(Locale.ROOT);
  }

  private static String json(SlotTable table, AgentConfig.Boot boot, String note) {
    JsonStringWriter writer = JsonWriter.indent("  ").string().object().array("slots");
    for (SlotId id : SlotId.values()) {
      SlotTable.Row row = table.row(id);
      writer
          .object()
          .value("part", id.label())
          .value("active", table.isActive(id))
          .value("version", row.record().version())
          .value("family", row.record().family())
          .value("state", row.state().name())
          .value("bootOrder", table.bootOrder().indexOf(id) + 1)
          .value("triesLeft", row.triesLeft())
          .value("payloadBytes", row.record().payloadBytes())
          .value("sha256", row.record().payloadSha256())
          .value("installedAt", row.record().installedAt().map(Instant::toString).orElse(""))
          .end();
    }
    return writer
        .end()
        .value("onTrial", table.onTrial())
        .value("bootControl", word(boot))
        .value("bootEnvironment", boot.environment().toString())
        .value("bootCopy", boot.copy().map(Path::toString).orElse(""))
        .value("bootNote", note)
        .end()
        .done();
  }
}
