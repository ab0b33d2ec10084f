package io.apfw.drills.lab;

import io.apfw.drills.cloud.CloudNote;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.storage.slot.SlotId;

/** One thing that was seen in a drill, wherever it was seen. */
public sealed interface DrillEvent {
  /** The controller noted something. */
  record Noted(ControllerNote note) implements DrillEvent {}

  /** The cloud noted something. */
  record CloudNoted(CloudNote note) implements DrillEvent {}

  /** The agent printed a line. */
  record Logged(String line) implements DrillEvent {}

  /** The boot loader starts an agent. */
  record Booting(int boot, SlotId slot, boolean lastResort) implements DrillEvent {}

  /** That agent has ended. */
  record Ended(int boot, int exitCode, long peakRssKib) implements DrillEvent {}

  /** There will be no more boots. */
  record Halted(String reason) implements DrillEvent {}
}
