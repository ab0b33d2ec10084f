package io.apfw.drills.report;

import io.apfw.drills.report.Played.Kind;
import io.apfw.drills.report.Played.Moment;
import io.apfw.drills.report.Played.Story;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Results as one page that needs nothing else: no script, no network. Light or dark as the reader's
 * machine is.
 */
public final class HtmlReport {
  /** Of many APs so many are shown, those that failed first. */
  static final int STORIES_SHOWN = 12;

  private static final int LOG_LINES_SHOWN = 400;
  private static final int WIDTH = 900;
  private static final int LANE = 22;
  private static final int THROUGHPUT = 60;

  /** Hue of a state's bar. */
  private static final Map<String, Integer> HUES =
      Map.ofEntries(
          Map.entry("Discovery", 210),
          Map.entry("Sulking", 30),
          Map.entry("DTLS Setup", 260),
          Map.entry("DTLS Connect", 260),
          Map.entry("Join", 290),
          Map.entry("Image Data", 175),
          Map.entry("Configure", 60),
          Map.entry("Data Check", 80),
          Map.entry("Run", 130),
          Map.entry("Reset", 15),
          Map.entry("DTLS Teardown", 340));

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1c2024; --paper: #fcfcfd; --soft: #eceef1;
        --good: #1a7f37; --bad: #c62828; --light: 62%; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #15181b;
        --soft: #262b30; --good: #4cc26a; --bad: #ff7b72; --light: 42%; } }
      body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
        max-width: 1200px; margin: 0 auto; padding: 24px; }
      h1 { font-size: 22px; } h2 { font-size: 18px; margin: 36px 0 4px; }
      .PASSED { color: var(--good); } .FAILED { color: var(--bad); }
      table { border-collapse: collapse; margin: 8px 0; }
      td, th { text-align: left; padding: 2px 14px 2px 0; font-weight: normal; vertical-align: top; }
      th { opacity: .7; } pre { background: var(--soft); padding: 10px; overflow: auto;
        max-height: 420px; font-size: 12px; margin: 6px 0; }
      svg { display: block; width: 100%; height: auto; margin: 6px 0; font: 11px system-ui; }
      svg text { fill: var(--ink); } .axis { stroke: var(--ink); opacity: .35; }
      .event { stroke: var(--bad); stroke-width: 1.5; } .boot { stroke: var(--ink); }
      .flow { fill: none; stroke: var(--good); stroke-width: 1.5; }
      details > summary { cursor: pointer; }
      """;

  private final StringBuilder page = new StringBuilder();

  private HtmlReport() {}

  /** The page. */
  public static String of(List<Played> all) {
    HtmlReport report = new HtmlReport();
    report.whole(all);
    return report.page.toString();
  }

  private void whole(List<Played> all) {
    long passed = all.stream().filter(Played::passed).count();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>drill</title>\n")
        .append("<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<h1>")
        .append(passed)
        .append(" of ")
        .append(all.size())
        .append(" scenarios passed</h1>\n<table>\n");
    for (Played played : all) {
      page.append("<tr><td>")
          .append(verdict(played))
          .append("</td><td><a href=\"#")
          .append(text(played.name()))
          .append("\">")
          .append(text(played.name()))
          .append("</a></td><td>")
          .append(text(played.summary()))
          .append("</td></tr>\n");
    }
    page.append("</table>\n");
    all.forEach(this::scenario);
    page.append("</body>\n</html>\n");
  }

  private static String verdict(Played played) {
    String word = played.passed() ? "PASSED" : "FAILED";
    return "<span class=\"" + word + "\">" + word + "</span>";
  }

  private void scenario(Played played) {
    page.append("<section id=\"")
        .append(text(played.name()))
        .append("\">\n<h2>")
        .append(verdict(played))
        .append(' ')
        .append(text(played.name()))
        .append("</h2>\n<p>")
        .append(text(played.summary()))
        .append(" (")
        .append(text(played.how()))
        .append("; ")
        .append(played.stories().size())
        .append(" APs, ")
        .append(clock(played.lasted()))
        .append(", ")
        .append(played.blocks())
        .append(" blocks)</p>\n<details><summary>Expected</summary><pre>")
        .append(text(String.join("\n", played.expected())))
        .append("</pre></details>\n");
    List<Story> shown = new ArrayList<>(played.failed());
    played.stories().stream().filter(story -> story.failures().isEmpty()).forEach(shown::add);
    for (Story story : shown.subList(0, Math.min(STORIES_SHOWN, shown.size()))) {
      story(story, played.lasted());
    }
    if (shown.size() > STORIES_SHOWN) {
      page.append("<p>")
          .append(shown.size() - STORIES_SHOWN)
          .append(" APs more are not shown.</p>\n");
    }
    page.append("</section>\n");
  }

  private void story(Story story, Duration lasted) {
    page.append("<h3>").append(text(story.ap())).append("</h3>\n");
    if (!story.failures().isEmpty()) {
      page.append("<pre class=\"FAILED\">")
          .append(text(String.join("\n", story.failures())))
          .append("</pre>\n");
    }
    drawing(story, lasted);
    page.append("<table><tr><th></th><th>before</th><th>after</th></tr>\n");
    for (int i = 0; i < story.before().size(); i++) {
      page.append("<tr><th>part")
          .append(i + 1)
          .append("</th><td>")
          .append(text(story.before().get(i)))
          .append("</td><td>")
          .append(text(story.after().get(i)))
          .append("</td></tr>\n");
    }
    page.append("</table>\n<details><summary>Log</summary><pre>");
    List<Moment> lines =
        story.moments().stream().filter(moment -> moment.kind() != Kind.BLOCKS).toList();
    for (Moment moment : lines.subList(0, Math.min(LOG_LINES_SHOWN, lines.size()))) {
      page.append(clock(moment.at()))
          .append(moment.kind() == Kind.LOG ? "  " : "  [" + lower(moment.kind()) + "] ")
          .append(text(moment.text()))
          .append('\n');
    }
    if (lines.size() > LOG_LINES_SHOWN) {
      page.append(lines.size() - LOG_LINES_SHOWN).append(" lines more\n");
    }
    page.append("</pre></details>\n");
  }

  /** States as bars, boots and events as strokes, blocks a second as a line. */
  private void drawing(Story story, Duration lasted) {
    double end = Math.max(1, shownUntil(story, lasted).toMillis());
    page.append("<svg viewBox=\"0 0 ")
        .append(WIDTH)
        .append(' ')
        .append(LANE * 2 + THROUGHPUT + 34)
        .append("\" role=\"img\" aria-label=\"timeline\">\n");
    List<Moment> states =
        story.moments().stream()
            .filter(moment -> moment.kind() == Kind.STATE || moment.kind() == Kind.BOOT)
            .toList();
    for (int i = 0; i < states.size(); i++) {
      double from = x(states.get(i).at(), end);
      double to = i + 1 < states.size() ? x(states.get(i + 1).at(), end) : WIDTH;
      if (states.get(i).kind() == Kind.STATE) {
        bar(states.get(i).text(), from, Math.max(from + 0.5, to));
      }
    }
    for (Moment moment : story.moments()) {
      if (moment.kind() == Kind.BOOT || moment.kind() == Kind.EVENT) {
        stroke(moment, x(moment.at(), end));
      }
    }
    throughput(story, end);
    page.append(
        String.format(
            Locale.ROOT,
            "<line class=\"axis\" x1=\"0\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>"
                + "<text x=\"0\" y=\"%d\">0</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n",
            WIDTH,
            LANE * 2 + THROUGHPUT + 10,
            LANE * 2 + THROUGHPUT + 10,
            LANE * 2 + THROUGHPUT + 26,
            WIDTH,
            LANE * 2 + THROUGHPUT + 26,
            clock(Duration.ofMillis((long) end))));
    page.append("</svg>\n");
  }

  /** Long silence at the end says nothing. */
  private static Duration shownUntil(Story story, Duration lasted) {
    Duration last =
        story.moments().stream()
            .filter(moment -> moment.kind() != Kind.CONTROLLER)
            .map(Moment::at)
            .reduce(Duration.ZERO, (a, b) -> b);
    Duration margin = last.plus(last.dividedBy(10));
    return margin.compareTo(lasted) < 0 ? margin : lasted;
  }

  private static double x(Duration at, double end) {
    return Math.min(WIDTH, at.toMillis() / end * WIDTH);
  }

  private void bar(String state, double from, double to) {
    page.append(
        String.format(
            Locale.ROOT,
            "<g><title>%s</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\""
                + " style=\"fill: hsl(%d %d%% var(--light))\"/>",
            text(state),
            from,
            LANE,
            to - from,
            LANE - 2,
            HUES.getOrDefault(state, 0),
            HUES.containsKey(state) ? 45 : 0));
    if (to - from > 7.0 * state.length()) {
      page.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\">%s</text>",
              from + 3,
              2 * LANE - 7,
              text(state)));
    }
    page.append("</g>\n");
  }

  private void stroke(Moment moment, double x) {
    page.append(
        String.format(
            Locale.ROOT,
            "<g><title>%s %s</title><line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/></g>\n",
            clock(moment.at()),
            text(moment.text()),
            lower(moment.kind()),
            x,
            x,
            moment.kind() == Kind.BOOT ? 4 : LANE,
            LANE * 2));
  }

  private void throughput(Story story, double end) {
    List<Moment> marks =
        story.moments().stream().filter(moment -> moment.kind() == Kind.BLOCKS).toList();
    List<double[]> points = new ArrayList<>();
    double most = 1;
    for (int i = 1; i < marks.size(); i++) {
      double seconds = marks.get(i).at().minus(marks.get(i - 1).at()).toNanos() / 1e9;
      long blocks = Long.parseLong(marks.get(i).text()) - Long.parseLong(marks.get(i - 1).text());
      if (seconds > 0 && blocks > 0) {
        points.add(new double[] {x(marks.get(i).at(), end), blocks / seconds});
        most = Math.max(most, blocks / seconds);
      }
    }
    if (points.isEmpty()) {
      return;
    }
    int floor = LANE * 2 + THROUGHPUT + 8;
    page.append("<polyline class=\"flow\" points=\"");
    for (double[] point : points) {
      page.append(
          String.format(Locale.ROOT, "%.1f,%.1f ", point[0], floor - point[1] / most * THROUGHPUT));
    }
    page.append(
        String.format(
            Locale.ROOT,
            "\"/><text x=\"0\" y=\"%d\">%.0f blocks/s at most</text>\n",
            LANE * 2 + 14,
            most));
  }

  private static String lower(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String clock(Duration time) {
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d.%03d",
        time.toHours(),
        time.toMinutesPart(),
        time.toSecondsPart(),
        time.toMillisPart());
  }

  private static String text(String raw) {
    return raw.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
