package io.apfw.storage.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What certificate revocation lists (RFC 5280 5) decide about a signer's chain. They come from a
 * file or a directory, read anew for each image, and from the signature itself, which a list's own
 * signature makes as good.
 *
 * <p>A list counts when the certificate's issuer has signed it and may sign lists. The readings of
 * one that is out of date: it says nothing any more; or, ours, it still says who was revoked, for
 * nobody is ever un-revoked, but no longer who was not. So it never satisfies {@link
 * Rule#REQUIRED}, and never lets a revoked signer in. A certificate on hold is revoked. A list with
 * a critical extension (a delta, an indirect or a partial list) is none.
 *
 * @param rule what to do with what the lists say
 * @param lists a file, or a directory of files, in PEM or DER
 */
public record Revocation(Rule rule, Optional<Path> lists) {
  /** Lists that come with the signature, if any. */
  public static final Revocation KNOWN = new Revocation(Rule.KNOWN, Optional.empty());

  private static final int KEY_USAGE_CRL_SIGN = 6;
  private static final int FILES_MAX = 64;
  private static final int FILE_BYTES_MAX = 4 * 1024 * 1024;

  /** What to do with what the lists say. */
  public enum Rule {
    /** Nothing. */
    OFF,
    /** A certificate on a list is refused; where there is no list, nothing is known against it. */
    KNOWN,
    /** Every certificate of the chain needs a list that is in date, and must not be on it. */
    REQUIRED
  }

  /**
   * Judges a chain.
   *
   * @param chain from the signer's certificate to the root
   * @throws ImageRefusedException SIGNER_REVOKED, or REVOCATION_UNKNOWN
   */
  void check(List<X509Certificate> chain, List<X509CRL> carried, TimeReading now)
      throws ImageRefusedException {
    if (rule == Rule.OFF) {
      return;
    }
    List<X509CRL> all = new ArrayList<>(carried);
    try {
      all.addAll(load());
    } catch (IOException e) {
      throw new ImageRefusedException(
          ImageFault.REVOCATION_UNKNOWN, String.valueOf(e.getMessage()));
    }
    for (int i = 0; i + 1 < chain.size(); i++) {
      check(chain.get(i), chain.get(i + 1), all, now);
    }
  }

  private void check(
      X509Certificate certificate, X509Certificate issuer, List<X509CRL> all, TimeReading now)
      throws ImageRefusedException {
    boolean inDate = false;
    for (X509CRL list : all) {
      if (!signed(list, issuer)) {
        continue;
      }
      if (list.isRevoked(certificate)) {
        throw new ImageRefusedException(
            ImageFault.SIGNER_REVOKED,
            "'"
                + certificate.getSubjectX500Principal()
                + "' since "
                + list.getRevokedCertificate(certificate).getRevocationDate().toInstant());
      }
      inDate |= inDate(list, now.at());
    }
    if (rule == Rule.REQUIRED && !inDate) {
      throw new ImageRefusedException(
          ImageFault.REVOCATION_UNKNOWN,
          "no revocation list by '"
              + issuer.getSubjectX500Principal()
              + "' that is in date, now is "
              + now.at()
              + now.words());
    }
  }

  private static boolean signed(X509CRL list, X509Certificate issuer) {
    boolean[] usage = issuer.getKeyUsage();
    if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
        || list.hasUnsupportedCriticalExtension()
        || !criticalExtensions(list)
        || (usage != null && !usage[KEY_USAGE_CRL_SIGN])) {
      return false;
    }
    try {
      list.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * The JDK knows deltas and partial lists and calls them supported; here nobody puts them
   * together.
   */
  private static boolean criticalExtensions(X509CRL list) {
    return list.getCriticalExtensionOIDs() == null || list.getCriticalExtensionOIDs().isEmpty();
  }

  private static boolean inDate(X509CRL list, Instant at) {
    return list.getNextUpdate() != null
        && !at.isAfter(list.getNextUpdate().toInstant())
        && !at.isBefore(list.getThisUpdate().toInstant());
  }

  /**
   * Reads the configured lists.
   *
   * @throws IOException naming the file that cannot be read, or is no list
   */
  public List<X509CRL> load() throws IOException {
    if (lists.isEmpty()) {
      return List.of();
    }
    List<Path> files;
    if (Files.isDirectory(lists.get())) {
      try (Stream<Path> all = Files.list(lists.get())) {
        files = all.filter(Files::isRegularFile).sorted().limit(FILES_MAX + 1L).toList();
      }
      if (files.size() > FILES_MAX) {
        throw new IOException(lists.get() + " has more than " + FILES_MAX + " revocation lists");
      }
    } else {
      files = List.of(lists.get());
    }
    List<X509CRL> found = new ArrayList<>();
    for (Path file : files) {
      found.addAll(load(file));
    }
    return found;
  }

  private static List<X509CRL> load(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw new IOException(file + " has more than " + FILE_BYTES_MAX + " bytes");
      }
      List<X509CRL> found = new ArrayList<>();
      for (CRL list :
          CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(bytes))) {
        found.add((X509CRL) list);
      }
      if (found.isEmpty()) {
        throw new IOException(file + " holds no revocation list (BEGIN X509 CRL, or DER)");
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds no revocation list: " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file of revocation lists", e);
    }
  }
}
