package io.apfw.agent.flight;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record as it was read; {@link Flight} says how it is written.
 *
 * @param agent version of the agent that wrote it
 * @param begins where each machine begins that was recorded
 * @param events in the order in which they came
 */
record Recorded(
    String agent, Instant at, String reason, Map<Machine, Begin> begins, List<Event> events) {
  Recorded {
    begins = Map.copyOf(begins);
    events = List.copyOf(events);
  }

  /**
   * Where a machine begins.
   *
   * @param state empty before the first event of a machine that has none then
   * @param codec puts its states into the words of the record
   */
  record Begin(Object config, Optional<Object> state, RecordCodec codec) {}

  /**
   * One step.
   *
   * @param state name of the state that it led to; empty when the machine threw
   * @param changes of the state, as JSON
   * @param threw what the machine threw
   */
  record Event(
      long step,
      Machine machine,
      Instant now,
      Object event,
      String state,
      String changes,
      Optional<String> threw) {}
}
