package io.apfw.link.dtls;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;
import org.bouncycastle.tls.crypto.TlsHMAC;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/** Makes Bouncy Castle's server use cookies of any length: one byte, over and over. */
final class CookieCrypto extends JcaTlsCrypto {
  private final int cookieBytes;

  CookieCrypto(int cookieBytes) {
    super(
        new DefaultJcaJceHelper(),
        new DefaultJcaJceHelper(),
        new SecureRandom(),
        new SecureRandom());
    this.cookieBytes = cookieBytes;
  }

  @Override
  public TlsHMAC createHMAC(int macAlgorithm) {
    return new TlsHMAC() {
      @Override
      public void setKey(byte[] key, int offset, int length) {}

      @Override
      public void update(byte[] input, int offset, int length) {}

      @Override
      public byte[] calculateMAC() {
        byte[] cookie = new byte[cookieBytes];
        Arrays.fill(cookie, (byte) 0xc0);
        return cookie;
      }

      @Override
      public void calculateMAC(byte[] output, int offset) {
        Arrays.fill(output, offset, offset + cookieBytes, (byte) 0xc0);
      }

      @Override
      public int getInternalBlockSize() {
        return 64;
      }

      @Override
      public int getMacLength() {
        return cookieBytes;
      }

      @Override
      public void reset() {}
    };
  }
}
