package io.apfw.link.dtls;

import java.security.Provider;
import java.security.Security;
import org.bouncycastle.jcajce.provider.asymmetric.rsa.CipherSpi;
import org.bouncycastle.jcajce.provider.asymmetric.rsa.PSSSignatureSpi;
import org.bouncycastle.jcajce.provider.symmetric.ChaCha;
import org.bouncycastle.jcajce.provider.symmetric.Poly1305;

/**
 * What Bouncy Castle's TLS asks for, by the names it uses, and the JDK does not have: ChaCha20 and
 * Poly1305 (RFC 7905), RSASSA-PSS as a signature of its own, and the cipher of RSA key transport.
 * They are Bouncy Castle's own; its whole provider has thousands more, for which an agent would pay
 * 10 MiB and a third of a second of every start.
 *
 * <p>OpenJDK asks no provider of ciphers for a signature; Oracle's JDK does and refuses this one.
 */
final class TlsAlgorithms extends Provider {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "apfw-tls";

  private TlsAlgorithms() {
    super(NAME, "1", "algorithms of TLS that the JDK lacks, by Bouncy Castle");
    put("Cipher.CHACHA7539", ChaCha.Base7539.class.getName());
    put("Mac.POLY1305", Poly1305.Mac.class.getName());
    put("Cipher.RSA", CipherSpi.NoPadding.class.getName());
    put("Signature.SHA256WITHRSAANDMGF1", PSSSignatureSpi.SHA256withRSA.class.getName());
    put("Signature.SHA384WITHRSAANDMGF1", PSSSignatureSpi.SHA384withRSA.class.getName());
    put("Signature.SHA512WITHRSAANDMGF1", PSSSignatureSpi.SHA512withRSA.class.getName());
  }

  /** Last, so that the JDK's own ciphers, which use the processor's instructions, come first. */
  static void install() {
    if (Security.getProvider(NAME) == null) {
      Security.addProvider(new TlsAlgorithms());
    }
  }
}
