package io.apfw.drills.boot;

/** A started agent. */
public interface AgentProcess {
  /** Waits for its end: the exit code. */
  int await() throws InterruptedException;

  /** Asks it to end, as an operator's {@code kill} does; and makes it when it does not. */
  void stop();

  /** Ends it where it stands, by SIGKILL; false when it had ended already. */
  boolean kill();

  /** The most memory it ever had resident, in KiB; 0 when it could not be read. */
  long peakRssKib();
}
