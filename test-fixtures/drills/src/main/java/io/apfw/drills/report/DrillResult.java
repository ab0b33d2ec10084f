package io.apfw.drills.report;

import java.util.List;

/**
 * How a drill went.
 *
 * @param scenario its name
 * @param bytes image bytes that the AP acknowledged with the last block, 0 if it did not come
 * @param messages Image Data messages that carried them
 * @param lastBlockBytes length of the last one
 * @param window Image Data Requests that could be outstanding
 * @param roundTripMillis how long the way was, there and back
 * @param stages seconds in each stage
 * @param agentPeakRssMiB the most memory any of the agent's processes had resident
 * @param slots both slots
 * @param failures what did not hold; none for a drill that passed
 */
public record DrillResult(
    String scenario,
    long bytes,
    long messages,
    int lastBlockBytes,
    int window,
    int roundTripMillis,
    Stages stages,
    double agentPeakRssMiB,
    List<SlotLine> slots,
    List<String> failures) {
  private static final double BYTES_PER_MEGABYTE = 1e6;

  public DrillResult {
    slots = List.copyOf(slots);
    failures = List.copyOf(failures);
  }

  /** Whether everything held. */
  public boolean passed() {
    return failures.isEmpty();
  }

  /** Throughput of the transfer stage, 10^6 bytes a second; 0 when it was not timed. */
  public double megabytesPerSecond() {
    return perSecond(bytes / BYTES_PER_MEGABYTE);
  }

  /** Image Data messages a second in the transfer stage; 0 when it was not timed. */
  public double messagesPerSecond() {
    return perSecond((double) messages);
  }

  private double perSecond(double amount) {
    double seconds = stages.transfer().orElse(0);
    return seconds > 0 ? amount / seconds : 0;
  }
}
