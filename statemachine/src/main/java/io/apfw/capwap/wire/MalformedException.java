package io.apfw.capwap.wire;

/**
 * Malformed input on its way out of the codec; every public reading turns it into {@link
 * Parsed.Malformed}. It has no stack trace, so that a flood of junk costs little.
 */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;
  private final String reason;

  /**
   * @param offset bytes from the start of the input
   * @param reason the field, its value and what was expected
   */
  public MalformedException(int offset, String reason) {
    super(reason, null, false, false);
    this.offset = offset;
    this.reason = reason;
  }

  /** Where the trouble was seen, in bytes from the start of the input. */
  public int offset() {
    return offset;
  }

  /** The field, its value and what was expected. */
  public String reason() {
    return reason;
  }
}
