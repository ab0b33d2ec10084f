package io.apfw.drills.report;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** A result as lines for a person: the slot table, the summary, what failed. */
public final class ResultText {
  private static final String ROW = "%s %-12s %-9s %-7s %-5s %-64s %s";

  private static final int PART_CHARS = 6;

  private ResultText() {}

  /**
   * The lines.
   *
   * @param again the command that runs the drill again and keeps its files
   */
  public static List<String> of(DrillResult result, String again) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    int width =
        result.slots().stream().mapToInt(slot -> slot.part().length()).max().orElse(PART_CHARS);
    String part = "%-" + Math.max(PART_CHARS, width) + "s";
    lines.add(
        ROW.formatted(
            part.formatted("part"),
            "version",
            "state",
            "running",
            "order",
            "SHA-256 of the payload",
            "installed"));
    for (SlotLine slot : result.slots()) {
      lines.add(
          ROW.formatted(
              part.formatted(slot.part()),
              slot.version(),
              slot.state(),
              slot.active() ? "yes" : "no",
              slot.bootOrder() == 1 ? "1st" : "2nd",
              slot.sha256(),
              slot.installedAt()
                  .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
                  .orElse("-")));
    }
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%d bytes, %d messages, last block %d bytes; window %d, round trip %d ms, "
                + "%.1f MB/s, %.0f messages/s; "
                + "agent's peak memory %.1f MiB",
            result.bytes(),
            result.messages(),
            result.lastBlockBytes(),
            result.window(),
            result.roundTripMillis(),
            result.megabytesPerSecond(),
            result.messagesPerSecond(),
            result.agentPeakRssMiB()));
    lines.add(stages(result.stages()));
    lines.add("");
    if (result.passed()) {
      lines.add("PASSED " + result.scenario());
    } else {
      lines.add("FAILED " + result.scenario());
      result.failures().forEach(failure -> lines.add("  - " + failure));
      lines.add("Again, keeping its files: " + again);
    }
    return lines;
  }

  private static String stages(Stages stages) {
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, OptionalDouble> stage : stages.byName().entrySet()) {
      String seconds =
          stage.getValue().isPresent()
              ? String.format(Locale.ROOT, "%.3f", stage.getValue().getAsDouble())
              : "-";
      parts.add(name(stage.getKey()) + " " + seconds);
    }
    return "seconds: " + String.join(", ", parts);
  }

  private static String name(String stage) {
    return switch (stage) {
      case "verify" -> "last block to verdict";
      case "rebootToRun" -> "reboot to Run";
      default -> stage;
    };
  }
}
