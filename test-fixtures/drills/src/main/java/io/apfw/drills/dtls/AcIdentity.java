package io.apfw.drills.dtls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the AC shows to a WTP.
 *
 * @param key an EC private key; an RSA key for an AC that is legacy
 * @param chain its certificate first, then the intermediates
 */
public record AcIdentity(PrivateKey key, List<X509Certificate> chain) {
  public AcIdentity {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("an AC needs a certificate: the chain is empty");
    }
    if (!key.getAlgorithm().startsWith("EC") && !key.getAlgorithm().equals("RSA")) {
      throw new IllegalArgumentException("an AC's key is EC or RSA, not " + key.getAlgorithm());
    }
  }
}
