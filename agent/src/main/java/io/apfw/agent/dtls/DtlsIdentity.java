package io.apfw.agent.dtls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the WTP shows to the AC.
 *
 * @param key an EC or RSA key that belongs to the first certificate
 * @param chain the WTP's certificate first, then its issuers; the root may be left out
 */
public record DtlsIdentity(PrivateKey key, List<X509Certificate> chain) {
  public DtlsIdentity {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a DTLS identity needs the WTP's certificate");
    }
    String algorithm = key.getAlgorithm();
    if (!algorithm.equals("EC") && !algorithm.equals("RSA")) {
      throw new IllegalArgumentException("key algorithm " + algorithm + ": EC or RSA");
    }
  }

  /** No key in a log line. */
  @Override
  public String toString() {
    return "DtlsIdentity[" + chain.get(0).getSubjectX500Principal() + ']';
  }
}
