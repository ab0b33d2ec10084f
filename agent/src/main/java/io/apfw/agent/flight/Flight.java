package io.apfw.agent.flight;

import io.apfw.agent.flight.Track.Cut;
import io.apfw.agent.flight.Track.Taken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the machines at one time, and why that is of interest; for any thread. Written
 * as JSON lines, UTF-8, ours:
 *
 * <pre>
 * {"format": "apfw-flight", "version": 2, "agent": "0.1.0", "at": "2026-11-26T08:00:00Z",
 *  "reason": "E111 ...", "machines": 2, "steps": 40}
 * {"machine": "wtp", "config": {...}, "state": {...}}         one line for each machine: where its
 *                                                            first step begins
 * {"step": 812, "machine": "wtp", "now": "...", "event": {...}, "state": "Run", "changes": {...}}
 * {"step": 813, "machine": "wtp", "now": "...", "event": {...}, "threw": "java.lang..."}
 * </pre>
 *
 * <p>Steps are numbered from the agent's start, in the order in which the machines took them; what
 * is missing was too much. {@link RecordCodec} says how records are written, {@link Trees#changes}
 * what a change is, and {@link Cover} what is left out.
 *
 * @param bug what a machine threw at the step that has not ended
 */
record Flight(String reason, List<Part<?, ?>> parts, Optional<String> bug) {
  static final String FORMAT = "apfw-flight";
  static final int VERSION = 2;

  /** Of a machine's configuration and state; what needs more is not this agent's. */
  static final int HEAD_CHARS_MAX = 128 * 1024;

  /** What the machines' parts can take, each character four bytes at most. */
  static final int BYTES_MAX =
      4 * (FlightRecorder.CHARS_MAX + Machine.values().length * HEAD_CHARS_MAX);

  Flight {
    parts = List.copyOf(parts);
  }

  /**
   * One machine's.
   *
   * @param charsMax most characters of its steps; the oldest give way
   */
  record Part<S, E>(Machine machine, Object config, Cut<S, E> cut, int charsMax) {}

  private record Line(long step, String text) {}

  /** The lines, each with its end. */
  String text(String agent, Instant at) {
    StringBuilder machines = new StringBuilder();
    List<Line> steps = new ArrayList<>();
    for (Part<?, ?> part : parts) {
      RecordCodec codec = new RecordCodec(new Cover(Machine.dialect(part.config()))::node);
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("machine", part.machine().label());
      json.put("config", codec.encode(part.config()));
      json.put("state", steps(part, codec, steps));
      machines.append(Trees.text(json)).append('\n');
    }
    steps.sort(Comparator.comparingLong(Line::step));
    StringBuilder text = new StringBuilder(Trees.text(head(agent, at, steps.size()))).append('\n');
    text.append(machines);
    steps.forEach(line -> text.append(line.text()).append('\n'));
    return text.toString();
  }

  private Map<String, Object> head(String agent, Instant at, int steps) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("version", VERSION);
    json.put("agent", agent);
    json.put("at", at.toString());
    json.put("reason", reason);
    json.put("machines", parts.size());
    json.put("steps", steps);
    return json;
  }

  /** Adds the newest that have room; the state in which the oldest of them begins. */
  private <S, E> @Nullable Object steps(Part<S, E> part, RecordCodec codec, List<Line> to) {
    List<Taken<S, E>> steps = part.cut().steps();
    S last = steps.isEmpty() ? part.cut().start() : steps.get(steps.size() - 1).after();
    Object after = encoded(codec, last);
    int chars = 0;
    for (int i = steps.size() - 1; i >= 0; i--) {
      Object before = encoded(codec, i == 0 ? part.cut().start() : steps.get(i - 1).after());
      String text = Trees.text(step(part.machine(), codec, steps.get(i), before, after));
      chars += text.length();
      if (chars > part.charsMax()) {
        return after;
      }
      to.add(new Line(steps.get(i).number(), text));
      after = before;
    }
    return after;
  }

  private static @Nullable Object encoded(RecordCodec codec, @Nullable Object state) {
    return state == null ? null : codec.encode(state);
  }

  private Map<String, @Nullable Object> step(
      Machine machine,
      RecordCodec codec,
      Taken<?, ?> step,
      @Nullable Object before,
      @Nullable Object after) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("step", step.number());
    json.put("machine", machine.label());
    json.put("now", step.now().toString());
    json.put("event", codec.encode(step.event()));
    Object state = step.after();
    if (state == null) {
      json.put("threw", bug.orElse(""));
    } else {
      json.put("state", state.getClass().getSimpleName());
      json.put("changes", Trees.changes(before, after));
    }
    return json;
  }
}
