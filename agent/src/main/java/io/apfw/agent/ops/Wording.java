package io.apfw.agent.ops;

import io.apfw.report.FieldWording;
import io.apfw.report.Report;
import java.util.List;
import java.util.regex.Pattern;

/** All reports in words. */
public final class Wording {
  /** Names come from peers, and of who answers a Discovery Request nothing is known. */
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}+");

  private Wording() {}

  /**
   * The lines for a report, without time stamps; none when it has no line of its own. Nothing in
   * them begins a line, or speaks to a terminal.
   */
  public static List<String> of(Report report) {
    List<String> lines = FieldWording.of(report);
    return lines.isEmpty() ? ofCloud(report) : plain(lines);
  }

  /** The same for reports of the cloud check alone. */
  public static List<String> ofCloud(Report report) {
    return plain(CloudWording.of(report));
  }

  private static List<String> plain(List<String> lines) {
    return lines.stream().map(line -> CONTROLS.matcher(line).replaceAll(" ")).toList();
  }
}
