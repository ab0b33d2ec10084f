package io.apfw.capwap.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An immutable string of bytes: a window on an array that nobody changes any more. Slices share the
 * array, so that a datagram is copied once on its way in and never again.
 */
public final class Octets {
  /** No bytes. */
  public static final Octets EMPTY = new Octets(new byte[0], 0, 0);

  private static final int SHOWN_BYTES_MAX = 16;

  private final byte[] array;
  private final int offset;
  private final int length;

  private Octets(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** A copy of {@code bytes}. */
  public static Octets of(byte... bytes) {
    return wrap(bytes.clone());
  }

  /** All of {@code bytes} without a copy: the array now belongs to the result. */
  public static Octets wrap(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Octets(bytes, 0, bytes.length);
  }

  /** A copy of what remains in {@code buffer}, whose position stays where it is. */
  public static Octets copyOf(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return wrap(bytes);
  }

  /** The UTF-8 form of {@code text}. */
  public static Octets utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes written as hexadecimal digits, in either case, without separators. */
  public static Octets hex(String digits) {
    return wrap(HexFormat.of().parseHex(digits));
  }

  /** Number of bytes. */
  public int length() {
    return length;
  }

  /** Whether there are no bytes. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** The byte at {@code index}, 0 to 255. */
  public int at(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException("byte " + index + " of " + length);
    }
    return array[offset + index] & 0xff;
  }

  /** {@code bytes} bytes from {@code from} on, without a copy. */
  public Octets slice(int from, int bytes) {
    if (from < 0 || bytes < 0 || from > length - bytes) {
      throw new IndexOutOfBoundsException(
          "bytes " + from + " to " + (from + (long) bytes) + " of " + length);
    }
    return bytes == 0 ? EMPTY : new Octets(array, offset + from, bytes);
  }

  /** What follows the first {@code bytes} bytes, without a copy. */
  public Octets skip(int bytes) {
    return slice(bytes, length - bytes);
  }

  /** A read-only view, big-endian, its position at the first byte. */
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
  }

  /** A copy. */
  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /** Copies all bytes to {@code target} from {@code at} on. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(array, offset, target, at, length);
  }

  /** As UTF-8 text; bytes that are none show as U+FFFD. */
  public String utf8() {
    return new String(array, offset, length, StandardCharsets.UTF_8);
  }

  /** All bytes as lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(array, offset, offset + length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Octets that
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    return asBuffer().hashCode();
  }

  /** The length and at most 16 bytes: fit for a log line. */
  @Override
  public String toString() {
    String shown = slice(0, Math.min(length, SHOWN_BYTES_MAX)).hex();
    return length + ":" + shown + (length > SHOWN_BYTES_MAX ? "..." : "");
  }
}
