package io.apfw.storage.trust;

import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cms.SignerInformation;

/** What a signature may be made with: SHA-256 and up; RSA of 2048 bits and up, ECDSA, Ed25519. */
final class SignatureAlgorithms {
  static final int RSA_BITS_MIN = 2048;

  private static final Map<ASN1ObjectIdentifier, String> DIGESTS =
      Map.of(
          NISTObjectIdentifiers.id_sha256, "SHA-256",
          NISTObjectIdentifiers.id_sha384, "SHA-384",
          NISTObjectIdentifiers.id_sha512, "SHA-512");

  /** With rsaEncryption the digest stands apart; with the others it is part of the name. */
  private static final Set<ASN1ObjectIdentifier> SIGNATURES =
      Set.of(
          PKCSObjectIdentifiers.rsaEncryption,
          PKCSObjectIdentifiers.sha256WithRSAEncryption,
          PKCSObjectIdentifiers.sha384WithRSAEncryption,
          PKCSObjectIdentifiers.sha512WithRSAEncryption,
          PKCSObjectIdentifiers.id_RSASSA_PSS,
          X9ObjectIdentifiers.ecdsa_with_SHA256,
          X9ObjectIdentifiers.ecdsa_with_SHA384,
          X9ObjectIdentifiers.ecdsa_with_SHA512,
          EdECObjectIdentifiers.id_Ed25519);

  private SignatureAlgorithms() {}

  static AlgorithmIdentifier of(SignerInformation signer) {
    return signer.toASN1Structure().getDigestEncryptionAlgorithm();
  }

  /** Refuses what is too weak or unknown. */
  static void check(SignerInformation signer, PublicKey key) throws ImageRefusedException {
    AlgorithmIdentifier signature = of(signer);
    if (!SIGNATURES.contains(signature.getAlgorithm())) {
      throw CmsSignature.malformed(
          "signature algorithm " + signature.getAlgorithm() + " is not allowed");
    }
    if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < RSA_BITS_MIN) {
      throw CmsSignature.malformed(
          "an RSA key of "
              + rsa.getModulus().bitLength()
              + " bits, allowed are "
              + RSA_BITS_MIN
              + " and more");
    }
    digestName(signer.getDigestAlgorithmID().getAlgorithm());
    if (signature.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      RSASSAPSSparams pss;
      try {
        pss = RSASSAPSSparams.getInstance(signature.getParameters());
      } catch (RuntimeException e) {
        throw CmsSignature.malformed("PSS parameters: " + e.getMessage());
      }
      if (pss == null) {
        throw CmsSignature.malformed("PSS without parameters means SHA-1, which is not allowed");
      }
      digestName(pss.getHashAlgorithm().getAlgorithm());
    }
  }

  /** The JDK's name of a digest that is allowed. */
  static String digestName(ASN1ObjectIdentifier digest) throws ImageRefusedException {
    String name = DIGESTS.get(digest);
    if (name == null) {
      throw CmsSignature.malformed("digest " + digest + ", allowed are " + DIGESTS.values());
    }
    return name;
  }
}
