package io.apfw.storage.trust;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Roots that an image brings: from the commit of that image on they are the only ones. The manifest
 * carries them, so the signature of the image is theirs too.
 *
 * @param serial grows with each update, from 1; one that is not above the last is not applied
 * @param roots 1 to {@value #ROOTS_MAX} certificates of authorities, none twice
 */
public record TrustUpdate(long serial, List<X509Certificate> roots) {
  /** How many roots an image can bring. */
  public static final int ROOTS_MAX = 8;

  static final String SERIAL_KEY = "x-apfw-trust-serial";
  private static final String ROOT_KEY = "x-apfw-trust-root-";

  /** Refuses what the format cannot say. */
  public TrustUpdate {
    roots = List.copyOf(roots);
    if (serial < 1) {
      throw new IllegalArgumentException(SERIAL_KEY + ": " + serial + ", allowed is 1 and more");
    }
    if (roots.isEmpty() || roots.size() > ROOTS_MAX) {
      throw new IllegalArgumentException(
          "a trust update has " + roots.size() + " roots, allowed are 1 to " + ROOTS_MAX);
    }
    if (new LinkedHashSet<>(roots).size() < roots.size()) {
      throw new IllegalArgumentException("a trust update has the same root twice");
    }
    for (X509Certificate root : roots) {
      if (root.getBasicConstraints() < 0) {
        throw new IllegalArgumentException(
            "'" + root.getSubjectX500Principal() + "' is no certificate of an authority");
      }
    }
  }

  /** The manifest's lines for it, in order. */
  Map<String, String> lines() {
    Map<String, String> lines = new TreeMap<>();
    try {
      for (int i = 0; i < roots.size(); i++) {
        lines.put(
            ROOT_KEY + (i + 1), Base64.getEncoder().encodeToString(roots.get(i).getEncoded()));
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a root that cannot be written: " + e.getMessage(), e);
    }
    lines.put(SERIAL_KEY, Long.toString(serial));
    return lines;
  }

  /** Takes the roots out of a manifest whose serial has been read. */
  static TrustUpdate take(long serial, ManifestLines lines) throws ImageRefusedException {
    List<X509Certificate> roots = new ArrayList<>();
    for (int i = 1; i <= ROOTS_MAX; i++) {
      String key = ROOT_KEY + i;
      if (lines.has(key)) {
        roots.add(root(key, lines.take(key)));
      }
    }
    return new TrustUpdate(serial, roots);
  }

  private static X509Certificate root(String key, String base64) throws ImageRefusedException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    } catch (CertificateException | IllegalArgumentException e) {
      throw Manifest.malformed(key + " is no certificate in DER and Base64: " + e.getMessage());
    }
  }
}
