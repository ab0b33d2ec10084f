package io.apfw.fetch;

import io.apfw.agent.tls.ServerTrust;
import io.apfw.drills.server.HttpFileServer;
import io.apfw.drills.server.HttpFileServer.Handler;
import io.apfw.drills.server.HttpFileServer.Reply;
import io.apfw.drills.server.ServedFile;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.storage.trust.TrustedClock;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** HTTP, with or without TLS. */
public final class HttpBench implements FetchBench {
  private final boolean tls;
  private final TestAuthority authority = TestAuthority.root("web root");
  private final Path trust;
  private final List<HttpFileServer> servers = new ArrayList<>();

  HttpBench(boolean tls) throws IOException {
    this.tls = tls;
    this.trust = Files.createTempFile("web-root", ".pem");
    authority.writeCertificate(trust);
  }

  @Override
  public String adapter() {
    return tls ? "https" : "http";
  }

  @Override
  public Fetcher fetcher(int silenceMillis) throws Exception {
    return new HttpFetcher(settings(silenceMillis, false));
  }

  /** Settings by the system's clock. */
  public static HttpSettings settings(
      int connectMillis,
      int silenceMillis,
      int redirectsMax,
      boolean anyHost,
      Optional<Path> trust,
      Map<String, String> environment)
      throws IOException {
    ServerTrust servers = ServerTrust.of(trust, TrustedClock.believing(InstantSource.system()));
    return new HttpSettings(
        connectMillis,
        silenceMillis,
        redirectsMax,
        anyHost,
        servers.sockets(),
        servers.authorities(),
        environment,
        "apfw/test");
  }

  HttpSettings settings(int silenceMillis, boolean anyHost) throws IOException {
    return settings(LONG_MILLIS, silenceMillis, 5, anyHost, Optional.of(trust), Map.of());
  }

  HttpFileServer server(Handler handler) throws IOException {
    HttpFileServer server =
        tls
            ? HttpFileServer.tls(
                authority.issue(LeafSpec.of("localhost", Purpose.WEB_SERVER).named("localhost")),
                handler)
            : HttpFileServer.plain(handler);
    servers.add(server);
    return server;
  }

  static Location at(HttpFileServer server, String path) throws FetchException {
    return Location.parse(server.url(path));
  }

  @Override
  public Location serve(byte[] file) throws Exception {
    ServedFile served = new ServedFile(file, "\"1\"");
    return at(server(served::answer), "/image.apfw");
  }

  @Override
  public Optional<Location> serve(byte[] file, Misbehaviour how) throws Exception {
    int half = file.length / 2;
    ServedFile honest = new ServedFile(file, "\"1\"");
    return switch (how) {
      case MISSING -> answered((q, r) -> r.head("404 Not Found", "Content-Length: 0"));
      case FORBIDDEN -> answered((q, r) -> r.head("403 Forbidden", "Content-Length: 0"));
      case BROKEN -> answered((q, r) -> r.head("503 Service Unavailable", "Content-Length: 0"));
      case DEAD -> Optional.of(nobody());
      case SILENT -> answered((q, r) -> r.hang());
      case STALLS ->
          answered(
              (q, r) -> {
                honest.answer(q, r, half);
                r.hang();
              });
      case CUTS -> answered((q, r) -> honest.answer(q, r, half));
      case SAYS_LONGER ->
          answered(
              (q, r) ->
                  r.head("200 OK", "Content-Length: " + (file.length + 1))
                      .body(file, 0, file.length));
      case SAYS_SHORTER ->
          // Of a whole answer the length is its end; of a part it is said twice.
          answered(
              (q, r) ->
                  r.head(
                          "206 Partial Content",
                          "Content-Length: " + half,
                          "Content-Range: bytes 0-" + (file.length - 1) + "/" + file.length)
                      .body(file, 0, file.length));
      case TOO_LARGE ->
          answered(
              (q, r) -> r.head("200 OK", "Content-Length: " + (BYTES_MAX + 1)).body(file, 0, half));
      case ENDLESS ->
          answered(
              (q, r) -> {
                Reply reply = r.head("200 OK");
                for (long sent = 0; sent <= BYTES_MAX * 2; sent += file.length) {
                  reply.body(file, 0, file.length);
                }
              });
      case REDIRECTS_ROUND -> answered((q, r) -> r.head("302 Found", "Location: /again"));
      case REDIRECTS_AWAY ->
          answered((q, r) -> r.head("307 Temporary Redirect", "Location: https://127.0.0.1/x"));
      case REDIRECTS_TO_PLAIN ->
          tls
              ? answered((q, r) -> r.head("301 Moved", "Location: http://localhost/image.apfw"))
              : Optional.empty();
      case UNTRUSTED ->
          tls ? secured(TestAuthority.root("stranger"), "localhost") : Optional.empty();
      case OTHER_NAME -> tls ? secured(authority, "images.example") : Optional.empty();
      case CHANGES -> {
        AtomicInteger asked = new AtomicInteger();
        yield answered(
            (q, r) -> new ServedFile(file, "\"" + asked.getAndIncrement() + "\"").answer(q, r));
      }
      case BABBLES ->
          answered(
              (q, r) ->
                  r.head("200 OK", "Content-Length: " + file.length, "Content-Encoding: gzip")
                      .body(file, 0, file.length));
    };
  }

  private Optional<Location> answered(Handler handler) throws Exception {
    return Optional.of(at(server(handler), "/image.apfw"));
  }

  private Optional<Location> secured(TestAuthority issuer, String host) throws Exception {
    HttpFileServer server =
        HttpFileServer.tls(
            issuer.issue(LeafSpec.of(host, Purpose.WEB_SERVER).named(host)),
            (q, r) -> r.head("200 OK", "Content-Length: 0"));
    servers.add(server);
    return Optional.of(at(server, "/image.apfw"));
  }

  private Location nobody() throws Exception {
    try (ServerSocket gone = new ServerSocket(0)) {
      return Location.parse(adapter() + "://localhost:" + gone.getLocalPort() + "/image.apfw");
    }
  }

  @Override
  public boolean ranges() {
    return true;
  }

  @Override
  public void close() throws IOException {
    for (HttpFileServer server : servers) {
      server.close();
    }
    Files.delete(trust);
  }
}
