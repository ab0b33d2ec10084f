package io.apfw.storage.trust;

import io.apfw.storage.trust.ChainVerdict.ChainFault;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * X.509 chains against configured roots (RFC 5280 6, by the JDK's PKIX validator, without
 * revocation), validity at a given instant, and the purpose of the end certificate. Used for image
 * signers and for both ends of DTLS.
 */
public final class ChainVerifier {
  private static final int CHAIN_LENGTH_MAX = 8;
  private static final Pattern WEAK_DIGEST = Pattern.compile("(?i)MD[245]|SHA-?1(?![0-9])");
  private static final int KEY_USAGE_DIGITAL_SIGNATURE = 0;

  private final TrustStore trust;
  private final NoUsagePolicy noUsagePolicy;

  /** A verifier; the policy decides about end certificates without an extended key usage. */
  public ChainVerifier(TrustStore trust, NoUsagePolicy noUsagePolicy) {
    this.trust = trust;
    this.noUsagePolicy = noUsagePolicy;
  }

  /**
   * Judges a chain.
   *
   * @param presented the end certificate first, the others in any order; a root among them is of no
   *     consequence
   * @param usage what the end certificate must be for
   * @param at the instant at which every certificate must be valid
   */
  public ChainVerdict verify(List<X509Certificate> presented, ExtendedUsage usage, Instant at) {
    if (presented.isEmpty()) {
      return new ChainVerdict.Refused(ChainFault.MALFORMED, "no certificate was presented");
    }
    X509Certificate end = presented.get(0);
    List<X509Certificate> path = new ArrayList<>(List.of(end));
    Optional<X509Certificate> root = rootFor(end);
    while (root.isEmpty()) {
      Optional<X509Certificate> issuer = issuerAmong(presented, path);
      if (issuer.isEmpty() || path.size() == CHAIN_LENGTH_MAX) {
        return new ChainVerdict.Refused(
            ChainFault.UNTRUSTED,
            name(end)
                + " does not lead to a trusted root: no issuer "
                + path.get(path.size() - 1).getIssuerX500Principal());
      }
      path.add(issuer.get());
      root = rootFor(issuer.get());
    }
    if (signsAlways(usage)) {
      Optional<X509Certificate> weak = path.stream().filter(ChainVerifier::isWeak).findFirst();
      if (weak.isPresent()) {
        return new ChainVerdict.Refused(
            ChainFault.UNTRUSTED,
            name(weak.get()) + " is signed with " + weak.get().getSigAlgName() + ", too weak");
      }
    }
    ChainVerdict verdict = validate(path, root.get(), at);
    return verdict instanceof ChainVerdict.Trusted ? checkUsage(end, usage, verdict) : verdict;
  }

  /** A trusted path and the root that it ends at. */
  List<X509Certificate> withRoot(List<X509Certificate> path) {
    List<X509Certificate> whole = new ArrayList<>(path);
    rootFor(path.get(path.size() - 1)).ifPresent(whole::add);
    return whole;
  }

  private Optional<X509Certificate> rootFor(X509Certificate certificate) {
    return trust.roots().stream().filter(root -> issued(root, certificate)).findFirst();
  }

  private static Optional<X509Certificate> issuerAmong(
      List<X509Certificate> presented, List<X509Certificate> path) {
    X509Certificate last = path.get(path.size() - 1);
    return presented.stream()
        .filter(candidate -> !path.contains(candidate) && issued(candidate, last))
        .findFirst();
  }

  private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
    if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static ChainVerdict validate(
      List<X509Certificate> path, X509Certificate root, Instant at) {
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return new ChainVerdict.Trusted(List.copyOf(path));
    } catch (CertPathValidatorException e) {
      X509Certificate culprit = e.getIndex() < 0 ? path.get(0) : path.get(e.getIndex());
      if (e.getReason() == BasicReason.EXPIRED) {
        return new ChainVerdict.Refused(
            ChainFault.EXPIRED,
            name(culprit) + " expired at " + culprit.getNotAfter().toInstant() + ", now is " + at);
      }
      if (e.getReason() == BasicReason.NOT_YET_VALID) {
        return new ChainVerdict.Refused(
            ChainFault.NOT_YET_VALID,
            name(culprit) + " begins at " + culprit.getNotBefore().toInstant() + ", now is " + at);
      }
      return new ChainVerdict.Refused(ChainFault.UNTRUSTED, name(culprit) + ": " + e.getMessage());
    } catch (GeneralSecurityException e) {
      return new ChainVerdict.Refused(ChainFault.MALFORMED, name(path.get(0)) + ": " + e);
    }
  }

  private ChainVerdict checkUsage(
      X509Certificate end, ExtendedUsage usage, ChainVerdict otherwise) {
    List<String> usages;
    try {
      usages = end.getExtendedKeyUsage();
    } catch (CertificateParsingException e) {
      return new ChainVerdict.Refused(ChainFault.MALFORMED, name(end) + ": " + e);
    }
    if (usages == null && noUsagePolicy == NoUsagePolicy.REFUSE) {
      return new ChainVerdict.Refused(
          ChainFault.USAGE,
          name(end) + " has no extended key usage, needed is " + usage + " " + usage.oid());
    }
    if (usages != null && !usage.allowedBy(usages)) {
      return new ChainVerdict.Refused(
          ChainFault.USAGE,
          name(end) + " is for " + usages + ", needed is " + usage + " " + usage.oid());
    }
    boolean[] keyUsage = end.getKeyUsage();
    if (keyUsage != null && !keyUsage[KEY_USAGE_DIGITAL_SIGNATURE] && signsAlways(usage)) {
      return new ChainVerdict.Refused(
          ChainFault.USAGE, name(end) + " may not sign: its key usage lacks digitalSignature");
    }
    return otherwise;
  }

  /** An RSA certificate may serve DTLS with key encipherment alone; an image is always signed. */
  private static boolean signsAlways(ExtendedUsage usage) {
    return usage == ExtendedUsage.CODE_SIGNING || usage == ExtendedUsage.TIME_STAMPING;
  }

  /** Old controllers show such certificates; what signs firmware has no excuse. */
  private static boolean isWeak(X509Certificate certificate) {
    return WEAK_DIGEST.matcher(certificate.getSigAlgName()).find();
  }

  private static String name(X509Certificate certificate) {
    return "'" + certificate.getSubjectX500Principal() + "'";
  }
}
