package io.apfw.storage.trust;

import java.io.IOException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * CMS SignedData (RFC 5652), detached, DER, over the manifest, by exactly one signer: what can be
 * said of it without knowing whom to trust.
 *
 * @param signer its one signer
 * @param chain the signer's certificate first, then all others that it carries
 * @param crls the revocation lists that it carries, believed by nobody yet
 */
record CmsSignature(SignerInformation signer, List<X509Certificate> chain, List<X509CRL> crls) {
  private static final int CRLS_MAX = 16;

  static CmsSignature parse(byte[] manifest, byte[] signature) throws ImageRefusedException {
    CMSSignedData signed = structure(manifest, signature);
    Collection<SignerInformation> signers = signers(signed);
    if (signers.size() != 1) {
      throw new ImageRefusedException(
          ImageFault.SIGNER_COUNT, "it has " + signers.size() + " signers");
    }
    if (!signed.isDetachedSignature()) {
      throw malformed("it carries content of its own; it must be detached");
    }
    SignerInformation signer = signers.iterator().next();
    return new CmsSignature(signer, chain(signed, signer), crls(signed));
  }

  /** The signer's own certificate. */
  X509Certificate certificate() {
    return chain.get(0);
  }

  private static CMSSignedData structure(byte[] manifest, byte[] signature)
      throws ImageRefusedException {
    if (signature.length == 0) {
      throw malformed("the image is not signed");
    }
    if (signature.length > ImageHead.SIGNATURE_BYTES_MAX) {
      throw malformed(signature.length + " bytes, allowed are " + ImageHead.SIGNATURE_BYTES_MAX);
    }
    try {
      // fromByteArray, not the stream constructor: that one ignores what follows the structure.
      ContentInfo content = ContentInfo.getInstance(ASN1Primitive.fromByteArray(signature));
      return new CMSSignedData(new CMSProcessableByteArray(manifest), content);
    } catch (IOException | CMSException | RuntimeException e) {
      throw malformed("not CMS SignedData: " + e.getMessage());
    }
  }

  private static Collection<SignerInformation> signers(CMSSignedData signed)
      throws ImageRefusedException {
    try {
      return signed.getSignerInfos().getSigners();
    } catch (RuntimeException e) {
      throw malformed("a signer in it cannot be read: " + e.getMessage());
    }
  }

  @SuppressWarnings("unchecked") // the store's Selector is raw in Bouncy Castle
  private static List<X509Certificate> chain(CMSSignedData signed, SignerInformation signer)
      throws ImageRefusedException {
    Set<X509Certificate> chain = new LinkedHashSet<>();
    try {
      JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
      Collection<X509CertificateHolder> own = signed.getCertificates().getMatches(signer.getSID());
      for (X509CertificateHolder holder : own) {
        chain.add(converter.getCertificate(holder));
      }
      if (chain.size() != 1) {
        throw malformed("it carries " + chain.size() + " certificates of its signer, needed is 1");
      }
      for (X509CertificateHolder holder : signed.getCertificates().getMatches(null)) {
        chain.add(converter.getCertificate(holder));
      }
      return List.copyOf(chain);
    } catch (CertificateException | RuntimeException e) {
      throw malformed("a certificate in it cannot be read: " + e.getMessage());
    }
  }

  private static List<X509CRL> crls(CMSSignedData signed) throws ImageRefusedException {
    List<X509CRL> crls = new ArrayList<>();
    try {
      JcaX509CRLConverter converter = new JcaX509CRLConverter();
      for (X509CRLHolder holder : signed.getCRLs().getMatches(null)) {
        crls.add(converter.getCRL(holder));
      }
    } catch (CRLException | RuntimeException e) {
      throw malformed("a revocation list in it cannot be read: " + e.getMessage());
    }
    if (crls.size() > CRLS_MAX) {
      throw malformed("it carries " + crls.size() + " revocation lists, allowed are " + CRLS_MAX);
    }
    return crls;
  }

  /** Holds the signature against the manifest and the signer's key; says nothing of trust. */
  void check() throws ImageRefusedException {
    SignatureAlgorithms.check(signer, certificate().getPublicKey());
    try {
      // By the key, not the certificate: validity is judged by the chain, at an instant we choose.
      if (!signer.verify(verifierFor(signer).build(certificate().getPublicKey()))) {
        throw bad("signed by " + certificate().getSubjectX500Principal());
      }
    } catch (CMSException | OperatorCreationException | RuntimeException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  static JcaSimpleSignerInfoVerifierBuilder verifierFor(SignerInformation signer) {
    JcaSimpleSignerInfoVerifierBuilder builder = new JcaSimpleSignerInfoVerifierBuilder();
    if (SignatureAlgorithms.of(signer).getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      // The JDK has PSS under a name that the builder does not know.
      builder.setProvider(new BouncyCastleProvider());
    }
    return builder;
  }

  static ImageRefusedException malformed(String detail) {
    return new ImageRefusedException(ImageFault.SIGNATURE_MALFORMED, detail);
  }

  private static ImageRefusedException bad(String detail) {
    return new ImageRefusedException(ImageFault.SIGNATURE_BAD, detail);
  }
}
