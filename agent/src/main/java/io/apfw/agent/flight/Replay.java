package io.apfw.agent.flight;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import io.apfw.capwap.wtp.WtpAction;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.cloud.CloudAction;
import io.apfw.cloud.CloudEvent;
import io.apfw.machine.Step;
import io.apfw.update.UpdateAction;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateTask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs the events of a record through the machines of this apfw, and compares the states. */
public final class Replay {
  private final Recorded recorded;
  private final Map<Machine, Machine.Player> players = new EnumMap<>(Machine.class);
  private final Map<Machine, Object> states = new EnumMap<>(Machine.class);

  /**
   * A step that was run again.
   *
   * @param number of all steps since the agent's start
   * @param machine {@code wtp}, {@code update} or {@code cloud}
   * @param event its kind, and that of the message or task that it is about
   * @param before kind of the state that it came upon; empty for none
   * @param after kind of the state that it led to; empty when the machine threw
   * @param actions their kinds, in order
   */
  public record Line(
      long number,
      Instant now,
      String machine,
      String event,
      String before,
      String after,
      List<String> actions) {
    public Line {
      actions = List.copyOf(actions);
    }
  }

  /**
   * What came of it.
   *
   * @param agent version of the agent that wrote the record
   * @param at when it did
   * @param reason why
   * @param steps how many were run
   * @param states kind of the state that each machine is left in, by its label
   * @param divergence where a machine went another way than recorded, and how; it ends the replay
   */
  public record Outcome(
      String agent,
      Instant at,
      String reason,
      int steps,
      Map<String, String> states,
      Optional<String> divergence) {}

  private Replay(Recorded recorded) {
    this.recorded = recorded;
    recorded
        .begins()
        .forEach(
            (machine, begin) -> {
              players.put(machine, machine.player(begin.config()));
              begin.state().ifPresent(state -> states.put(machine, state));
            });
  }

  /**
   * Replays a file.
   *
   * @param lines hears of each step
   * @throws IOException when the file cannot be read
   * @throws FlightException when it is no record that this apfw can read
   */
  public static Outcome of(Path file, Consumer<Line> lines) throws IOException, FlightException {
    return new Replay(FlightReader.read(file)).run(lines);
  }

  private Outcome run(Consumer<Line> lines) {
    int steps = 0;
    for (Recorded.Event event : recorded.events()) {
      steps++;
      Optional<String> divergence = step(event, lines);
      if (divergence.isPresent()) {
        return outcome(steps, Optional.of("step " + event.step() + ": " + divergence.get()));
      }
    }
    return outcome(steps, Optional.empty());
  }

  private Outcome outcome(int steps, Optional<String> divergence) {
    Map<String, String> left = new LinkedHashMap<>();
    for (Machine machine : players.keySet()) {
      left.put(machine.label(), kind(states.get(machine)));
    }
    return new Outcome(recorded.agent(), recorded.at(), recorded.reason(), steps, left, divergence);
  }

  private Optional<String> step(Recorded.Event event, Consumer<Line> lines) {
    Machine machine = event.machine();
    Object before = states.get(machine);
    Step<?, ?> step;
    try {
      step = Objects.requireNonNull(players.get(machine)).step(before, event.event(), event.now());
    } catch (RuntimeException e) {
      lines.accept(line(event, before, null, List.of()));
      return event.threw().filter(threw -> sameKind(threw, e)).isPresent()
          ? Optional.empty()
          : Optional.of(
              "the machine threw %s; recorded is %s"
                  .formatted(e, event.threw().orElse(event.state())));
    }
    Object after = step.state();
    states.put(machine, after);
    lines.accept(line(event, before, after, step.actions()));
    return difference(event, before, after);
  }

  private static boolean sameKind(String threw, RuntimeException e) {
    return threw.equals(e.toString()) || threw.startsWith(e.getClass().getName() + ":");
  }

  private static Line line(
      Recorded.Event event, @Nullable Object before, @Nullable Object after, List<?> actions) {
    return new Line(
        event.step(),
        event.now(),
        event.machine().label(),
        words(event.event()),
        kind(before),
        kind(after),
        actions.stream().map(Replay::words).toList());
  }

  private Optional<String> difference(Recorded.Event event, @Nullable Object before, Object after) {
    if (event.threw().isPresent()) {
      return Optional.of(
          "%s; the recorded one threw %s".formatted(kind(after), event.threw().get()));
    } else if (!kind(after).equals(event.state())) {
      return Optional.of("%s; recorded is %s".formatted(kind(after), event.state()));
    }
    RecordCodec codec = Objects.requireNonNull(recorded.begins().get(event.machine())).codec();
    Map<String, @Nullable Object> changes =
        Trees.changes(before == null ? null : codec.encode(before), codec.encode(after));
    String text = Trees.text(changes);
    return text.equals(event.changes()) ? Optional.empty() : Optional.of(first(text, event));
  }

  /** The first place where the changes of the state are not the recorded ones. */
  private static String first(String replayed, Recorded.Event event) {
    try {
      JsonObject now = JsonParser.object().from(replayed);
      JsonObject then = JsonParser.object().from(event.changes());
      TreeSet<String> places = new TreeSet<>(now.keySet());
      places.addAll(then.keySet());
      for (String place : places) {
        if (!Objects.equals(now.get(place), then.get(place))) {
          return "%s %s became %s; recorded is %s"
              .formatted(event.state(), place, told(now, place), told(then, place));
        }
      }
      return event.state() + " is written in another order than recorded";
    } catch (JsonParserException e) {
      throw new IllegalStateException("changes are JSON", e);
    }
  }

  private static String told(JsonObject changes, String place) {
    return changes.has(place) ? Trees.shortened(Trees.text(changes.get(place))) : "no other";
  }

  private static String kind(@Nullable Object value) {
    return value == null ? "" : value.getClass().getSimpleName();
  }

  /** An event or an action: its kind, and the kind of what it is about. */
  private static String words(Object one) {
    Object about = about(one);
    return about == null ? kind(one) : kind(one) + "(" + about + ")";
  }

  private static @Nullable Object about(Object one) {
    if (one instanceof WtpEvent.ControlReceived received) {
      return kind(received.message());
    } else if (one instanceof WtpEvent.ClearReceived received) {
      return kind(received.message());
    } else if (one instanceof WtpEvent.UpdateFailed failed) {
      return failed.failure().cause();
    } else if (one instanceof UpdateEvent.IngestFailed failed) {
      return failed.failure().cause();
    } else if (one instanceof UpdateEvent.TaskFinished finished) {
      return task(finished.task());
    } else if (one instanceof UpdateEvent.TaskFailed failed) {
      return task(failed.task()) + " " + failed.failure().cause();
    } else if (one instanceof CloudEvent.Answered answered) {
      return answered.response().status();
    } else if (one instanceof CloudEvent.Failed failed) {
      return failed.failure().cause();
    } else if (one instanceof WtpAction.SendControl send) {
      return kind(send.message());
    } else if (one instanceof WtpAction.SendClear send) {
      return kind(send.message());
    } else if (one instanceof WtpAction.Say say) {
      return kind(say.report());
    } else if (one instanceof UpdateAction.Say say) {
      return kind(say.report());
    } else if (one instanceof UpdateAction.Start start) {
      return task(start.task());
    } else if (one instanceof UpdateAction.Tell tell) {
      return kind(tell.news());
    } else if (one instanceof CloudAction.Say say) {
      return kind(say.report());
    } else if (one instanceof CloudAction.Concluded concluded) {
      return concluded.verdict().outcome();
    }
    return null;
  }

  private static String task(UpdateTask task) {
    if (task instanceof UpdateTask.Script script) {
      return script.verb().name();
    }
    return task instanceof UpdateTask.Job job ? job.name() : kind(task);
  }
}
