package io.apfw.capwap.wtp;

import io.apfw.update.Inventory;

/**
 * What the machine keeps across sessions.
 *
 * @param inventory what images the WTP has
 * @param entropy where every random choice comes from
 * @param maxDiscoveryMillis MaxDiscoveryInterval, as configured or as an AC's CAPWAP Timers said
 * @param failedDtlsSessions RFC 5415 4.8.4 FailedDTLSSessionCount
 * @param failedDtlsAuths 4.8.3 FailedDTLSAuthFailCount
 * @param acs what it knows of its ACs
 * @param failedDownloads failed updates since the WTP was last in Run
 * @param eventsDiscarded WTP Events that came up in a state in which they cannot be sent
 * @param reboots why it rebooted and lost its ACs so far
 */
public record Memory(
    Inventory inventory,
    long entropy,
    long maxDiscoveryMillis,
    int failedDtlsSessions,
    int failedDtlsAuths,
    AcBook acs,
    int failedDownloads,
    long eventsDiscarded,
    Reboots reboots) {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /** A random number, and the memory without it. */
  public record Draw(long bits, Memory next) {}

  /** What a WTP remembers when it starts. */
  public static Memory fresh(
      Inventory inventory, long entropy, long maxDiscoveryMillis, AcBook acs, Reboots reboots) {
    return new Memory(inventory, entropy, maxDiscoveryMillis, 0, 0, acs, 0, 0, reboots);
  }

  /** One step of splitmix64: 64 bits that follow from the entropy alone. */
  public Draw draw() {
    long next = entropy + GOLDEN;
    long bits = next;
    bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
    bits ^= bits >>> 31;
    return new Draw(
        bits,
        new Memory(
            inventory,
            next,
            maxDiscoveryMillis,
            failedDtlsSessions,
            failedDtlsAuths,
            acs,
            failedDownloads,
            eventsDiscarded,
            reboots));
  }

  /** The same with another inventory. */
  public Memory with(Inventory other) {
    return new Memory(
        other,
        entropy,
        maxDiscoveryMillis,
        failedDtlsSessions,
        failedDtlsAuths,
        acs,
        failedDownloads,
        eventsDiscarded,
        reboots);
  }

  /** The same with other knowledge of the ACs. */
  public Memory with(AcBook other) {
    return new Memory(
        inventory,
        entropy,
        maxDiscoveryMillis,
        failedDtlsSessions,
        failedDtlsAuths,
        other,
        failedDownloads,
        eventsDiscarded,
        reboots);
  }

  /** The same with another MaxDiscoveryInterval. */
  public Memory withMaxDiscoveryMillis(long millis) {
    return new Memory(
        inventory,
        entropy,
        millis,
        failedDtlsSessions,
        failedDtlsAuths,
        acs,
        failedDownloads,
        eventsDiscarded,
        reboots);
  }

  /** The same with other DTLS counters. */
  public Memory withFailedDtls(int sessions, int auths) {
    return new Memory(
        inventory,
        entropy,
        maxDiscoveryMillis,
        sessions,
        auths,
        acs,
        failedDownloads,
        eventsDiscarded,
        reboots);
  }

  /** The same with another number of failed updates in a row. */
  public Memory withFailedDownloads(int count) {
    return new Memory(
        inventory,
        entropy,
        maxDiscoveryMillis,
        failedDtlsSessions,
        failedDtlsAuths,
        acs,
        count,
        eventsDiscarded,
        reboots);
  }

  /** The same after one more discarded event. */
  public Memory withEventDiscarded() {
    return new Memory(
        inventory,
        entropy,
        maxDiscoveryMillis,
        failedDtlsSessions,
        failedDtlsAuths,
        acs,
        failedDownloads,
        eventsDiscarded + 1,
        reboots);
  }

  /** The same with other counts. */
  public Memory with(Reboots other) {
    return new Memory(
        inventory,
        entropy,
        maxDiscoveryMillis,
        failedDtlsSessions,
        failedDtlsAuths,
        acs,
        failedDownloads,
        eventsDiscarded,
        other);
  }
}
