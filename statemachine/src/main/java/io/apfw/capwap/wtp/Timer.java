package io.apfw.capwap.wtp;

/**
 * The times of the WTP, all in milliseconds: those of RFC 5415 section 4.7 that its path to Run
 * uses, and ours for what the RFC leaves open. The RFC's ranges bind an installation, not a
 * laboratory, so they are told and not enforced here.
 */
public enum Timer {
  /** 4.7.2: between two data channel keep-alives. */
  DATA_CHANNEL_KEEP_ALIVE(30_000, 1_000, 120_000),
  /** 4.7.3: the data channel is dead after so long without an answer; at least twice the above. */
  DATA_CHANNEL_DEAD_INTERVAL(60_000, 2_000, 240_000),
  /** 4.7.4: for the data channel to come up. The RFC has only the AC wait; so do we. */
  DATA_CHECK(30_000, 1_000, 255_000),
  /** 4.7.5: for further Discovery Responses once one is there. */
  DISCOVERY_INTERVAL(5_000, 1_000, 180_000),
  /** 4.7.6: for a session to be deleted. */
  DTLS_SESSION_DELETE(5_000, 1_000, 60_000),
  /** 4.7.7: between two Echo Requests; an AC's CAPWAP Timers override it. */
  ECHO_INTERVAL(30_000, 1_000, 255_000),
  /** 4.7.9: for the next Image Data Request of the AC, and for the first. */
  IMAGE_DATA_START(30_000, 1_000, 255_000),
  /** 4.7.10: bound of the random wait before a Discovery Request. */
  MAX_DISCOVERY_INTERVAL(20_000, 2_000, 180_000),
  /** 4.7.12: before a request is sent again for the first time. */
  RETRANSMIT_INTERVAL(3_000, 1_000, 60_000),
  /** 4.7.13: how long the WTP sulks. */
  SILENT_INTERVAL(30_000, 1_000, 3_600_000),
  /** 4.7.14: between two statistics; an AC's Statistics Timer overrides it. */
  STATISTICS(120_000, 1_000, 65_535_000),
  /** 4.7.15: for the session, and for the Join Response. */
  WAIT_DTLS(60_000, 30_001, 600_000),
  /** Ours: for an image that an AC only says the location of, from the fetch to the verdict. */
  IMAGE_FETCH(1_800_000, 1_000, 86_400_000),
  /** Ours: for PRECHECK. */
  UPDATE_READY(120_000, 1_000, 3_600_000),
  /** Ours: from the last block to the verdict. */
  UPDATE_VERIFY(600_000, 1_000, 3_600_000),
  /** Ours: for the verified image to become the first in boot order. */
  UPDATE_ACTIVATE(300_000, 1_000, 3_600_000),
  /** Ours: for an update to be taken back. */
  UPDATE_ABORT(120_000, 1_000, 3_600_000),
  /** Ours: for the update log to be sent to an AC that asked for it. */
  DATA_TRANSFER(300_000, 1_000, 3_600_000),
  /** Ours: the wait after the first failed download; it doubles with each further one. */
  BACK_OFF_MIN(10_000, 1_000, 3_600_000),
  /** Ours: the longest wait after a failed download. */
  BACK_OFF_MAX(600_000, 1_000, 86_400_000),
  /** Ours: how long an AC ranks last after one failure; it doubles with each further one. */
  AVOID_MIN(60_000, 1_000, 3_600_000),
  /** Ours: the longest time for which an AC ranks last. */
  AVOID_MAX(1_800_000, 1_000, 86_400_000),
  /** Ours: between Primary Discovery Requests; 5.3 wants at least the EchoInterval. */
  PRIMARY_DISCOVERY(120_000, 1_000, 3_600_000),
  /** Ours: for the answer to a packet that asks the path's MTU. */
  PATH_MTU(1_000, 10, 60_000),
  /** Ours: between searches for the path's MTU in Run; RFC 1191 6.3 wants no less. */
  PATH_MTU_AGE(600_000, 1_000, 86_400_000);

  private final long defaultMillis;
  private final long leastMillis;
  private final long mostMillis;

  Timer(long defaultMillis, long leastMillis, long mostMillis) {
    this.defaultMillis = defaultMillis;
    this.leastMillis = leastMillis;
    this.mostMillis = mostMillis;
  }

  /** The RFC's default, or ours. */
  public long defaultMillis() {
    return defaultMillis;
  }

  /** The least that an installation may set. */
  public long leastMillis() {
    return leastMillis;
  }

  /** The most that an installation may set. */
  public long mostMillis() {
    return mostMillis;
  }
}
