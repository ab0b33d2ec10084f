package io.apfw.capwap.exchange;

/**
 * How a request is repeated, RFC 5415 section 4.5.3.
 *
 * @param intervalMillis RetransmitInterval: the wait before the first repetition; each later one is
 *     twice as long
 * @param retransmissionsMax MaxRetransmit
 * @param waitMillisMax the longest wait: half the EchoInterval
 */
public record RetransmitPolicy(long intervalMillis, int retransmissionsMax, long waitMillisMax) {
  public RetransmitPolicy {
    if (intervalMillis < 1 || retransmissionsMax < 0 || waitMillisMax < 1) {
      throw new IllegalArgumentException(
          "retransmission every "
              + intervalMillis
              + " ms, at most "
              + waitMillisMax
              + " ms, "
              + retransmissionsMax
              + " times");
    }
  }

  /** The wait after that many repetitions, in milliseconds: 3, 6, 12, 15, 15, 15 s by default. */
  public long waitMillis(int retransmissions) {
    long wait = Math.min(intervalMillis, waitMillisMax);
    for (int i = 0; i < retransmissions && wait < waitMillisMax; i++) {
      wait = Math.min(2 * wait, waitMillisMax);
    }
    return wait;
  }
}
