package io.apfw.capwap.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A bounded cursor over received bytes, unsigned and big-endian. A read past the limit says which
 * field was wanted; nothing is read twice and nothing beyond the limit is ever seen.
 */
public final class WireReader {
  private final Octets input;
  private int position;
  private int limit;

  /** Starts at the first byte of {@code input}, limited to its length. */
  public WireReader(Octets input) {
    this.input = input;
    this.limit = input.length();
  }

  /** Bytes read so far. */
  public int position() {
    return position;
  }

  /** Bytes left before the limit. */
  public int remaining() {
    return limit - position;
  }

  /** Trouble at the present position. */
  public MalformedException malformed(String reason) {
    return new MalformedException(position, reason);
  }

  /**
   * Narrows the limit to the next {@code bytes} bytes.
   *
   * @return the limit before, for {@link #widen}
   */
  public int narrow(String what, int bytes) throws MalformedException {
    need(what, bytes);
    int before = limit;
    limit = position + bytes;
    return before;
  }

  /** Ends what {@link #narrow} began; bytes left unread are malformed input. */
  public void widen(String what, int before) throws MalformedException {
    if (remaining() > 0) {
      throw malformed(what + " has " + remaining() + " bytes too many");
    }
    limit = before;
  }

  /** 8 bits. */
  public int u8(String what) throws MalformedException {
    need(what, 1);
    return input.at(position++);
  }

  /** 16 bits. */
  public int u16(String what) throws MalformedException {
    need(what, 2);
    return input.at(position++) << 8 | input.at(position++);
  }

  /** 32 bits. */
  public long u32(String what) throws MalformedException {
    need(what, 4);
    return (long) u16(what) << 16 | u16(what);
  }

  /** {@code bytes} bytes, sharing the input's array. */
  public Octets octets(String what, int bytes) throws MalformedException {
    need(what, bytes);
    Octets octets = input.slice(position, bytes);
    position += bytes;
    return octets;
  }

  /** All bytes before the limit, perhaps none. */
  public Octets rest(String what) throws MalformedException {
    return octets(what, remaining());
  }

  /**
   * All bytes before the limit as UTF-8 text. Text that is not UTF-8 is malformed: read leniently,
   * it would not survive being written again.
   */
  public String text(String what) throws MalformedException {
    byte[] bytes = octets(what, remaining()).toArray();
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8))) {
      throw malformed(what + " is not UTF-8");
    }
    return text;
  }

  /** Passes over {@code bytes} bytes. */
  public void skip(String what, int bytes) throws MalformedException {
    need(what, bytes);
    position += bytes;
  }

  private void need(String what, int bytes) throws MalformedException {
    if (bytes > remaining()) {
      throw malformed(what + " needs " + bytes + " bytes, " + remaining() + " are left");
    }
  }
}
