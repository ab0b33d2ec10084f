package io.apfw.agent.ops;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import io.apfw.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What {@code apfw status} tells: gathered from the report stream, published as one JSON object
 * whenever something changed that a person would want to know, and now and then during a transfer.
 *
 * <p>Keys: {@code pid}, {@code state} (CAPWAP state), {@code controller}, {@code activePart},
 * {@code runningVersion}, {@code otherPart}, {@code otherVersion} (empty when none is known there),
 * {@code otherBootable}, {@code offeredVersion}, {@code onTrial}, {@code transfer} {{@code bytes},
 * {@code messages}, {@code payloadBytes} (0 until the manifest has passed), {@code source} (a URL;
 * empty for a controller's blocks), {@code bytesPerSecond} and {@code secondsLeft} (0 while nothing
 * moves)}, {@code cloud} {of the last check {@code host}, {@code checkedAt} and {@code result}: an
 * outcome or a failure's line; empty before the first}, {@code lastFailure} and {@code whatToDo}
 * about it, {@code dropped} {what came in and was dropped since the start, by kind}, {@code since}
 * (of the state) and {@code updatedAt} (ISO 8601).
 *
 * <p>Owned by the event loop.
 */
public final class StatusBoard {
  /** A transfer is published every so many messages: about once a second on a good link. */
  private static final int MESSAGES_PER_UPDATE = 500;

  private final Consumer<String> publish;
  private final Consumer<String> words;
  private final InstantSource clock;
  private String state = "Starting";
  private Instant since;
  private String controller = "";
  private String activePart = "";
  private String running = "";
  private String offered = "";
  private String otherPart = "";
  private String otherVersion = "";
  private boolean otherBootable;
  private String failure = "";
  private String advice = "";
  private boolean onTrial;
  private String cloudHost = "";
  private String cloudResult = "";
  private String cloudCheckedAt = "";
  private String source = "";
  private long bytesPerSecond;
  private long secondsLeft;
  private long bytes;
  private long messages;
  private long payloadBytes;
  private Instant blocksAt = Instant.EPOCH;
  private long blocksFrom;
  private SortedMap<String, Long> dropped = new TreeMap<>();

  /**
   * @param publish takes the JSON text; may be called often and must not block
   * @param words takes the same in one line for a person, under the same terms
   */
  public StatusBoard(Consumer<String> publish, Consumer<String> words, InstantSource clock) {
    this.publish = publish;
    this.words = words;
    this.clock = clock;
    this.since = clock.instant();
  }

  /** Takes one report into account. */
  public void saw(Report report) {
    if (report instanceof Report.BlockReceived block) {
      bytes = block.bytes();
      messages = block.messages();
      if (messages % MESSAGES_PER_UPDATE != 0) {
        return;
      }
      measure();
    } else if (!note(report)) {
      return;
    }
    publish.accept(json());
    words.accept(line());
  }

  /** The speed since the last look, by half: one slow look does not make an hour of a minute. */
  private void measure() {
    Instant now = clock.instant();
    long millis = Duration.between(blocksAt, now).toMillis();
    if (blocksFrom > 0 && blocksFrom < bytes && millis > 0) {
      long speed = (bytes - blocksFrom) * 1000 / millis;
      bytesPerSecond = bytesPerSecond == 0 ? speed : (bytesPerSecond + speed) / 2;
      secondsLeft = Math.max(0, payloadBytes - bytes) / Math.max(1, bytesPerSecond);
    }
    blocksAt = now;
    blocksFrom = bytes;
  }

  private void still() {
    bytesPerSecond = 0;
    secondsLeft = 0;
    blocksFrom = 0;
  }

  /**
   * Takes counters into account; published if one has moved.
   *
   * @param counters by name
   */
  public void counted(SortedMap<String, Long> counters) {
    if (!counters.equals(dropped)) {
      dropped = counters;
      publish.accept(json());
    }
  }

  /** Whether anything changed. */
  private boolean note(Report report) {
    if (report instanceof Report.StateEntered entered) {
      state = entered.state();
      since = clock.instant();
      if (!state.equals("Image Data")) {
        payloadBytes = 0;
        still();
      }
    } else if (report instanceof Report.Discovered found) {
      controller = found.ac();
    } else if (report instanceof Report.AgentStarted started) {
      activePart = started.bootedPart();
      running = started.version();
    } else if (report instanceof Report.VersionsCompared versions) {
      offered = versions.controller();
    } else if (report instanceof Report.HeadAccepted head) {
      payloadBytes = head.payloadBytes();
    } else if (report instanceof Report.TransferEnded ended) {
      bytes = ended.bytes();
      messages = ended.messages();
      still();
    } else if (report instanceof Report.FetchStarted fetch) {
      offered = fetch.version();
      source = fetch.url();
      bytes = 0;
    } else if (report instanceof Report.FetchProgress fetch) {
      bytes = fetch.bytes();
      bytesPerSecond = fetch.bytesPerSecond();
      secondsLeft = fetch.secondsLeft();
    } else if (report instanceof Report.FetchEnded fetch) {
      bytes = fetch.fileBytes();
      still();
    } else if (report instanceof Report.TrialStarted) {
      onTrial = true;
    } else if (report instanceof Report.TrialPassed) {
      onTrial = false;
    } else if (report instanceof Report.UpdateFailed failed) {
      failure = failed.failure().line();
      advice = failed.failure().cause().advice();
      still();
    } else if (report instanceof Report.OtherSlot other) {
      otherPart = other.part();
      otherVersion = other.version();
      otherBootable = other.bootable();
    } else {
      return noteCloud(report);
    }
    return true;
  }

  private boolean noteCloud(Report report) {
    if (report instanceof Report.CloudConnecting connecting) {
      cloudHost = connecting.host();
      return true;
    } else if (report instanceof Report.CloudDecided decided) {
      cloudResult = decided.outcome();
    } else if (report instanceof Report.CloudCheckFailed failed) {
      cloudResult = failed.failure().line();
    } else {
      return false;
    }
    cloudCheckedAt = clock.instant().toString();
    return true;
  }

  /** Such as {@code Image Data, 192.0.2.10: 34.2 of 70.5 MB of 17.9.4.27; 17.3.3.26 on part2}. */
  private String line() {
    StringBuilder line = new StringBuilder(state);
    if (!controller.isEmpty()) {
      line.append(", ").append(controller);
    }
    if (payloadBytes > 0) {
      line.append(": ").append(megabytes(bytes)).append(" of ").append(megabytes(payloadBytes));
      line.append(" MB of ").append(offered);
    }
    line.append("; ").append(running).append(" on ").append(activePart);
    if (onTrial) {
      line.append(", on trial");
    }
    return failure.isEmpty() ? line.toString() : line.append("; last failure ") + failure;
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }

  /** The status as it is now, one JSON object. */
  public String json() {
    JsonStringWriter json = JsonWriter.indent("  ").string().object();
    json.value("pid", ProcessHandle.current().pid())
        .value("state", state)
        .value("since", since.toString())
        .value("controller", controller)
        .value("activePart", activePart)
        .value("runningVersion", running)
        .value("otherPart", otherPart)
        .value("otherVersion", otherVersion)
        .value("otherBootable", otherBootable)
        .value("offeredVersion", offered)
        .value("onTrial", onTrial)
        .object("transfer")
        .value("bytes", bytes)
        .value("messages", messages)
        .value("payloadBytes", payloadBytes)
        .value("source", source)
        .value("bytesPerSecond", bytesPerSecond)
        .value("secondsLeft", secondsLeft)
        .end()
        .object("cloud")
        .value("host", cloudHost)
        .value("checkedAt", cloudCheckedAt)
        .value("result", cloudResult)
        .end()
        .value("lastFailure", failure)
        .value("whatToDo", advice)
        .object("dropped");
    dropped.forEach((name, count) -> json.value(name, count.longValue()));
    return json.end().value("updatedAt", clock.instant().toString()).end().done();
  }
}
