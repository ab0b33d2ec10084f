package io.apfw.drills.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Seconds in each stage, all on the drill's own monotonic clock; empty when the stage did not come
 * to its end.
 *
 * @param join first Discovery Request at the controller → Join Response sent
 * @param transfer first block sent → last block sent
 * @param verify last block sent → its answer, which carries the AP's verdict
 * @param activate that answer → the agent's process has ended
 * @param rebootToRun from there → the controller is in Run with the AP
 */
public record Stages(
    OptionalDouble join,
    OptionalDouble transfer,
    OptionalDouble verify,
    OptionalDouble activate,
    OptionalDouble rebootToRun) {
  /** No stage was timed. */
  public static final Stages NONE =
      new Stages(
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());

  /** The stages by the names they bear in JSON, in order. */
  Map<String, OptionalDouble> byName() {
    Map<String, OptionalDouble> stages = new LinkedHashMap<>();
    stages.put("join", join);
    stages.put("transfer", transfer);
    stages.put("verify", verify);
    stages.put("activate", activate);
    stages.put("rebootToRun", rebootToRun);
    return stages;
  }
}
