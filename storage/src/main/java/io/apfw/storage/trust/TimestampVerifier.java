package io.apfw.storage.trust;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Time-stamp tokens (RFC 3161) in a signature's unsigned attribute id-aa-timeStampToken: proof that
 * the signature was there at an instant, and so made before its signer's certificate expired.
 *
 * <p>The readings of a token whose authority has expired itself: it was good when it was made; or,
 * ours, an authority must be valid at the time it names <em>and</em> now, for a key that nobody
 * guards any longer can write any date.
 */
final class TimestampVerifier {
  private final ChainVerifier authorities;

  TimestampVerifier(TrustStore roots) {
    this.authorities = new ChainVerifier(roots, NoUsagePolicy.REFUSE);
  }

  /**
   * When the signature was there already; empty when it has no token.
   *
   * @throws ImageRefusedException TIMESTAMP_BAD for a token that is not to be believed
   */
  Optional<Instant> stamped(SignerInformation signer, TimeReading now)
      throws ImageRefusedException {
    AttributeTable unsigned = signer.getUnsignedAttributes();
    Attribute attribute =
        unsigned == null ? null : unsigned.get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
    if (attribute == null) {
      return Optional.empty();
    }
    try {
      TimeStampToken token =
          new TimeStampToken(ContentInfo.getInstance(attribute.getAttrValues().getObjectAt(0)));
      return Optional.of(check(token, signer, now));
    } catch (CertificateException
        | OperatorCreationException
        | TSPException
        | IOException
        | RuntimeException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  private Instant check(TimeStampToken token, SignerInformation signer, TimeReading now)
      throws ImageRefusedException, CertificateException, OperatorCreationException, TSPException {
    String digest =
        SignatureAlgorithms.digestName(token.getTimeStampInfo().getMessageImprintAlgOID());
    if (!MessageDigest.isEqual(
        token.getTimeStampInfo().getMessageImprintDigest(),
        digest(digest, signer.getSignature()))) {
      throw bad("it is of another signature");
    }
    List<X509Certificate> chain = chain(token);
    SignerInformation authority =
        token.toCMSSignedData().getSignerInfos().getSigners().iterator().next();
    SignatureAlgorithms.check(authority, chain.get(0).getPublicKey());
    token.validate(CmsSignature.verifierFor(authority).build(chain.get(0)));
    Instant stamped = token.getTimeStampInfo().getGenTime().toInstant();
    if (stamped.isAfter(now.at())) {
      throw bad("it is of " + stamped + ", now is " + now.at() + now.words());
    }
    for (Instant at : List.of(stamped, now.at())) {
      if (authorities.verify(chain, ExtendedUsage.TIME_STAMPING, at)
          instanceof ChainVerdict.Refused refused) {
        throw bad(refused.detail() + (refused.ofTime() && at.equals(now.at()) ? now.words() : ""));
      }
    }
    return stamped;
  }

  @SuppressWarnings("unchecked") // the store's Selector is raw in Bouncy Castle
  private static List<X509Certificate> chain(TimeStampToken token)
      throws CertificateException, ImageRefusedException {
    JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
    Set<X509Certificate> chain = new LinkedHashSet<>();
    Collection<X509CertificateHolder> own = token.getCertificates().getMatches(token.getSID());
    for (X509CertificateHolder holder : own) {
      chain.add(converter.getCertificate(holder));
    }
    if (chain.size() != 1) {
      throw bad("it carries " + chain.size() + " certificates of its authority, needed is 1");
    }
    for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
      chain.add(converter.getCertificate(holder));
    }
    return List.copyOf(chain);
  }

  private static byte[] digest(String name, byte[] bytes) {
    try {
      return MessageDigest.getInstance(name).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }

  private static ImageRefusedException bad(String detail) {
    return new ImageRefusedException(ImageFault.TIMESTAMP_BAD, detail);
  }
}
