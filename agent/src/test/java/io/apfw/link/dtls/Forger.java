package io.apfw.link.dtls;

import java.nio.ByteBuffer;
import java.util.Random;

/** Makes datagrams as somebody would who knows the addresses and the protocol, but no key. */
final class Forger {
  private static final int[] VERSIONS = {0xfefd, 0xfefd, 0xfefd, 0xfeff, 0xfefe, 0xfefc, 0x0303};

  private final Random random;
  private final byte[] genuine;

  /**
   * Forges by chance.
   *
   * @param genuine a datagram of one record that was overheard
   */
  Forger(Random random, byte[] genuine) {
    this.random = random;
    this.genuine = genuine;
  }

  byte[] next() {
    return switch (random.nextInt(5)) {
      case 0 -> tampered();
      case 1 -> noise();
      case 2 -> wellFormed();
      default -> records(1 + random.nextInt(3));
    };
  }

  private byte[] tampered() {
    byte[] copy = java.util.Arrays.copyOf(genuine, 1 + random.nextInt(genuine.length));
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }

  /** All but the cipher is right: a new number, a bit of the body changed. */
  private byte[] wellFormed() {
    byte[] copy = genuine.clone();
    int body = RecordFilter.HEADER_BYTES;
    ByteBuffer.wrap(copy).put(0, (byte) (20 + random.nextInt(4))).putInt(7, random.nextInt());
    copy[body + random.nextInt(copy.length - body)] ^= (byte) (1 << random.nextInt(8));
    return copy;
  }

  private byte[] noise() {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] records(int count) {
    ByteBuffer out = ByteBuffer.allocate(2048);
    for (int i = 0; i < count; i++) {
      byte[] body = new byte[random.nextInt(random.nextBoolean() ? 40 : 300)];
      random.nextBytes(body);
      int length = random.nextInt(8) == 0 ? random.nextInt(0x10000) : body.length;
      out.put((byte) (19 + random.nextInt(8)));
      out.putShort((short) VERSIONS[random.nextInt(VERSIONS.length)]);
      out.putShort((short) (random.nextInt(8) == 0 ? random.nextInt(0x10000) : random.nextInt(3)));
      out.putShort((short) 0).putInt(random.nextInt(100)).putShort((short) length).put(body);
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }
}
