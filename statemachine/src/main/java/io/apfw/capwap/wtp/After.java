package io.apfw.capwap.wtp;

/** What follows DTLS Teardown. */
public sealed interface After {
  /** Idle, or Sulking after too many failures of DTLS. */
  record Again(boolean backOff) implements After {}

  /** The machine reboots; {@code end} is how that is counted. */
  record Boot(String reason, RunEnd end) implements After {}

  /** The process ends. */
  record End() implements After {}
}
