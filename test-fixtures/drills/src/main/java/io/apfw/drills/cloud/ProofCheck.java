package io.apfw.drills.cloud;

import io.apfw.storage.trust.ChainVerdict;
import io.apfw.storage.trust.ChainVerifier;
import io.apfw.storage.trust.ExtendedUsage;
import io.apfw.storage.trust.NoUsagePolicy;
import io.apfw.storage.trust.TrustStore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Judges the proof by what the agent's documentation says of it, without the agent's code: the hash
 * and the signature are over challenge, session, X-Guid, X-Ap-Info and the lines of the cluster,
 * each ended by CRLF.
 *
 * @param devices the roots of the device certificates
 * @param clock the time by which these are judged
 */
public record ProofCheck(TrustStore devices, InstantSource clock) {
  private static final String PROOF = "-----BEGIN APFW PROOF-----";

  boolean holds(CloudCall call, String challenge, String session) {
    StringBuilder text = new StringBuilder();
    for (String part :
        List.of(challenge, session, call.header("x-guid"), call.header("x-ap-info"))) {
      text.append(part).append("\r\n");
    }
    call.memberLines().forEach(line -> text.append(line).append("\r\n"));
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    try {
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      return hash.equals(call.header("x-challenge-hash")) && signed(call.proof(), bytes);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private boolean signed(String proof, byte[] bytes) throws GeneralSecurityException {
    int signatureAt = proof.indexOf(PROOF);
    if (signatureAt < 0) {
      return false;
    }
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(
                    proof.substring(0, signatureAt).getBytes(StandardCharsets.US_ASCII)))) {
      chain.add((X509Certificate) certificate);
    }
    if (!(new ChainVerifier(devices, NoUsagePolicy.REFUSE)
            .verify(chain, ExtendedUsage.CAPWAP_WTP, clock.instant())
        instanceof ChainVerdict.Trusted)) {
      return false;
    }
    boolean rsa = chain.get(0).getPublicKey().getAlgorithm().equals("RSA");
    Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
    signature.initVerify(chain.get(0));
    signature.update(bytes);
    String base64 = proof.substring(signatureAt).replaceAll("-----[A-Z ]+-----", "");
    return signature.verify(Base64.getMimeDecoder().decode(base64));
  }
}
