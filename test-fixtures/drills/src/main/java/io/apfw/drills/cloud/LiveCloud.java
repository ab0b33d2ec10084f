package io.apfw.drills.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.apfw.fixtures.pki.TestIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DrillCloud} on sockets: the exchange over TLS, the images over plain HTTP, as clouds of
 * the field do it.
 */
public final class LiveCloud implements AutoCloseable {
  private static final int REQUEST_BYTES_MAX = 64 * 1024;
  private static final char[] NO_PASSWORD = {};
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final HttpsServer exchange;
  private final HttpServer images;
  private volatile @Nullable DrillCloud cloud;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "drill cloud");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Starts both servers on free ports of loopback. Until {@link #answer} the exchange is
   * unavailable.
   *
   * @param identity what the exchange's server shows
   */
  public LiveCloud(TestIdentity identity) throws IOException {
    this(ANY, ANY, identity.key(), identity.chain());
  }

  /**
   * Starts both servers. Until {@link #answer} the exchange is unavailable.
   *
   * @param exchangeAt where the exchange listens
   * @param imagesAt where the images are
   * @param key the key of the exchange's server
   * @param chain its certificate, then the intermediates
   */
  public LiveCloud(
      InetSocketAddress exchangeAt,
      InetSocketAddress imagesAt,
      PrivateKey key,
      List<X509Certificate> chain)
      throws IOException {
    exchange = HttpsServer.create(exchangeAt, 0);
    exchange.setHttpsConfigurator(new HttpsConfigurator(tls(key, chain)));
    exchange.createContext("/firmware", this::firmware);
    exchange.setExecutor(workers);
    exchange.start();
    images = HttpServer.create(imagesAt, 0);
    images.setExecutor(workers);
    images.start();
  }

  private static SSLContext tls(PrivateKey key, List<X509Certificate> chain) throws IOException {
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry("cloud", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(keys, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** Lets that cloud answer from now on. */
  public void answer(DrillCloud brain) {
    cloud = brain;
  }

  /** Where the exchange is. */
  public int port() {
    return exchange.getAddress().getPort();
  }

  /** Serves a file, and says at which URL. */
  public String image(String name, Path file) {
    images.createContext("/fw/" + name, http -> serve(http, file));
    return url(name);
  }

  /** Where a file of that name is or would be. */
  public String url(String name) {
    InetSocketAddress at = images.getAddress();
    return "http://" + at.getAddress().getHostAddress() + ':' + at.getPort() + "/fw/" + name;
  }

  private void firmware(HttpExchange http) throws IOException {
    try (http) {
      String body;
      try (InputStream in = http.getRequestBody()) {
        body = new String(in.readNBytes(REQUEST_BYTES_MAX), StandardCharsets.US_ASCII);
      }
      Map<String, String> headers = new HashMap<>();
      http.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      CloudReply reply;
      synchronized (closed) {
        DrillCloud brain = cloud;
        reply =
            brain == null
                ? new CloudReply(503, Map.of(), "", CloudReply.How.WHOLE)
                : brain.answer(new CloudCall(headers, body));
      }
      send(http, reply);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(HttpExchange http, CloudReply reply) throws IOException, InterruptedException {
    if (reply.how() == CloudReply.How.NEVER) {
      closed.await();
      return;
    }
    http.getResponseHeaders().set("Content-Type", "text/plain; charset=UTF-8");
    reply.headers().forEach(http.getResponseHeaders()::set);
    byte[] body = reply.body().getBytes(StandardCharsets.US_ASCII);
    http.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      OutputStream out = http.getResponseBody();
      out.write(body, 0, reply.how() == CloudReply.How.HALF ? body.length / 2 : body.length);
      if (reply.how() == CloudReply.How.WHOLE) {
        out.close();
      } else {
        out.flush();
      }
    }
  }

  private static void serve(HttpExchange http, Path file) throws IOException {
    try (http) {
      http.sendResponseHeaders(200, Files.size(file));
      Files.copy(file, http.getResponseBody());
    }
  }

  @Override
  public void close() {
    closed.countDown();
    exchange.stop(0);
    images.stop(0);
    workers.shutdownNow();
  }
}
