package io.apfw.capwap.wire;

/**
 * What reading bytes from the network gives: broken or hostile input is a value, never an
 * exception.
 *
 * @param <T> what the bytes should have been
 */
public sealed interface Parsed<T> {

  /** The bytes were well formed. */
  record Value<T>(T value) implements Parsed<T> {}

  /**
   * The bytes were not; to be counted and dropped.
   *
   * @param offset where in the input the trouble was seen, in bytes from its start
   * @param reason the field, its value and what was expected, in one line
   */
  record Malformed<T>(int offset, String reason) implements Parsed<T> {}

  /** The result of a reading that may throw the codec's own exception. */
  static <T> Parsed<T> of(Reading<T> reading) {
    try {
      return new Value<>(reading.read());
    } catch (MalformedException e) {
      return new Malformed<>(e.offset(), e.reason());
    }
  }

  /** Code that reads with a {@link WireReader}. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws MalformedException;
  }
}
