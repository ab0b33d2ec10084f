package io.apfw.capwap.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing big-endian cursor; it refuses to grow beyond its bound. */
public final class WireWriter {
  private static final int FIRST_BYTES = 256;

  private final String what;
  private final int bytesMax;
  private byte[] array;
  private int position;

  /**
   * @param what names the thing written, for the message when it grows too large
   * @param bytesMax the bound
   */
  public WireWriter(String what, int bytesMax) {
    this.what = what;
    this.bytesMax = bytesMax;
    this.array = new byte[Math.min(FIRST_BYTES, bytesMax)];
  }

  /** Bytes written so far. */
  public int position() {
    return position;
  }

  /** The low 8 bits of {@code value}. */
  public WireWriter u8(int value) {
    reserve(1);
    array[position++] = (byte) value;
    return this;
  }

  /** The low 16 bits of {@code value}. */
  public WireWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  /** The low 32 bits of {@code value}. */
  public WireWriter u32(long value) {
    return u16((int) (value >>> 16)).u16((int) value);
  }

  /** All bytes of {@code octets}. */
  public WireWriter octets(Octets octets) {
    reserve(octets.length());
    octets.copyTo(array, position);
    position += octets.length();
    return this;
  }

  /** {@code text} as UTF-8. */
  public WireWriter text(String text) {
    return octets(Octets.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** {@code bytes} zero bytes. */
  public WireWriter zeros(int bytes) {
    reserve(bytes);
    position += bytes;
    return this;
  }

  /** Overwrites 16 bits written before, such as a length known only now. */
  public WireWriter patchU16(int at, int value) {
    array[at] = (byte) (value >>> 8);
    array[at + 1] = (byte) value;
    return this;
  }

  /** A copy of what was written. */
  public byte[] toArray() {
    return Arrays.copyOf(array, position);
  }

  private void reserve(int bytes) {
    int wanted = position + bytes;
    if (wanted > bytesMax) {
      throw new OutOfBoundsException(what + " of " + wanted + " bytes: at most " + bytesMax);
    }
    if (wanted > array.length) {
      array = Arrays.copyOf(array, Math.min(bytesMax, Math.max(wanted, 2 * array.length)));
    }
  }
}
