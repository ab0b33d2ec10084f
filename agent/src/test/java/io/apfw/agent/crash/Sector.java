package io.apfw.agent.crash;

import java.util.Arrays;

/** 512 bytes, which a power cut leaves either old or new; never changed once made. */
final class Sector {
  static final int BYTES = 512;
  static final Sector ZERO = new Sector(new byte[BYTES]);

  private final byte[] bytes;
  private final long hash;

  private Sector(byte[] bytes) {
    this.bytes = bytes;
    long mixed = 0xcbf29ce484222325L;
    for (byte b : bytes) {
      mixed = (mixed ^ b) * 0x100000001b3L;
    }
    this.hash = mixed;
  }

  /** The same with other bytes from an offset on. */
  Sector with(byte[] source, int from, int at, int count) {
    byte[] copy = bytes.clone();
    System.arraycopy(source, from, copy, at, count);
    return new Sector(copy);
  }

  void copyTo(byte[] target, int at, int from, int count) {
    System.arraycopy(bytes, from, target, at, count);
  }

  long hash() {
    return hash;
  }

  boolean sameAs(Sector other) {
    return this == other || (hash == other.hash && Arrays.equals(bytes, other.bytes));
  }
}
