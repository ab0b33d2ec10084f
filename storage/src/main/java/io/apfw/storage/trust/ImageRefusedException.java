package io.apfw.storage.trust;

/** An image that is not what it must be: hostile or broken input, expected and reported. */
public final class ImageRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final ImageFault fault;
  private final String detail;

  /**
   * A refusal.
   *
   * @param detail the thing, its value and what was expected, in one line
   */
  public ImageRefusedException(ImageFault fault, String detail) {
    super(fault + ": " + fault.sentence() + ": " + detail);
    this.fault = fault;
    this.detail = detail;
  }

  /** Why it is refused. */
  public ImageFault fault() {
    return fault;
  }

  /** The thing, its value and what was expected, in one line. */
  public String detail() {
    return detail;
  }
}
