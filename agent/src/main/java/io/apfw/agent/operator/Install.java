package io.apfw.agent.operator;

import io.apfw.agent.ExitCode;
import io.apfw.agent.ops.ReportJson;
import io.apfw.agent.ops.Wording;
import io.apfw.capwap.wtp.RunEnd;
import io.apfw.fetch.Location;
import io.apfw.report.Report;
import io.apfw.update.Offer;
import io.apfw.update.Offer.Source;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The operator's download: an image's file is fetched onto the inactive slot and verified, and
 * unless it is only to be stored, made the first in boot order. One at a time. Owned by the event
 * loop.
 *
 * <p>Lines of the log are those of a field AP's "archive download-sw", where they are true.
 */
public final class Install implements Consumer<Report> {
  /** Whoever has the update machine. */
  public interface Agent {
    /** For the update machine. */
    void on(UpdateEvent event);

    /** Leaves everything in order and reboots. */
    void restart(String reason, RunEnd how);
  }

  /** Whoever asked for it. */
  public interface Watcher {
    /**
     * On the way.
     *
     * @param event its fields where it is one; {@code lines} of the log
     */
    void line(Map<String, ?> event);

    /**
     * How it ended; once.
     *
     * @param exitCode of {@link ExitCode}
     * @param result {@code version}, {@code activated}, {@code rebooting} and {@code lines}; or
     *     {@code error} and its number, {@code cause}
     */
    void ended(int exitCode, Map<String, ?> result);
  }

  /**
   * What is wanted.
   *
   * @param location where the file is
   * @param activate whether it is booted next
   * @param reboot whether at once
   */
  public record Order(Location location, boolean activate, boolean reboot) {}

  private static final String PATIENCE =
      "It may take a few minutes. If longer, please abort command, check network and try again.";
  private static final String REBOOT = "Image Upgrade";

  /** What is of an update, and not of all else that an agent does meanwhile. */
  private static final Set<Class<? extends Report>> SHOWN =
      Set.of(
          Report.ScriptLine.class,
          Report.FetchStarted.class,
          Report.FetchProgress.class,
          Report.FetchInterrupted.class,
          Report.FetchPlanned.class,
          Report.FetchEnded.class,
          Report.HeadAccepted.class,
          Report.SlotWritten.class,
          Report.ImageVerified.class,
          Report.SlotActivated.class,
          Report.UpdateAborting.class,
          Report.UpdateFailed.class);

  private final String family;
  private final InstantSource clock;
  private final Agent agent;
  private @Nullable Running running;

  private static final class Running {
    private final Order order;
    private final Watcher watcher;
    private Optional<UpdateFailure> failure = Optional.empty();
    private String version = "";
    private boolean activating;

    Running(Order order, Watcher watcher) {
      this.order = order;
      this.watcher = watcher;
    }
  }

  /**
   * @param family the family of this AP's images
   */
  public Install(String family, InstantSource clock, Agent agent) {
    this.family = family;
    this.clock = clock;
    this.agent = agent;
  }

  /** Whether one is. */
  public boolean underWay() {
    return running != null;
  }

  /** Begins; refused by its end when another one runs. */
  public void begin(Order order, Watcher watcher) {
    if (running != null) {
      watcher.ended(
          ExitCode.TRY_LATER,
          Map.of("error", "another install is under way, of " + running.order.location()));
      return;
    }
    running = new Running(order, watcher);
    watcher.line(
        Map.of(
            "lines", List.of("Starting download AP image " + order.location() + " ...", PATIENCE)));
    agent.on(
        new UpdateEvent.Offered(
            new Offer(
                    Source.OPERATOR,
                    order.location().toString(),
                    Offer.ANY_VERSION,
                    family,
                    OptionalLong.empty(),
                    Optional.empty(),
                    !order.activate())
                .at(order.location().uri().toString())));
  }

  /** The one who asked has gone: a download ends, what is being activated does not. */
  public void giveUp(Watcher watcher) {
    if (running != null && running.watcher == watcher && !running.activating) {
      agent.on(
          new UpdateEvent.AbortRequested(
              Source.OPERATOR, new UpdateFailure(Cause.STOPPED, "the operator gave it up")));
    }
  }

  @Override
  public void accept(Report report) {
    if (running == null || !SHOWN.contains(report.getClass())) {
      return;
    }
    if (report instanceof Report.HeadAccepted head) {
      running.version = head.version();
    }
    Map<String, Object> line = ReportJson.of(report, clock.instant());
    line.put("lines", lines(report));
    running.watcher.line(line);
  }

  private static List<String> lines(Report report) {
    List<String> lines = new ArrayList<>(Wording.of(report));
    if (report instanceof Report.FetchEnded) {
      lines.add("Upgrading ...");
    }
    return lines;
  }

  /** How the update goes that this began. */
  public void heard(News news) {
    Running now = running;
    if (now == null) {
      return;
    }
    if (news instanceof News.Verified) {
      if (now.order.activate()) {
        now.activating = true;
        now.failure = Optional.empty();
        agent.on(new UpdateEvent.ActivateRequested(Source.OPERATOR, now.version));
      } else {
        succeeded(now, false);
      }
    } else if (news instanceof News.Activated) {
      succeeded(now, true);
      if (now.order.reboot()) {
        agent.restart(REBOOT, RunEnd.OPERATOR_IMAGE);
      }
    } else if (news instanceof News.Failed failed) {
      now.failure = Optional.of(failed.failure());
    } else if (news instanceof News.Aborted) {
      if (now.activating && now.failure.isEmpty()) {
        return; // the answer to an abort that came between the download and the activation
      }
      running = null;
      UpdateFailure why =
          now.failure.orElse(new UpdateFailure(Cause.STOPPED, "given up before it began"));
      now.watcher.ended(
          ExitCode.of(why.cause()), Map.of("error", why.line(), "cause", why.cause().number()));
    }
  }

  private void succeeded(Running now, boolean activated) {
    running = null;
    List<String> lines = new ArrayList<>();
    if (activated) {
      lines.add("Successfully setup AP image.");
    }
    lines.add("Image download completed.");
    lines.add("Archive done.");
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("version", now.version);
    result.put("activated", activated);
    result.put("rebooting", activated && now.order.reboot());
    result.put("lines", lines);
    now.watcher.ended(ExitCode.OK, result);
  }
}
