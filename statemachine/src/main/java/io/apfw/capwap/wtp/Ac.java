package io.apfw.capwap.wtp;

/**
 * An access controller that the WTP is configured with.
 *
 * @param control where its control channel listens, UDP 5246 as a rule
 * @param dataPort where its data channel listens, 5247 as a rule, 1 to 65535
 */
public record Ac(Endpoint control, int dataPort) {
  /** The RFC's port of the data channel. */
  public static final int DATA_PORT = 5247;

  public Ac {
    if (dataPort < 1 || dataPort > 0xffff) {
      throw new IllegalArgumentException("data port " + dataPort + ": 1 to 65535");
    }
  }

  /** The data channel's address. */
  public Endpoint data() {
    return new Endpoint(control.address(), dataPort);
  }

  /** The address alone, as logs name an AC. */
  @Override
  public String toString() {
    return control.address();
  }
}
