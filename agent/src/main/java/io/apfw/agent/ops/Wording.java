package io.apfw.agent.ops;

import io.apfw.report.FieldWording;
import io.apfw.report.Report;
import java.util.List;

/** All reports in words. */
public final class Wording {
  private Wording() {}

  /** The lines for a report, without time stamps; none when it has no line of its own. */
  public static List<String> of(Report report) {
    List<String> lines = FieldWording.of(report);
    return lines.isEmpty() ? CloudWording.of(report) : lines;
  }
}
