package io.apfw.capwap.wire;

/**
 * A value that the wire cannot carry or the RFC does not allow. In our own sending it is a bug; met
 * while reading it becomes {@link Parsed.Malformed}, so that each bound is written down once, in
 * the record's constructor.
 */
public final class OutOfBoundsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  OutOfBoundsException(String message) {
    super(message);
  }
}
