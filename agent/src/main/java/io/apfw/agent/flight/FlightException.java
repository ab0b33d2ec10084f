package io.apfw.agent.flight;

/** A record that cannot be used; the message says where, what and why in one line. */
public final class FlightException extends Exception {
  private static final long serialVersionUID = 1L;

  FlightException(String message) {
    super(message);
  }

  /** The same, of something within a thing of that name. */
  FlightException in(String name) {
    return new FlightException(name + ": " + getMessage());
  }
}
