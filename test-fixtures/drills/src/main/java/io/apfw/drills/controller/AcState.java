package io.apfw.drills.controller;

/** Where the AC stands with one WTP, RFC 5415 section 2.3. */
public enum AcState {
  DISCOVERY("Discovery"),
  DTLS_SETUP("DTLS Setup"),
  JOIN("Join"),
  IMAGE_DATA("Image Data"),
  CONFIGURE("Configure"),
  DATA_CHECK("Data Check"),
  RUN("Run"),
  RESET("Reset"),
  DTLS_TEARDOWN("DTLS Teardown");

  private final String label;

  AcState(String label) {
    this.label = label;
  }

  /** The RFC's name of the state. */
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }
}
