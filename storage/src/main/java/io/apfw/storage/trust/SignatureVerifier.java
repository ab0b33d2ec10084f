package io.apfw.storage.trust;

import io.apfw.storage.trust.ChainVerdict.ChainFault;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether a manifest's signature is good and its signer trusted, by a {@link SignerPolicy}. */
final class SignatureVerifier {
  private final SignerPolicy policy;

  SignatureVerifier(SignerPolicy policy) {
    this.policy = policy;
  }

  /**
   * The one trusted signer.
   *
   * @param provenTime it is this late at least, as a certificate or time-stamp authority has it
   */
  record Signer(String subject, Instant provenTime) {}

  Signer verify(byte[] manifest, byte[] signature, TimeReading now) throws ImageRefusedException {
    return verify(manifest, signature, policy.roots().trusted(), now);
  }

  /** The same by other roots than those that are trusted now. */
  Signer verify(byte[] manifest, byte[] signature, TrustStore roots, TimeReading now)
      throws ImageRefusedException {
    CmsSignature cms = CmsSignature.parse(manifest, signature);
    cms.check();
    ChainVerifier chains = new ChainVerifier(roots, NoUsagePolicy.REFUSE);
    ChainVerdict verdict = chains.verify(cms.chain(), ExtendedUsage.CODE_SIGNING, now.at());
    Instant proven = Instant.EPOCH;
    if (verdict instanceof ChainVerdict.Refused refused && refused.fault() == ChainFault.EXPIRED) {
      Optional<Instant> stamped =
          policy.timestamps().isEmpty()
              ? Optional.empty()
              : new TimestampVerifier(policy.timestamps().get()).stamped(cms.signer(), now);
      if (stamped.isPresent()) {
        proven = stamped.get();
        verdict = chains.verify(cms.chain(), ExtendedUsage.CODE_SIGNING, proven);
      }
    }
    if (verdict instanceof ChainVerdict.Refused refused) {
      throw new ImageRefusedException(
          faultOf(refused.fault()), refused.detail() + (refused.ofTime() ? now.words() : ""));
    }
    ChainVerdict.Trusted trusted = (ChainVerdict.Trusted) verdict;
    policy.revocation().check(chains.withRoot(trusted.path()), cms.crls(), now);
    policy.names().check(cms.certificate());
    return new Signer(
        cms.certificate().getSubjectX500Principal().getName(),
        List.of(proven, trusted.beginning()).stream().max(Instant::compareTo).orElseThrow());
  }

  /**
   * Holds the roots that an image brings against the rules that keep an AP from being locked out:
   * whoever signed this image can sign the next, for its signature is good by the new roots as
   * well. So a root is introduced by one image and the old one retired by a later one.
   *
   * @throws ImageRefusedException TRUST_UPDATE_BAD
   */
  void checkUpdate(TrustUpdate update, byte[] manifest, byte[] signature, TimeReading now)
      throws ImageRefusedException {
    long serial = policy.roots().serial();
    if (update.serial() < serial) {
      return;
    }
    if (update.serial() == serial && !policy.roots().trusted().roots().equals(update.roots())) {
      throw badUpdate("serial " + serial + " was given to other roots before");
    }
    for (X509Certificate root : update.roots()) {
      if (now.at().isAfter(root.getNotAfter().toInstant())) {
        throw badUpdate(
            "'"
                + root.getSubjectX500Principal()
                + "' expired at "
                + root.getNotAfter().toInstant()
                + ", now is "
                + now.at()
                + now.words());
      }
    }
    try {
      verify(manifest, signature, new TrustStore(update.roots()), now);
    } catch (ImageRefusedException e) {
      throw badUpdate("the image itself would not pass by them: " + e.detail());
    }
  }

  private static ImageRefusedException badUpdate(String detail) {
    return new ImageRefusedException(ImageFault.TRUST_UPDATE_BAD, detail);
  }

  private static ImageFault faultOf(ChainFault fault) {
    return switch (fault) {
      case MALFORMED -> ImageFault.SIGNATURE_MALFORMED;
      case UNTRUSTED -> ImageFault.SIGNER_UNTRUSTED;
      case EXPIRED -> ImageFault.SIGNER_EXPIRED;
      case NOT_YET_VALID -> ImageFault.SIGNER_NOT_YET_VALID;
      case USAGE -> ImageFault.SIGNER_USAGE;
    };
  }
}
