package io.apfw.drills.report;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A result as JSON: {@code scenario}, {@code passed}, {@code bytes}, {@code messages}, {@code
 * lastBlockBytes}, {@code window}, {@code roundTripMillis}, {@code stageSeconds} (a stage that did
 * not end is null), {@code megabytesPerSecond}, {@code messagesPerSecond}, {@code agentPeakRssMiB},
 * {@code slots}, {@code failures}.
 */
public final class ResultJson {
  private ResultJson() {}

  /** The JSON text, ending in a newline. */
  public static String of(DrillResult result) {
    JsonStringWriter json =
        JsonWriter.indent("  ")
            .string()
            .object()
            .value("scenario", result.scenario())
            .value("passed", result.passed())
            .value("bytes", result.bytes())
            .value("messages", result.messages())
            .value("lastBlockBytes", result.lastBlockBytes())
            .value("window", result.window())
            .value("roundTripMillis", result.roundTripMillis());
    json.object("stageSeconds");
    for (Map.Entry<String, OptionalDouble> stage : result.stages().byName().entrySet()) {
      if (stage.getValue().isPresent()) {
        json.value(stage.getKey(), rounded(stage.getValue().getAsDouble()));
      } else {
        json.nul(stage.getKey());
      }
    }
    json.end();
    json.value("megabytesPerSecond", rounded(result.megabytesPerSecond()));
    json.value("messagesPerSecond", rounded(result.messagesPerSecond()));
    json.value("agentPeakRssMiB", rounded(result.agentPeakRssMiB()));
    json.array("slots");
    for (SlotLine slot : result.slots()) {
      json.object()
          .value("part", slot.part())
          .value("version", slot.version())
          .value("state", slot.state())
          .value("active", slot.active())
          .value("sha256", slot.sha256())
          .end();
    }
    json.end();
    json.array("failures");
    result.failures().forEach(json::value);
    return json.end().end().done() + "\n";
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
