package io.apfw.drills.writes;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of a recorded run.
 *
 * @param writes recorded
 * @param flushes recorded
 * @param bytes written
 * @param images that power cuts could leave, as far as they were tried
 * @param distinct how many of them differ; only those are judged
 * @param environments how many different environment partitions they have
 * @param secondCopyUsed images whose first copy of the environment is not whole
 * @param violations images by what is wrong with them; an image may have two
 * @param told the first of each kind, each with what is on the medium
 */
public record WritesResult(
    long writes,
    long flushes,
    long bytes,
    long images,
    long distinct,
    long environments,
    long secondCopyUsed,
    Map<Violation, Long> violations,
    List<String> told) {
  public WritesResult {
    violations = Map.copyOf(violations);
    told = List.copyOf(told);
  }

  /** Whether nothing is wrong. */
  public boolean passed() {
    return violations.isEmpty();
  }

  /** For people, ending in a newline. */
  public String table() {
    StringBuilder table = new StringBuilder();
    row(table, "writes recorded", writes);
    row(table, "flushes recorded", flushes);
    row(table, "crash images", images);
    row(table, "  distinct", distinct);
    row(table, "  second copy of the environment used", secondCopyUsed);
    row(table, "distinct environment partitions", environments);
    for (Violation violation : Violation.values()) {
      row(table, violation.text(), violations.getOrDefault(violation, 0L));
    }
    told.forEach(line -> table.append("  ").append(line).append('\n'));
    return table.toString();
  }

  private static void row(StringBuilder table, String what, long count) {
    table.append(String.format(Locale.ROOT, "%-62s %,9d%n", what, count));
  }

  /**
   * As JSON: {@code passed}, {@code writes}, {@code flushes}, {@code bytes}, {@code images}, {@code
   * distinct}, {@code environments}, {@code secondCopyUsed}, {@code violations} (an object with a
   * number for each kind), {@code told}.
   */
  public String json() {
    JsonStringWriter json =
        JsonWriter.indent("  ")
            .string()
            .object()
            .value("passed", passed())
            .value("writes", writes)
            .value("flushes", flushes)
            .value("bytes", bytes)
            .value("images", images)
            .value("distinct", distinct)
            .value("environments", environments)
            .value("secondCopyUsed", secondCopyUsed)
            .object("violations");
    for (Violation violation : Violation.values()) {
      json.value(violation.name(), violations.getOrDefault(violation, 0L));
    }
    json.end().array("told");
    told.forEach(json::value);
    return json.end().end().done() + "\n";
  }
}
