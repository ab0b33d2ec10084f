package io.apfw.agent.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom HTTPS trusts: the JDK's own checks, with this machine's authorities or configured ones. */
record HttpTrust(SSLSocketFactory sockets, X509TrustManager authorities) {
  static HttpTrust of(Optional<Path> trust) throws IOException {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trust.isPresent() ? store(trust.get()) : null);
      X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      return new HttpTrust(context.getSocketFactory(), manager);
    } catch (GeneralSecurityException e) {
      throw new IOException("authorities for HTTPS: " + e.getMessage(), e);
    }
  }

  private static KeyStore store(Path trust) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Path file : files(trust)) {
      try (InputStream in = Files.newInputStream(file)) {
        for (Certificate certificate :
            CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          store.setCertificateEntry("authority" + store.size(), certificate);
        }
      } catch (GeneralSecurityException e) {
        throw new IOException(file + " is not a PEM certificate: " + e.getMessage(), e);
      }
    }
    if (store.size() == 0) {
      throw new IOException(trust + " has no certificate in PEM that HTTPS could trust");
    }
    return store;
  }

  private static List<Path> files(Path trust) throws IOException {
    if (!Files.isDirectory(trust)) {
      return List.of(trust);
    }
    try (Stream<Path> all = Files.list(trust)) {
      return all.filter(file -> file.toString().matches(".*\\.(pem|crt)")).sorted().toList();
    }
  }
}
