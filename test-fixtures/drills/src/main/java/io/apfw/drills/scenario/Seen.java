package io.apfw.drills.scenario;

import io.apfw.drills.check.Checks;
import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.controller.ControllerNote.JoinAnswered;
import io.apfw.drills.controller.ControllerNote.LastBlockSent;
import io.apfw.drills.controller.ControllerNote.StateEntered;
import io.apfw.drills.controller.ControllerNote.TransferAnswered;
import io.apfw.drills.controller.ControllerNote.TransferStarted;
import io.apfw.drills.controller.ControllerNote.WindowAgreed;
import io.apfw.drills.lab.AgentConfigFile;
import io.apfw.drills.lab.DrillEvent;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Timeline;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.report.Stages;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Questions that scenarios ask a timeline. */
final class Seen {
  private static final double KIB_PER_MIB = 1024;
  private static final Pattern NEXT_TRY =
      Pattern.compile("image download: next try in ([.0-9]+) s");
  private static final Pattern STATE =
      Pattern.compile("^\\[\\*([^]]+)] CAPWAP State: (DTLS Teardown|Discovery)$");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss.SSSS", Locale.ROOT);

  /** Later than any line, so that a pause without a torn down session before it is not kept. */
  private static final LocalDateTime NEVER = LocalDateTime.of(9999, 1, 1, 0, 0);

  /** Seconds are said with one digit. */
  private static final double SAID_WITHIN = 0.0501;

  private final Timeline timeline;

  Seen(Timeline timeline) {
    this.timeline = timeline;
  }

  static Predicate<DrillEvent> note(Predicate<ControllerNote> wanted) {
    return event -> event instanceof DrillEvent.Noted noted && wanted.test(noted.note());
  }

  static Predicate<DrillEvent> state(AcState state) {
    return note(note -> note.equals(new StateEntered(state)));
  }

  static Predicate<DrillEvent> line(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return event ->
        event instanceof DrillEvent.Logged logged && pattern.matcher(logged.line()).find();
  }

  <N extends ControllerNote> Optional<N> first(Class<N> kind) {
    return timeline
        .find(0, note(kind::isInstance))
        .map(entry -> kind.cast(((DrillEvent.Noted) entry.event()).note()));
  }

  <N extends ControllerNote> List<N> all(Class<N> kind) {
    return timeline.entries().stream()
        .filter(entry -> note(kind::isInstance).test(entry.event()))
        .map(entry -> kind.cast(((DrillEvent.Noted) entry.event()).note()))
        .toList();
  }

  /**
   * The pauses that the agent says: of each a random half is left out, the whole doubles. And it
   * keeps them, by its own time stamps: from DTLS Teardown on, because the line that says the pause
   * may be late.
   */
  void checkPauses(Checks checks) {
    List<String> lines = timeline.log();
    double whole = AgentConfigFile.BACK_OFF_MIN_MILLIS / 1000.0;
    int pauses = 0;
    LocalDateTime since = NEVER;
    for (int i = 0; i < lines.size(); i++) {
      Matcher state = STATE.matcher(lines.get(i));
      if (state.find()) {
        since = LocalDateTime.parse(state.group(1), STAMP);
      }
      Matcher said = NEXT_TRY.matcher(lines.get(i));
      if (!said.find()) {
        continue;
      }
      pauses++;
      double pause = Double.parseDouble(said.group(1));
      checks.that(
          pause >= whole / 2 - SAID_WITHIN && pause <= whole + SAID_WITHIN,
          "pause " + pauses,
          String.format(Locale.ROOT, "%.1f to %.1f s", whole / 2, whole),
          pause + " s");
      checkKept(checks, pauses, pause, since, lines.subList(i, lines.size()));
      whole = Math.min(2 * whole, AgentConfigFile.BACK_OFF_MAX_MILLIS / 1000.0);
    }
    checks.that(pauses >= 2, "pauses between the attempts", "two at least", pauses + "");
  }

  /** The last one may be cut off by the drill's end. */
  private static void checkKept(
      Checks checks, int number, double pause, LocalDateTime since, List<String> after) {
    for (String line : after) {
      Matcher next = STATE.matcher(line);
      if (next.find()) {
        double kept =
            Duration.between(since, LocalDateTime.parse(next.group(1), STAMP)).toMillis() / 1000.0;
        checks.that(
            kept >= pause - SAID_WITHIN,
            "pause " + number + " until the next Discovery",
            "no less than the " + pause + " s that the agent said",
            kept + " s");
        return;
      }
    }
  }

  /** The controller's states from an entry on; a state that was entered again at once is one. */
  List<String> states(int from, int to) {
    List<String> states = new ArrayList<>();
    for (Timeline.Entry entry : timeline.entries().subList(from, to)) {
      if (entry.event() instanceof DrillEvent.Noted noted
          && noted.note() instanceof StateEntered entered
          && (states.isEmpty() || !states.get(states.size() - 1).equals(entered.state().label()))) {
        states.add(entered.state().label());
      }
    }
    return states;
  }

  /** The slots booted from, in order. */
  List<String> bootedSlots() {
    return timeline.entries().stream()
        .filter(entry -> entry.event() instanceof DrillEvent.Booting)
        .map(entry -> ((DrillEvent.Booting) entry.event()).slot().label())
        .toList();
  }

  /** How the agent of a boot ended; empty while it has not. */
  Optional<Integer> exitCode(int boot) {
    return timeline
        .find(0, event -> event instanceof DrillEvent.Ended ended && ended.boot() == boot)
        .map(entry -> ((DrillEvent.Ended) entry.event()).exitCode());
  }

  Optional<String> haltReason() {
    return timeline
        .find(0, DrillEvent.Halted.class::isInstance)
        .map(entry -> ((DrillEvent.Halted) entry.event()).reason());
  }

  double peakRssMiB() {
    return timeline.entries().stream()
            .filter(entry -> entry.event() instanceof DrillEvent.Ended)
            .mapToLong(entry -> ((DrillEvent.Ended) entry.event()).peakRssKib())
            .max()
            .orElse(0)
        / KIB_PER_MIB;
  }

  OptionalDouble seconds(Predicate<DrillEvent> begin, Predicate<DrillEvent> end) {
    Optional<Timeline.Entry> from = timeline.find(0, begin);
    if (from.isEmpty()) {
      return OptionalDouble.empty();
    }
    int index = timeline.entries().indexOf(from.get());
    return timeline
        .find(index, end)
        .map(entry -> OptionalDouble.of(entry.secondsSince(from.get())))
        .orElse(OptionalDouble.empty());
  }

  /** The drill's result, with the figures of its first transfer. */
  DrillResult result(String scenario, Lab lab, Checks checks) throws IOException, StorageException {
    Optional<TransferAnswered> transfer = first(TransferAnswered.class);
    return new DrillResult(
        scenario,
        transfer.map(TransferAnswered::bytes).orElse(0L),
        transfer.map(TransferAnswered::messages).orElse(0L),
        transfer.map(TransferAnswered::lastBlockBytes).orElse(0),
        first(WindowAgreed.class).map(WindowAgreed::requests).orElse(1),
        lab.options().roundTripMillis(),
        stages(),
        peakRssMiB(),
        lab.slots(),
        checks.failures());
  }

  private Stages stages() {
    Predicate<DrillEvent> firstAgentEnded =
        event -> event instanceof DrillEvent.Ended ended && ended.boot() == 1;
    Predicate<DrillEvent> answered = note(TransferAnswered.class::isInstance);
    Predicate<DrillEvent> lastSent = note(LastBlockSent.class::isInstance);
    return new Stages(
        seconds(state(AcState.DISCOVERY), note(JoinAnswered.class::isInstance)),
        seconds(note(TransferStarted.class::isInstance), lastSent),
        seconds(lastSent, answered),
        seconds(answered, firstAgentEnded),
        seconds(firstAgentEnded, state(AcState.RUN)));
  }
}
