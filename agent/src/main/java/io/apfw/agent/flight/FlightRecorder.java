package io.apfw.agent.flight;

import io.apfw.agent.cloud.CloudSetup;
import io.apfw.agent.flight.FlightFiles.Kind;
import io.apfw.capwap.wire.element.ElementCodec;
import io.apfw.capwap.wire.element.ImageData;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wtp.After;
import io.apfw.capwap.wtp.Endpoint;
import io.apfw.capwap.wtp.WtpConfig;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.cloud.CloudEvent;
import io.apfw.cloud.CloudState;
import io.apfw.cloud.Header;
import io.apfw.report.Report;
import io.apfw.update.UpdateConfig;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the last steps of the machines, and has them written to a file when something fails: an
 * update, a session, a cloud check, a machine, or the loop's pace. The event loop's; what it does
 * for a step is to keep two references and cover a block.
 *
 * <p>Bounds: {@value #WTP_STEPS_MAX} steps of the WTP, {@value #UPDATE_STEPS_MAX} of the update and
 * {@value #CLOUD_STEPS_MAX} of the cloud check; {@value #WTP_BYTES_MAX}, {@value #UPDATE_BYTES_MAX}
 * and {@value #CLOUD_BYTES_MAX} bytes as {@link Track} counts them. The same failure is written
 * once in {@value #REPEAT_MILLIS} ms, so that an AP whose controller comes and goes does not wear
 * out its flash.
 */
public final class FlightRecorder {
  static final int WTP_STEPS_MAX = 512;
  static final int UPDATE_STEPS_MAX = 128;
  static final int CLOUD_STEPS_MAX = 128;
  static final long WTP_BYTES_MAX = 1024 * 1024;
  static final long UPDATE_BYTES_MAX = 256 * 1024;
  static final long CLOUD_BYTES_MAX = 256 * 1024;
  static final long REPEAT_MILLIS = 3_600_000;
  private static final int WTP_CHARS_MAX = 384 * 1024;
  private static final int UPDATE_CHARS_MAX = 128 * 1024;
  private static final int CLOUD_CHARS_MAX = 256 * 1024;

  /** Of all machines' steps in a record. */
  static final int CHARS_MAX = WTP_CHARS_MAX + UPDATE_CHARS_MAX + CLOUD_CHARS_MAX;

  private final WtpConfig wtpConfig;
  private final UpdateConfig updateConfig;
  private final Optional<CloudSetup> cloudSetup;
  private final FlightFiles files;
  private final Cover cover;
  private final Track<WtpState, WtpEvent> wtp;
  private final Track<UpdateState, UpdateEvent> updates =
      new Track<>(null, UPDATE_STEPS_MAX, UPDATE_BYTES_MAX);
  private final Track<CloudState, CloudEvent> cloud =
      new Track<>(new CloudState.Off(), CLOUD_STEPS_MAX, CLOUD_BYTES_MAX);
  private final Map<String, Instant> written = new HashMap<>();
  private long steps;
  private Instant latest = Instant.MIN;

  /**
   * With the machines before their first event.
   *
   * @param cloudSetup empty where no cloud is asked
   */
  public FlightRecorder(
      WtpConfig wtpConfig,
      WtpState initial,
      UpdateConfig updateConfig,
      Optional<CloudSetup> cloudSetup,
      FlightFiles files) {
    this.wtpConfig = wtpConfig;
    this.updateConfig = updateConfig;
    this.cloudSetup = cloudSetup;
    this.files = files;
    this.cover = new Cover(wtpConfig.dialect());
    this.wtp = new Track<>(initial, WTP_STEPS_MAX, WTP_BYTES_MAX);
  }

  /** The WTP machine is about to take an event. */
  public void begins(WtpEvent event, Instant now) {
    latest = now;
    wtp.begins(++steps, now, cover.event(event), bytes(event));
  }

  /** It has taken it. */
  public void ended(WtpState before, WtpState after) {
    wtp.ended(after);
    if (failed(before, after)) {
      String stage = before.stage().name().toLowerCase(Locale.ROOT);
      write(Kind.SESSION, stage, "a session failed in " + before.stage().title());
    }
  }

  /** The update machine is about to take an event. */
  public void begins(UpdateEvent event, Instant now) {
    latest = now;
    updates.begins(++steps, now, event, 0);
  }

  /** It has taken it. */
  public void ended(UpdateState after) {
    updates.ended(after);
  }

  /** The cloud check is about to take an event. */
  public void begins(CloudEvent event, Instant now) {
    latest = now;
    CloudEvent covered = Cover.event(event);
    cloud.begins(++steps, now, covered, bytes(covered));
  }

  /** It has taken it. */
  public void ended(CloudState after) {
    cloud.ended(after);
  }

  /** What is said; an update or a cloud check that failed is a reason to write. */
  public void saw(Report report) {
    if (report instanceof Report.UpdateFailed failed) {
      write(
          Kind.UPDATE,
          failed.failure().cause().name(),
          "an update failed: " + failed.failure().line());
    } else if (report instanceof Report.CloudCheckFailed failed) {
      write(
          Kind.CLOUD,
          failed.failure().cause().name(),
          "a cloud check failed: " + failed.failure().line());
    }
  }

  /** The loop did nothing for so long though it was to. */
  public void stalled(long millis) {
    write(Kind.STALL, "", "the event loop stood still for " + millis + " ms");
  }

  /** A bug ends the loop; once it has ended, from any thread. */
  public void failed(Throwable bug) {
    files.write(Kind.BUG, cut("a bug ended the agent: " + bug, Optional.of(bug.toString())));
  }

  /** An operator wants it; completes with the file. */
  public CompletionStage<Path> asked() {
    return files.write(Kind.ASKED, cut("an operator asked for it", Optional.empty()));
  }

  private void write(Kind kind, String which, String reason) {
    Instant before = written.get(kind + which);
    if (before == null || !latest.isBefore(before.plusMillis(REPEAT_MILLIS))) {
      written.put(kind + which, latest);
      files.write(kind, cut(reason, Optional.empty()));
    }
  }

  private Flight cut(String reason, Optional<String> bug) {
    List<Flight.Part<?, ?>> parts = new ArrayList<>();
    parts.add(new Flight.Part<>(Machine.WTP, wtpConfig, wtp.cut(), WTP_CHARS_MAX));
    parts.add(new Flight.Part<>(Machine.UPDATE, updateConfig, updates.cut(), UPDATE_CHARS_MAX));
    cloudSetup.ifPresent(
        setup -> parts.add(new Flight.Part<>(Machine.CLOUD, setup, cloud.cut(), CLOUD_CHARS_MAX)));
    return new Flight(reason, parts, bug);
  }

  /**
   * The WTP goes back to looking for ACs from a session that it did not leave by itself. One that
   * ends over an update that is taken back is not told of: that update is.
   */
  private static boolean failed(WtpState before, WtpState after) {
    boolean session =
        before instanceof WtpState.Connected
            || before instanceof WtpState.DtlsSetup
            || before instanceof WtpState.DtlsConnect;
    boolean gone =
        after instanceof WtpState.Idle
            || after instanceof WtpState.Sulking
            || (after instanceof WtpState.DtlsTeardown teardown
                && teardown.after() instanceof After.Again
                && !teardown.abortAwaited());
    return session && gone && (leavingFor(after).isEmpty() || leavingFor(before).isPresent());
  }

  /** The preferred AC for which the WTP has left another one. */
  private static Optional<Endpoint> leavingFor(WtpState state) {
    return state instanceof WtpState.Remembering remembering
        ? remembering.memory().acs().returningTo()
        : Optional.empty();
  }

  /** What an event keeps alive: the datagrams that its message was read from. */
  private static int bytes(WtpEvent event) {
    if (event instanceof WtpEvent.ControlReceived received) {
      return bytes(received.message());
    } else if (event instanceof WtpEvent.ClearReceived received) {
      return bytes(received.message());
    }
    return 0;
  }

  private static int bytes(CloudEvent event) {
    int bytes = 0;
    if (event instanceof CloudEvent.Answered answered) {
      bytes = answered.response().body().length();
      for (Header header : answered.response().headers()) {
        bytes += header.name().length() + header.value().length();
      }
    }
    return bytes;
  }

  private static int bytes(ControlMessage message) {
    int bytes = 0;
    for (MessageElement element : message.elements()) {
      // A block may be kept in the state until its turn comes; to encode it takes too long.
      bytes +=
          element instanceof ImageData data
              ? data.data().length()
              : ElementCodec.encode(element).length();
    }
    return bytes;
  }
}
