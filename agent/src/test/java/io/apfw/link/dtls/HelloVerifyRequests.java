package io.apfw.link.dtls;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.bouncycastle.tls.DatagramSender;

/** Makes the HelloVerifyRequests that pass say another version, in their record and their body. */
record HelloVerifyRequests(int version, DatagramSender then) implements DatagramSender {
  private static final int BODY_AT = 13 + 12;

  /** Sends one that was made by hand: Bouncy Castle's server has none with an empty cookie. */
  static void send(byte[] cookie, int version, DatagramSender then) throws IOException {
    int bodyBytes = 3 + cookie.length;
    ByteBuffer out = ByteBuffer.allocate(BODY_AT + bodyBytes);
    out.put((byte) 22).putShort((short) version).putLong(0).putShort((short) (12 + bodyBytes));
    out.put((byte) 3).put((byte) 0).putShort((short) bodyBytes).putShort((short) 0);
    out.put((byte) 0).putShort((short) 0).put((byte) 0).putShort((short) bodyBytes);
    out.putShort((short) version).put((byte) cookie.length).put(cookie);
    then.send(out.array(), 0, out.capacity());
  }

  @Override
  public int getSendLimit() throws IOException {
    return then.getSendLimit();
  }

  @Override
  public void send(byte[] datagram, int offset, int length) throws IOException {
    ByteBuffer changed = ByteBuffer.allocate(length).put(datagram, offset, length);
    changed.putShort(1, (short) version).putShort(BODY_AT, (short) version);
    then.send(changed.array(), 0, length);
  }
}
