package io.apfw.agent.tls;

import io.apfw.storage.trust.TrustedClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whom TLS trusts: the JDK's own checks, with given authorities or this machine's, at a time that a
 * clock which was never set cannot fool.
 *
 * @param sockets makes the sockets
 * @param authorities judges the chains
 */
public record ServerTrust(SSLSocketFactory sockets, X509TrustManager authorities) {
  /**
   * These authorities and no others.
   *
   * @throws IOException when this Java cannot use them
   */
  public static ServerTrust of(List<X509Certificate> roots, TrustedClock clock) throws IOException {
    try {
      TimedTrust manager = new TimedTrust(roots, clock);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      return new ServerTrust(context.getSocketFactory(), manager);
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot trust these roots: " + e.getMessage(), e);
    }
  }

  /**
   * Those of a file or a directory.
   *
   * @param trust PEM certificates, a file or a directory of {@code .pem} and {@code .crt} files;
   *     this machine's own authorities when empty
   * @throws IOException when there is none, or one cannot be read
   */
  public static ServerTrust of(Optional<Path> trust, TrustedClock clock) throws IOException {
    return of(trust.isPresent() ? read(trust.get()) : ofThisMachine(), clock);
  }

  private static List<X509Certificate> ofThisMachine() throws IOException {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return Arrays.stream(factory.getTrustManagers())
          .map(X509TrustManager.class::cast)
          .flatMap(manager -> Stream.of(manager.getAcceptedIssuers()))
          .toList();
    } catch (GeneralSecurityException e) {
      throw new IOException("this machine's authorities: " + e.getMessage(), e);
    }
  }

  private static List<X509Certificate> read(Path trust) throws IOException {
    List<X509Certificate> roots = new ArrayList<>();
    for (Path file : files(trust)) {
      try (InputStream in = Files.newInputStream(file)) {
        CertificateFactory.getInstance("X.509")
            .generateCertificates(in)
            .forEach(certificate -> roots.add((X509Certificate) certificate));
      } catch (GeneralSecurityException e) {
        throw new IOException(file + " is not a PEM certificate: " + e.getMessage(), e);
      }
    }
    if (roots.isEmpty()) {
      throw new IOException(trust + " has no certificate in PEM that HTTPS could trust");
    }
    return roots;
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
