package io.apfw.agent.ops;

import io.apfw.report.Report;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.tinylog.ThreadContext;

/**
 * Gives the lines of a report its fields, for a log that can keep them: those of {@link ReportJson}
 * as {@code APFW_EVENT}, {@code APFW_NAME}, {@code APFW_BOOTED_PART}, and so on; a failure's are
 * {@code APFW_FAILURE_NUMBER}, {@code _NAME} and {@code _DETAIL}.
 */
public final class EventFields implements Consumer<Report> {
  private final Consumer<Report> lines;

  /**
   * @param lines logs a report, on the thread that it is given one on
   */
  public EventFields(Consumer<Report> lines) {
    this.lines = lines;
  }

  @Override
  public void accept(Report report) {
    // A line of dots is of hundreds of them.
    if (!(report instanceof Report.BlockReceived)) {
      put("APFW", ReportJson.of(report, Instant.EPOCH));
      ThreadContext.remove("APFW_AT");
    }
    try {
      lines.accept(report);
    } finally {
      ThreadContext.clear();
    }
  }

  private static void put(String prefix, Map<?, ?> fields) {
    fields.forEach(
        (key, value) -> {
          String words = String.valueOf(key).replaceAll("([a-z0-9])([A-Z])", "$1_$2");
          String name = prefix + '_' + words.toUpperCase(Locale.ROOT);
          if (value instanceof Map<?, ?> nested) {
            put(name, nested);
          } else {
            ThreadContext.put(name, value);
          }
        });
  }
}
