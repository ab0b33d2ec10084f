package io.apfw.agent.ops;

import io.apfw.report.Report;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Figures for a fleet's monitoring, in Prometheus' text format (version 0.0.4), gathered from the
 * report stream. Counters begin at zero with each start of the agent.
 *
 * <ul>
 *   <li>{@code apfw_info{version, running, part}}: 1; the agent's version, and the image that runs
 *   <li>{@code apfw_start_time_seconds}: when the agent started, since 1970
 *   <li>{@code apfw_state{state}}: 1 for the CAPWAP state that it is in, the only one there
 *   <li>{@code apfw_state_since_seconds}: when it came there, since 1970
 *   <li>{@code apfw_on_trial}: 1 while the image that runs has to prove itself
 *   <li>{@code apfw_joins_total}: times that it came to Run
 *   <li>{@code apfw_image_bytes_total}, {@code apfw_image_blocks_total}: of images in CAPWAP
 *   <li>{@code apfw_fetched_bytes_total}: of images by other ways, moved
 *   <li>{@code apfw_updates_verified_total}, {@code apfw_trials_passed_total}, {@code
 *       apfw_fallbacks_total}
 *   <li>{@code apfw_updates_failed_total{cause}}: by number, such as {@code E103}
 *   <li>{@code apfw_dtls_failed_total}, {@code apfw_cloud_checks_failed_total}
 *   <li>{@code apfw_dropped_total{kind}}: what came in and was dropped, as {@code apfw status}
 *       names it
 * </ul>
 *
 * <p>Owned by the event loop. A client library would bring a registry, a server and threads for
 * twenty lines of text.
 */
public final class MetricsBoard {
  /** A transfer is published every so many messages: about once a second on a good link. */
  private static final int MESSAGES_PER_UPDATE = 500;

  private final Consumer<String> publish;
  private final InstantSource clock;
  private final String version;
  private final double startedAt;
  private final SortedMap<String, Long> failures = new TreeMap<>();
  private String running = "";
  private String part = "";
  private String state = "Starting";
  private double since;
  private boolean onTrial;
  private long joins;
  private long transferBytes;
  private long endedBytes;
  private long blocks;
  private long fetchedBytes;
  private long verified;
  private long passed;
  private long fellBack;
  private long dtlsFailed;
  private long cloudFailed;
  private SortedMap<String, Long> dropped = new TreeMap<>();

  /**
   * A board.
   *
   * @param version the agent's
   * @param publish takes the whole text, ending in a newline; must not block
   */
  public MetricsBoard(String version, Consumer<String> publish, InstantSource clock) {
    this.version = version;
    this.publish = publish;
    this.clock = clock;
    this.startedAt = now();
    this.since = startedAt;
  }

  private double now() {
    return clock.instant().toEpochMilli() / 1e3;
  }

  /** Takes one report into account. */
  public void saw(Report report) {
    if (report instanceof Report.BlockReceived block) {
      blocks++;
      transferBytes = block.bytes();
      if (block.messages() % MESSAGES_PER_UPDATE == 0) {
        publish.accept(text());
      }
    } else if (note(report)) {
      publish.accept(text());
    }
  }

  /** Takes counters of what was dropped into account, by kind. */
  public void counted(SortedMap<String, Long> counters) {
    if (!counters.equals(dropped)) {
      dropped = counters;
      publish.accept(text());
    }
  }

  /** Whether anything changed. */
  private boolean note(Report report) {
    if (report instanceof Report.StateEntered entered) {
      state = entered.state();
      since = now();
      joins += state.equals("Run") ? 1 : 0;
      endedBytes += transferBytes;
      transferBytes = 0;
    } else if (report instanceof Report.AgentStarted started) {
      running = started.version();
      part = started.bootedPart();
    } else if (report instanceof Report.TrialStarted) {
      onTrial = true;
    } else if (report instanceof Report.TrialPassed) {
      onTrial = false;
      passed++;
    } else if (report instanceof Report.FellBack) {
      fellBack++;
    } else if (report instanceof Report.ImageVerified) {
      verified++;
    } else if (report instanceof Report.UpdateFailed failed) {
      failures.merge("E" + failed.failure().cause().number(), 1L, Long::sum);
    } else if (report instanceof Report.FetchEnded fetch) {
      fetchedBytes += fetch.movedBytes();
    } else if (report instanceof Report.DtlsFailed) {
      dtlsFailed++;
    } else if (report instanceof Report.CloudCheckFailed) {
      cloudFailed++;
    } else {
      return false;
    }
    return true;
  }

  /** All figures as they are now. */
  String text() {
    StringBuilder text = new StringBuilder();
    head(text, "info", "gauge", "The agent and the image that runs.");
    text.append(
        "apfw_info{version=\"%s\",running=\"%s\",part=\"%s\"} 1\n"
            .formatted(escaped(version), escaped(running), escaped(part)));
    gauge(text, "start_time_seconds", "When the agent started, since 1970.", startedAt);
    head(text, "state", "gauge", "The CAPWAP state that it is in.");
    text.append("apfw_state{state=\"%s\"} 1\n".formatted(escaped(state)));
    gauge(text, "state_since_seconds", "When it came there, since 1970.", since);
    gauge(text, "on_trial", "Whether the image that runs has to prove itself.", onTrial ? 1 : 0);
    counter(text, "joins_total", "Times that it came to Run.", joins);
    counter(text, "image_bytes_total", "Bytes of images in CAPWAP.", endedBytes + transferBytes);
    counter(text, "image_blocks_total", "Blocks of images in CAPWAP.", blocks);
    counter(text, "fetched_bytes_total", "Bytes of images moved by other ways.", fetchedBytes);
    counter(text, "updates_verified_total", "Images that were verified.", verified);
    counter(text, "trials_passed_total", "Trials that were passed.", passed);
    counter(text, "fallbacks_total", "Images that were left again.", fellBack);
    labelled(text, "updates_failed_total", "Updates that failed, by cause.", "cause", failures);
    counter(text, "dtls_failed_total", "DTLS sessions that did not come about.", dtlsFailed);
    counter(text, "cloud_checks_failed_total", "Cloud checks that failed.", cloudFailed);
    labelled(text, "dropped_total", "What came in and was dropped, by kind.", "kind", dropped);
    return text.toString();
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP apfw_%s %s\n# TYPE apfw_%s %s\n".formatted(name, help, name, type));
  }

  private static void gauge(StringBuilder text, String name, String help, double value) {
    head(text, name, "gauge", help);
    text.append(String.format(Locale.ROOT, "apfw_%s %.3f%n", name, value));
  }

  private static void counter(StringBuilder text, String name, String help, long value) {
    head(text, name, "counter", help);
    text.append("apfw_%s %d\n".formatted(name, value));
  }

  private static void labelled(
      StringBuilder text, String name, String help, String label, Map<String, Long> values) {
    head(text, name, "counter", help);
    values.forEach(
        (key, value) ->
            text.append("apfw_%s{%s=\"%s\"} %d\n".formatted(name, label, escaped(key), value)));
  }

  /** As the format has it: a version or a state may come from elsewhere. */
  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
