package io.apfw.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apfw.fetch.Fetcher.Request;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's nginx, with compression for whoever lets it. */
@Tag("interop")
class NginxInteropTest {
  private static final String LISTENS = "OS: ";
  private static final String CREDENTIALS = "joe:{PLAIN}pw";

  @TempDir private Path directory;

  private final TestAuthority authority = TestAuthority.root("web root");
  private final byte[] file = new byte[20_000_000];
  private Path trust = Path.of("/");
  private final Deque<RealServer> servers = new ArrayDeque<>();

  @BeforeEach
  void serve() throws IOException {
    new Random(5).nextBytes(file);
    Path files = Files.createDirectory(directory.resolve("files"));
    Files.createDirectory(files.resolve("locked"));
    Files.write(files.resolve("image.apfw"), file);
    Files.write(files.resolve("locked/image.apfw"), file);
    Files.writeString(directory.resolve("users"), CREDENTIALS + "\n");
    trust = directory.resolve("root.pem");
    authority.writeCertificate(trust);
  }

  @AfterEach
  void end() {
    servers.forEach(RealServer::close);
  }

  private RealServer server() {
    return servers.getLast();
  }

  private Location start(String scheme, TestAuthority issuer, String path) throws Exception {
    issuer
        .issue(LeafSpec.of("localhost", Purpose.WEB_SERVER).named("localhost"))
        .write(directory.resolve("key.pem"), directory.resolve("chain.pem"));
    servers.add(RealServer.tcp(port -> command(scheme, port), LISTENS));
    return at(scheme, path);
  }

  private Location at(String scheme, String path) throws FetchException {
    return Location.parse(scheme + "://localhost:" + server().port() + path);
  }

  private List<String> command(String scheme, int port) throws IOException {
    String tls = scheme.equals("https") ? " ssl" : "";
    Path configuration =
        RealServer.write(
            directory.resolve("nginx.conf"),
            "daemon off;",
            "master_process off;",
            "pid nginx.pid;",
            "error_log stderr notice;",
            "events {}",
            "http {",
            "  access_log off;",
            "  client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3;",
            "  uwsgi_temp_path t4; scgi_temp_path t5;",
            "  gzip on; gzip_types *; gzip_min_length 1; gzip_proxied any;",
            "  server {",
            "    listen 127.0.0.1:" + port + tls + ";",
            "    server_name localhost;",
            "    ssl_certificate chain.pem; ssl_certificate_key key.pem;",
            "    root files;",
            "    location /locked/ { auth_basic x; auth_basic_user_file users; }",
            "    location /moved/ { return 302 /image.apfw; }",
            "  }",
            "}");
    return List.of(
        RealServer.program("nginx", "nginx"),
        "-p",
        directory + "/",
        "-e",
        "stderr",
        "-c",
        configuration.toString());
  }

  private Collector fetch(Request request) throws Exception {
    Collector all = new Collector();
    fetch(request, all);
    return all;
  }

  private void fetch(Request request, Fetcher.Sink sink) throws Exception {
    try (HttpFetcher fetcher =
        new HttpFetcher(
            HttpBench.settings(
                FetchBench.LONG_MILLIS,
                FetchBench.LONG_MILLIS,
                5,
                false,
                Optional.of(trust),
                Map.of()))) {
      fetcher.fetch(request, sink, new Cancellation());
    }
  }

  private Cause failure(Location location) {
    return catchThrowableOfType(
            FetchException.class, () -> fetch(Request.whole(location, file.length)))
        .failure()
        .cause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void bringsTheFileAndPartsOfIt(String scheme) throws Exception {
    Request whole = Request.whole(start(scheme, authority, "/image.apfw"), file.length);
    Collector all = fetch(whole);
    assertThat(all.all()).isEqualTo(file);
    assertThat(all.facts().ranges()).isTrue();
    assertThat(all.facts().fileBytes()).hasValue(file.length);
    Optional<String> validator = all.facts().validator();
    assertThat(validator).isPresent();
    assertThat(fetch(whole.part(70_001, OptionalLong.of(65_537), validator)).all())
        .isEqualTo(Arrays.copyOfRange(file, 70_001, 70_001 + 65_537));
    assertThat(fetch(whole.part(file.length - 3, OptionalLong.empty(), validator)).all())
        .isEqualTo(Arrays.copyOfRange(file, file.length - 3, file.length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void goesOnWhereItWasCut(String scheme) throws Exception {
    Request whole = Request.whole(start(scheme, authority, "/image.apfw"), file.length);
    Collector first = new Collector();
    FetchException cut =
        catchThrowableOfType(FetchException.class, () -> fetch(whole, killing(first)));
    assertThat(cut.failure().cause()).as(cut.getMessage()).isEqualTo(Cause.TRANSFER_CUT);
    int got = first.all().length;
    assertThat(got).isPositive().isLessThan(file.length);
    assertThat(failure(at(scheme, "/image.apfw"))).isEqualTo(Cause.SERVER_UNREACHABLE);
    servers.add(RealServer.again(server(), port -> command(scheme, port), LISTENS));
    Collector rest = fetch(whole.part(got, OptionalLong.empty(), first.facts().validator()));
    assertThat(rest.facts().offset()).isEqualTo(got);
    assertThat(first.all()).isEqualTo(Arrays.copyOf(file, got));
    assertThat(rest.all()).isEqualTo(Arrays.copyOfRange(file, got, file.length));
  }

  private Fetcher.Sink killing(Collector sink) {
    return new Fetcher.Sink() {
      @Override
      public void begins(Fetcher.Facts facts) {
        sink.begins(facts);
      }

      @Override
      public void bytes(byte[] buffer, int offset, int length) throws FetchException {
        sink.bytes(buffer, offset, length);
        server().kill();
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void aChangedFileIsNotJoinedToTheOldOne(String scheme) throws Exception {
    Request whole = Request.whole(start(scheme, authority, "/image.apfw"), file.length);
    Optional<String> validator = fetch(whole).facts().validator();
    // nginx's tag is of time and length.
    Files.write(directory.resolve("files/image.apfw"), Arrays.copyOf(file, file.length - 1));
    FetchException changed =
        catchThrowableOfType(
            FetchException.class, () -> fetch(whole.part(100, OptionalLong.empty(), validator)));
    assertThat(changed.failure().cause()).isEqualTo(Cause.FILE_CHANGED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void saysWhatIsWrong(String scheme) throws Exception {
    assertThat(failure(start(scheme, authority, "/none.apfw"))).isEqualTo(Cause.FILE_NOT_FOUND);
    assertThat(failure(at(scheme, "/locked/image.apfw"))).isEqualTo(Cause.ACCESS_REFUSED);
    assertThat(fetch(Request.whole(at(scheme, "/moved/"), file.length)).all()).isEqualTo(file);
    Location own =
        Location.parse(scheme + "://joe:pw@localhost:" + server().port() + "/locked/image.apfw");
    assertThat(fetch(Request.whole(own, file.length)).all()).isEqualTo(file);
  }

  @ParameterizedTest
  @ValueSource(strings = "https")
  void aStrangersCertificateIsRefused(String scheme) throws Exception {
    assertThat(failure(start(scheme, TestAuthority.root("stranger"), "/image.apfw")))
        .isEqualTo(Cause.SERVER_UNTRUSTED);
  }
}
