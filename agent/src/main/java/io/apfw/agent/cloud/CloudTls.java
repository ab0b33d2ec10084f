package io.apfw.agent.cloud;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * TLS that believes the configured roots and no others: "Loading local CA certificates" in the
 * capture.
 *
 * @param sockets makes the sockets
 * @param trust judges the chains, by the JDK's PKIX
 */
record CloudTls(SSLSocketFactory sockets, X509TrustManager trust) {
  private static final int SAN_DNS = 2;
  private static final int SAN_IP = 7;

  static CloudTls trusting(List<X509Certificate> roots) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < roots.size(); i++) {
        store.setCertificateEntry("root" + i, roots.get(i));
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      X509TrustManager trust = (X509TrustManager) factory.getTrustManagers()[0];
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return new CloudTls(context.getSocketFactory(), trust);
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot trust the roots in cloud.trust: " + e, e);
    }
  }

  /**
   * The name by which a certificate, which was accepted for that domain, has it: the domain or a
   * wildcard. RFC 9525: a common name is none.
   */
  static String matchingName(X509Certificate certificate, String domain) {
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
