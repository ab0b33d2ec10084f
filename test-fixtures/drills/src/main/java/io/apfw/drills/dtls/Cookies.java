package io.apfw.drills.dtls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;
import org.bouncycastle.tls.DTLSRequest;
import org.bouncycastle.tls.DTLSVerifier;
import org.bouncycastle.tls.DatagramSender;
import org.bouncycastle.tls.crypto.TlsHMAC;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.jspecify.annotations.Nullable;

/** HelloVerifyRequests with cookies of any length; Bouncy Castle's own have 32 bytes. */
final class Cookies {
  private static final int DTLS_1_0 = 0xfeff;
  private static final int ADDRESSES_MAX = 1_000;

  private final int cookieBytes;
  private final DTLSVerifier verifier;
  private final Set<InetSocketAddress> asked = new HashSet<>();

  Cookies(int cookieBytes) {
    this.cookieBytes = cookieBytes;
    this.verifier = new DTLSVerifier(new Stretching(cookieBytes));
  }

  /** What to accept a session with; null after a ClientHello that was answered or dropped. */
  @Nullable DTLSRequest verify(InetSocketAddress from, byte[] hello, DatagramSender sender) {
    if (cookieBytes == 0 && asked.size() < ADDRESSES_MAX && asked.add(from)) {
      sendEmpty(sender);
      return null;
    }
    byte[] clientId = from.toString().getBytes(StandardCharsets.UTF_8);
    return verifier.verifyRequest(clientId, hello, 0, hello.length, sender);
  }

  /** Record header (13), handshake header (12), server_version (2), cookie length (1). */
  private static void sendEmpty(DatagramSender sender) {
    ByteBuffer out = ByteBuffer.allocate(28);
    out.put((byte) 22).putShort((short) DTLS_1_0).putLong(0).putShort((short) 15);
    out.put((byte) 3).put((byte) 0).putShort((short) 3).putShort((short) 0);
    out.put((byte) 0).putShort((short) 0).put((byte) 0).putShort((short) 3);
    out.putShort((short) DTLS_1_0).put((byte) 0);
    try {
      sender.send(out.array(), 0, out.capacity());
    } catch (IOException e) {
      // Lost, as datagrams may be.
      return;
    }
  }

  /** Cuts its HMACs, or repeats them, to a length. */
  private static final class Stretching extends JcaTlsCrypto {
    private final int bytes;

    Stretching(int bytes) {
      super(
          new DefaultJcaJceHelper(),
          new DefaultJcaJceHelper(),
          new SecureRandom(),
          new SecureRandom());
      this.bytes = bytes;
    }

    @Override
    public TlsHMAC createHMAC(int macAlgorithm) {
      TlsHMAC whole = super.createHMAC(macAlgorithm);
      return new TlsHMAC() {
        @Override
        public void setKey(byte[] key, int offset, int length) {
          whole.setKey(key, offset, length);
        }

        @Override
        public void update(byte[] input, int offset, int length) {
          whole.update(input, offset, length);
        }

        @Override
        public byte[] calculateMAC() {
          byte[] mac = whole.calculateMAC();
          byte[] cookie = new byte[bytes];
          for (int i = 0; i < bytes; i++) {
            cookie[i] = mac[i % mac.length];
          }
          return cookie;
        }

        @Override
        public void calculateMAC(byte[] output, int offset) {
          System.arraycopy(calculateMAC(), 0, output, offset, bytes);
        }

        @Override
        public int getInternalBlockSize() {
          return whole.getInternalBlockSize();
        }

        @Override
        public int getMacLength() {
          return bytes;
        }

        @Override
        public void reset() {
          whole.reset();
        }
      };
    }
  }
}
