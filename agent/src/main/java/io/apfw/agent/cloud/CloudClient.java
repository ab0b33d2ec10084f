package io.apfw.agent.cloud;

import io.apfw.agent.tls.ServerTrust;
import io.apfw.cloud.CloudAction;
import io.apfw.cloud.CloudEvent;
import io.apfw.cloud.CloudFailure;
import io.apfw.cloud.CloudFailure.Cause;
import io.apfw.cloud.CloudRequest;
import io.apfw.cloud.CloudResponse;
import io.apfw.cloud.Header;
import io.apfw.storage.trust.TrustedClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.HostnameVerifier;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the cloud check's exchanges: one connection each, HTTP/1.1 over TLS 1.2 or 1.3 with
 * the configured roots, never redirected, never repeated. What happens comes back as {@link
 * CloudEvent}s from one worker thread.
 *
 * <p>May lose nothing, blocks the worker only, throws nothing.
 */
public final class CloudClient implements AutoCloseable {
  /**
   * Where the cloud is, and whom to believe.
   *
   * @param url https; its path is not used
   * @param domain the name that the certificate must have
   * @param roots whose certificates are believed
   * @param clock by which they are
   * @param timeoutMillis of connecting and of each receiving and sending
   */
  public record Settings(
      URI url, String domain, List<X509Certificate> roots, TrustedClock clock, long timeoutMillis) {
    public Settings {
      roots = List.copyOf(roots);
    }

    /** The Host header. */
    String host() {
      return CloudClient.host(url);
    }
  }

  private static final int HTTPS_PORT = 443;

  private final Settings settings;
  private final Prover prover;
  private final Consumer<CloudEvent> events;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "cloud");
            thread.setDaemon(true);
            return thread;
          });
  private final Object lock = new Object();
  private @Nullable Session session;

  /** The worker's; made for its first exchange, for it would be a third of the agent's start. */
  private @Nullable OkHttpClient base;

  /** One exchange: its number, its connection, and the call that is out. */
  private static final class Session {
    private final int attempt;
    private @Nullable OkHttpClient client;
    private @Nullable Call call;
    private boolean over;

    Session(int attempt) {
      this.attempt = attempt;
    }
  }

  /**
   * Connects to nothing yet.
   *
   * @param events takes what happens, on the worker's thread; must not block
   */
  public CloudClient(Settings settings, Prover prover, Consumer<CloudEvent> events) {
    this.settings = settings;
    this.prover = prover;
    this.events = events;
  }

  /** The Host header for a URL: with the port when it is not that of https. */
  public static String host(URI url) {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    return url.getPort() < 0 || url.getPort() == HTTPS_PORT ? host : host + ":" + url.getPort();
  }

  /** Carries out what the machine wants of the network; other actions are not for this. */
  public void run(CloudAction action) {
    if (action instanceof CloudAction.Begin begin) {
      Session next = new Session(begin.attempt());
      synchronized (lock) {
        session = next;
      }
      worker.execute(() -> begin(next, begin.request()));
    } else if (action instanceof CloudAction.Prove prove) {
      worker.execute(() -> prove(prove));
    } else if (action instanceof CloudAction.Post post) {
      Session current = current(post.attempt());
      OkHttpClient client = current == null ? null : current.client;
      if (current != null && client != null) {
        worker.execute(() -> post(current, client, post.request()));
      }
    } else if (action instanceof CloudAction.Disconnect disconnect) {
      end(current(disconnect.attempt()));
    }
  }

  private @Nullable Session current(int attempt) {
    synchronized (lock) {
      return session != null && session.attempt == attempt ? session : null;
    }
  }

  private void begin(Session next, CloudRequest request) {
    try {
      OkHttpClient client =
          base()
              .newBuilder()
              .connectionPool(new ConnectionPool(1, 1, TimeUnit.MINUTES))
              .eventListener(new Watcher(next.attempt))
              .build();
      synchronized (lock) {
        next.client = client;
      }
      post(next, client, request);
    } catch (IOException e) {
      fail(
          next.attempt,
          new CloudFailure(Cause.CLOUD_TLS, Faults.clean(String.valueOf(e.getMessage()))));
    }
  }

  private OkHttpClient base() throws IOException {
    OkHttpClient made = base;
    if (made == null) {
      ServerTrust trust = ServerTrust.of(settings.roots(), settings.clock());
      Duration timeout = Duration.ofMillis(settings.timeoutMillis());
      HostnameVerifier standard = new OkHttpClient().hostnameVerifier();
      made =
          new OkHttpClient.Builder()
              .protocols(List.of(Protocol.HTTP_1_1))
              .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
              .sslSocketFactory(trust.sockets(), trust.authorities())
              .hostnameVerifier(
                  (host, tlsSession) -> standard.verify(settings.domain(), tlsSession))
              .followRedirects(false)
              .followSslRedirects(false)
              .retryOnConnectionFailure(false)
              .connectTimeout(timeout)
              .readTimeout(timeout)
              .writeTimeout(timeout)
              .addNetworkInterceptor(new HeaderOrder())
              .build();
      base = made;
    }
    return made;
  }

  private void end(@Nullable Session ended) {
    if (ended == null) {
      return;
    }
    Call call;
    OkHttpClient client;
    synchronized (lock) {
      ended.over = true;
      call = ended.call;
      client = ended.client;
      if (session == ended) {
        session = null;
      }
    }
    if (call != null) {
      call.cancel();
    }
    if (client != null) {
      client.connectionPool().evictAll();
    }
  }

  private void prove(CloudAction.Prove prove) {
    try {
      events.accept(new CloudEvent.ProofMade(prove.attempt(), prover.prove(prove.text())));
    } catch (GeneralSecurityException e) {
      fail(
          prove.attempt(),
          new CloudFailure(Cause.PROOF_FAILED, Faults.clean(String.valueOf(e.getMessage()))));
    }
  }

  private void post(Session current, OkHttpClient client, CloudRequest request) {
    Call call =
        client.newCall(
            new Request.Builder()
                .url(settings.url().resolve(CloudRequest.PATH).toString())
                .tag(CloudRequest.class, request)
                .post(RequestBody.create(request.body().getBytes(StandardCharsets.US_ASCII)))
                .build());
    synchronized (lock) {
      if (current.over) {
        return;
      }
      current.call = call;
    }
    try (Response response = call.execute()) {
      String body = body(response);
      events.accept(
          new CloudEvent.Answered(
              current.attempt,
              new CloudResponse(
                  response.code(), response.message(), headers(response.headers()), body)));
    } catch (IOException e) {
      fail(
          current.attempt,
          Faults.of(e, settings.host(), settings.domain(), settings.timeoutMillis()));
    }
  }

  private static String body(Response response) throws IOException {
    try (InputStream in = response.body().byteStream()) {
      byte[] bytes = in.readNBytes(CloudResponse.BODY_BYTES_MAX + 1);
      if (bytes.length > CloudResponse.BODY_BYTES_MAX) {
        throw new HeaderOrder.RefusedException(
            new CloudFailure(
                Cause.ANSWER_TOO_LARGE,
                "more than " + CloudResponse.BODY_BYTES_MAX + " bytes of body"));
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static List<Header> headers(Headers headers) {
    List<Header> all = new ArrayList<>();
    headers.forEach(header -> all.add(new Header(header.getFirst(), header.getSecond())));
    return all;
  }

  private void fail(int attempt, CloudFailure failure) {
    events.accept(new CloudEvent.Failed(attempt, failure));
  }

  @Override
  public void close() {
    Session last;
    synchronized (lock) {
      last = session;
    }
    end(last);
    worker.shutdownNow();
  }

  /** Tells how a connection comes to be; OkHttp calls it within the call. */
  private final class Watcher extends EventListener {
    private final int attempt;

    Watcher(int attempt) {
      this.attempt = attempt;
    }

    @Override
    public void secureConnectStart(Call call) {
      events.accept(new CloudEvent.Connected(attempt));
    }

    /** By then OkHttp has judged chain and name. */
    @Override
    public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
      String name = settings.domain();
      if (handshake != null
          && !handshake.peerCertificates().isEmpty()
          && handshake.peerCertificates().get(0) instanceof X509Certificate certificate) {
        name = CertificateNames.matching(certificate, settings.domain());
      }
      events.accept(new CloudEvent.ServerVerified(attempt, name));
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
      CloudRequest request = call.request().tag(CloudRequest.class);
      if (request != null) {
        events.accept(new CloudEvent.Sent(attempt, request));
      }
    }
  }
}
