package io.apfw.drills.writes;

/** What was given cannot be judged; the message says why. */
public final class WritesException extends Exception {
  private static final long serialVersionUID = 1L;

  WritesException(String message) {
    super(message);
  }
}
