package io.apfw.drills.ac;

import io.apfw.drills.ac.ApTable.Heard;
import io.apfw.drills.ac.Predownload.Event;
import io.apfw.drills.ac.Predownload.Limits;
import io.apfw.drills.ac.Predownload.Start;
import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.ControllerEvent;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.controller.ControllerNote.LogReceived;
import io.apfw.drills.controller.LiveController;
import io.apfw.machine.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What stands between an operator and a {@link LiveController}: the table of APs, the predownloads,
 * and their clock. From any thread.
 */
final class AcDesk implements AcControl, AutoCloseable {
  private final PredownloadRules rules;
  private final ImageStore store;
  private final AcLog log;
  private final Clock clock;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final CompletableFuture<LiveController> started = new CompletableFuture<>();
  private final ApTable table = new ApTable(this::address);
  private @Nullable ScheduledFuture<?> alarm;
  private Predownload predownload = Predownload.NOTHING;

  AcDesk(Limits limits, ImageStore store, AcLog log, Clock clock) {
    this.rules = new PredownloadRules(limits);
    this.store = store;
    this.log = log;
    this.clock = clock;
  }

  /** Begins to serve for a controller that has just started; its first notes wait for this. */
  void serve(LiveController controller) {
    started.complete(controller);
  }

  private InetSocketAddress address() {
    try {
      return started.join().controlAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A note of the controller; on its thread. */
  synchronized void noted(InetSocketAddress peer, ControllerNote note) {
    log.line(Syslog.shown(peer) + ' ' + shown(note));
    Heard heard = table.noted(peer, note, clock.instant());
    heard.lines().forEach(log::line);
    heard.events().forEach(this::step);
  }

  /** A WTP's log may be long and is not ours. */
  private static String shown(ControllerNote note) {
    return note instanceof LogReceived log
        ? "LogReceived[%d bytes]".formatted(log.data().length())
        : note.toString();
  }

  private synchronized void step(Event event) {
    Instant now = clock.instant();
    Step<Predownload, Start> step = rules.step(predownload, event, now);
    predownload = step.state();
    if (event instanceof Event.Ended ended && ended.how() == PredownloadStatus.COMPLETE) {
      Optional.ofNullable(predownload.jobs().get(ended.ap()))
          .ifPresent(job -> table.predownloaded(ended.ap(), job.version()));
    }
    for (Start start : step.actions()) {
      tell(start.ap(), new ControllerEvent.PredownloadWanted(start.version()));
    }
    if (alarm != null) {
      alarm.cancel(false);
    }
    alarm =
        rules
            .nextDeadline(predownload)
            .map(at -> Math.max(1, Duration.between(now, at).toMillis() + 1))
            .<ScheduledFuture<?>>map(
                millis ->
                    timer.schedule(
                        () -> step(new Event.DeadlineReached()), millis, TimeUnit.MILLISECONDS))
            .orElse(null);
  }

  private void tell(String mac, ControllerEvent event) {
    table.of(mac).ifPresent(ap -> started.join().tell(ap.peer(), event));
  }

  @Override
  public ImageProfile profile() {
    return store.profile();
  }

  @Override
  public void profile(ImageProfile profile) {
    store.profile(profile);
  }

  @Override
  public Optional<String> version() {
    return store.wanted();
  }

  @Override
  public void version(String version) {
    store.wanted(version);
    started.join().want(version);
  }

  @Override
  public synchronized List<String> images() {
    return ImageTable.of(table.all(), predownload, clock.instant());
  }

  @Override
  public synchronized List<String> statistics() {
    return ImageTable.statistics(table.all(), predownload);
  }

  @Override
  public synchronized Optional<String> known(String ap) {
    return table.named(ap).map(Ap::name);
  }

  @Override
  public synchronized int predownload(Optional<String> ap) {
    String version = version().orElseThrow();
    List<Ap> wanted =
        table.all().stream()
            .filter(one -> isMeant(one, ap) && !one.primary().equals(version))
            .toList();
    for (Ap one : wanted) {
      step(new Event.Wanted(one.mac(), version, one.up() && one.state() == AcState.RUN));
    }
    return wanted.size();
  }

  @Override
  public synchronized int swap(Optional<String> ap) {
    List<Ap> wanted =
        table.inRun().stream().filter(one -> isMeant(one, ap) && !one.backup().isEmpty()).toList();
    wanted.forEach(one -> tell(one.mac(), new ControllerEvent.ResetToWanted(one.backup())));
    return wanted.size();
  }

  @Override
  public synchronized int reset(Optional<String> ap) {
    List<Ap> wanted = table.inRun().stream().filter(one -> isMeant(one, ap)).toList();
    wanted.forEach(
        one -> tell(one.mac(), new ControllerEvent.ResetToWanted(version().orElse(one.primary()))));
    return wanted.size();
  }

  private static boolean isMeant(Ap ap, Optional<String> name) {
    return name.isEmpty() || ap.name().equals(name.get()) || ap.mac().equals(name.get());
  }

  @Override
  public int clearCache() throws IOException {
    return store.clear();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
