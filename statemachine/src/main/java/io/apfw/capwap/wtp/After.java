package io.apfw.capwap.wtp;

/** What follows DTLS Teardown. */
public sealed interface After {
  /** Idle, or Sulking after too many failures of DTLS. */
  record Again(boolean backOff) implements After {}

  /** The machine reboots. */
  record Boot(String reason) implements After {}

  /** The process ends. */
  record End() implements After {}
}
