package io.apfw.drills.ac;

import io.apfw.fetch.AddressRule;
import io.apfw.fetch.FetchException;
import io.apfw.fetch.Fetcher;
import io.apfw.fetch.Fetchers;
import io.apfw.fetch.HttpFetcher;
import io.apfw.fetch.HttpSettings;
import io.apfw.fetch.LazyFetcher;
import io.apfw.fetch.Location.Scheme;
import io.apfw.fetch.SftpFetcher;
import io.apfw.fetch.TftpFetcher;
import io.apfw.storage.trust.Pem;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The agent's fetchers, as a controller's file says. */
final class AcFetchers {
  private static final int REDIRECTS_MAX = 5;

  private AcFetchers() {}

  static Fetcher of(AcSettings.Fetch fetch) {
    return new Fetchers(
        Map.of(
            Scheme.TFTP,
            new TftpFetcher(fetch.tftp()),
            Scheme.SFTP,
            new SftpFetcher(fetch.sftp()),
            Scheme.HTTPS,
            new LazyFetcher(() -> new HttpFetcher(http(fetch), AddressRule.ANY))));
  }

  private static HttpSettings http(AcSettings.Fetch fetch) throws FetchException {
    try {
      X509TrustManager authorities = authorities(fetch.trust());
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, new TrustManager[] {authorities}, null);
      return new HttpSettings(
          fetch.connectMillis(),
          fetch.silenceMillis(),
          REDIRECTS_MAX,
          false,
          tls.getSocketFactory(),
          authorities,
          System.getenv(),
          "drill-controller");
    } catch (GeneralSecurityException | IOException e) {
      throw new FetchException(Cause.SERVER_UNTRUSTED, "fetch.trust: " + e.getMessage());
    }
  }

  private static X509TrustManager authorities(Optional<Path> trust)
      throws GeneralSecurityException, IOException {
    @Nullable KeyStore roots = null;
    if (trust.isPresent()) {
      roots = KeyStore.getInstance(KeyStore.getDefaultType());
      roots.load(null, null);
      for (X509Certificate root : Pem.certificates(trust.get())) {
        roots.setCertificateEntry("root " + roots.size(), root);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(roots);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager one) {
        return one;
      }
    }
    throw new GeneralSecurityException("this Java has no X.509");
  }
}
