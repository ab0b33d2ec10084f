package io.apfw.agent.cloud;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What a server's certificate calls it. */
final class CertificateNames {
  private static final int SAN_DNS = 2;
  private static final int SAN_IP = 7;

  private CertificateNames() {}

  /**
   * The name by which a certificate, which was accepted for that domain, has it: the domain or a
   * wildcard. RFC 9525: a common name is none.
   */
  static String matching(X509Certificate certificate, String domain) {
    String wanted = domain.toLowerCase(Locale.ROOT);
    List<String> names = names(certificate);
    return names.stream()
        .filter(name -> name.equalsIgnoreCase(wanted))
        .findFirst()
        .or(() -> names.stream().filter(name -> covers(name, wanted)).findFirst())
        .orElse(domain);
  }

  private static boolean covers(String name, String domain) {
    int dot = domain.indexOf('.');
    return name.startsWith("*.")
        && dot > 0
        && name.substring(1).equalsIgnoreCase(domain.substring(dot));
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> name : alternatives) {
          if (name.get(0).equals(SAN_DNS) || name.get(0).equals(SAN_IP)) {
            names.add((String) name.get(1));
          }
        }
      }
    } catch (CertificateParsingException e) {
      return names; // TLS would not have accepted it
    }
    return names;
  }
}
