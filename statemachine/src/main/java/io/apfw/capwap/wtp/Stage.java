package io.apfw.capwap.wtp;

/**
 * The states by name and number. Discovery, DTLS Setup, DTLS Teardown, Join, Configure and Image
 * Data have the numbers that field APs print; the others have ours. Append only.
 */
public enum Stage {
  START(0, "Start"),
  IDLE(1, "Idle"),
  DISCOVERY(2, "Discovery"),
  DTLS_SETUP(3, "DTLS Setup"),
  DTLS_TEARDOWN(4, "DTLS Teardown"),
  JOIN(5, "Join"),
  SULKING(6, "Sulking"),
  DTLS_CONNECT(7, "DTLS Connect"),
  CONFIGURE(8, "Configure"),
  DATA_CHECK(9, "Data Check"),
  IMAGE_DATA(10, "Image Data"),
  RUN(11, "Run"),
  RESET(12, "Reset"),
  /** Ours: the process is about to end; the RFC's Dead is the AC's. */
  ENDED(13, "Ended");

  private final int number;
  private final String title;

  Stage(int number, String title) {
    this.number = number;
    this.title = title;
  }

  /** The number that logs show. */
  public int number() {
    return number;
  }

  /** The name of RFC 5415 section 2.3. */
  public String title() {
    return title;
  }
}
