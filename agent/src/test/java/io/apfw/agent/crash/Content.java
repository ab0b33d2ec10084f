package io.apfw.agent.crash;

import java.util.Arrays;

/** The bytes of a file, by sector; sectors are shared between copies. */
final class Content {
  private Sector[] sectors;
  private int sizeBytes;

  Content() {
    this(new Sector[0], 0);
  }

  private Content(Sector[] sectors, int sizeBytes) {
    this.sectors = sectors;
    this.sizeBytes = sizeBytes;
  }

  static Content of(byte[] bytes) {
    Content content = new Content();
    for (int at = 0; at < bytes.length; at += Sector.BYTES) {
      int count = Math.min(Sector.BYTES, bytes.length - at);
      content.put(at / Sector.BYTES, Sector.ZERO.with(bytes, at, 0, count), at + count);
    }
    return content;
  }

  Content copy() {
    return new Content(sectors.clone(), sizeBytes);
  }

  int sizeBytes() {
    return sizeBytes;
  }

  Sector sector(int index) {
    return index < sectors.length ? sectors[index] : Sector.ZERO;
  }

  /** Sets a sector; a hole before it reads as zeros. */
  void put(int index, Sector sector, int sizeAtLeastBytes) {
    if (index >= sectors.length) {
      int old = sectors.length;
      sectors = Arrays.copyOf(sectors, Math.max(index + 1, Math.min(2 * old, old + 256)));
      Arrays.fill(sectors, old, sectors.length, Sector.ZERO);
    }
    sectors[index] = sector;
    sizeBytes = Math.max(sizeBytes, sizeAtLeastBytes);
  }

  void truncate() {
    sectors = new Sector[0];
    sizeBytes = 0;
  }

  byte[] bytes(int from, int count) {
    byte[] bytes = new byte[count];
    for (int done = 0; done < count; ) {
      int at = (from + done) % Sector.BYTES;
      int part = Math.min(Sector.BYTES - at, count - done);
      sector((from + done) / Sector.BYTES).copyTo(bytes, done, at, part);
      done += part;
    }
    return bytes;
  }

  /** Whether the first bytes are the same. */
  boolean startsWith(Content other) {
    int whole = other.sizeBytes / Sector.BYTES;
    for (int i = 0; i < whole; i++) {
      if (!sector(i).sameAs(other.sector(i))) {
        return false;
      }
    }
    int rest = other.sizeBytes % Sector.BYTES;
    int at = whole * Sector.BYTES;
    return sizeBytes >= other.sizeBytes && Arrays.equals(bytes(at, rest), other.bytes(at, rest));
  }

  long hash() {
    long mixed = sizeBytes;
    int used = (sizeBytes + Sector.BYTES - 1) / Sector.BYTES;
    for (int i = 0; i < used; i++) {
      mixed = mixed * 0x9e3779b97f4a7c15L + sector(i).hash();
      mixed ^= mixed >>> 29;
    }
    return mixed;
  }
}
