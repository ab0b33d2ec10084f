package io.apfw.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apfw.drills.server.HttpFileServer;
import io.apfw.drills.server.HttpFileServer.Question;
import io.apfw.drills.server.ServedFile;
import io.apfw.fetch.Fetcher.Request;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire, and where it goes. */
class HttpFetcherTest {
  private static final byte[] FILE = "an image".getBytes(StandardCharsets.US_ASCII);
  private static final ServedFile SERVED = new ServedFile(FILE, "\"v1\"");

  private HttpBench plain;
  private HttpBench tls;

  @BeforeEach
  void benches() throws IOException {
    plain = new HttpBench(false);
    tls = new HttpBench(true);
  }

  @AfterEach
  void closeThem() throws IOException {
    plain.close();
    tls.close();
  }

  private static Collector get(HttpSettings settings, Request request) throws Exception {
    Collector all = new Collector();
    try (HttpFetcher fetcher = new HttpFetcher(settings)) {
      fetcher.fetch(request, all, new Cancellation());
    }
    return all;
  }

  private HttpSettings settings() throws IOException {
    return plain.settings(FetchBench.LONG_MILLIS, false);
  }

  private static Request whole(Location location) {
    return Request.whole(location, 1000);
  }

  @Test
  void asksForTheFileAsItIs() throws Exception {
    HttpFileServer server = plain.server(SERVED::answer);
    get(settings(), whole(HttpBench.at(server, "/a%20b?sig=1")));
    Question asked = server.questions().get(0);
    assertThat(asked.path()).isEqualTo("/a%20b?sig=1");
    assertThat(asked.header("accept-encoding")).contains("identity");
    assertThat(asked.header("user-agent")).contains("apfw/test");
    assertThat(asked.header("range")).isEmpty();
    assertThat(asked.header("authorization")).isEmpty();
  }

  @Test
  void asksForTheRestOfTheSameFileOnly() throws Exception {
    HttpFileServer server = plain.server(SERVED::answer);
    Request rest =
        whole(HttpBench.at(server, "/b")).part(3, OptionalLong.of(2), Optional.of("\"v1\""));
    assertThat(get(settings(), rest).all()).isEqualTo(Arrays.copyOfRange(FILE, 3, 5));
    assertThat(server.questions().get(0).header("range")).contains("bytes=3-4");
    assertThat(server.questions().get(0).header("if-range")).contains("\"v1\"");
  }

  @Test
  void takesADateWhereTheTagIsWeak() throws Exception {
    String date = "Wed, 25 Nov 2026 08:00:00 GMT";
    HttpFileServer server =
        plain.server(
            (q, r) ->
                r.head("200 OK", "Content-Length: 0", "ETag: W/\"1\"", "Last-Modified: " + date));
    assertThat(get(settings(), whole(HttpBench.at(server, "/b"))).facts().validator())
        .contains(date);
  }

  @Test
  void startsOverWhereThereAreNoRanges() throws Exception {
    HttpFileServer server =
        plain.server((q, r) -> r.head("200 OK", "Content-Length: 8").body(FILE, 0, 8));
    Collector all =
        get(
            settings(),
            whole(HttpBench.at(server, "/b")).part(3, OptionalLong.empty(), Optional.empty()));
    assertThat(all.facts().offset()).isZero();
    assertThat(all.facts().ranges()).isFalse();
    assertThat(all.all()).isEqualTo(FILE);
  }

  @Test
  void givesTheUsersNameToItsHostOnly() throws Exception {
    HttpFileServer other = plain.server(SERVED::answer);
    HttpFileServer server =
        plain.server(
            (q, r) -> r.head("302 Found", "Location: http://127.0.0.1:" + other.port() + "/b"));
    Location location = Location.parse("http://joe:pw@localhost:" + server.port() + "/b");
    Collector all = get(plain.settings(FetchBench.LONG_MILLIS, true), whole(location));
    assertThat(all.all()).isEqualTo(FILE);
    assertThat(server.questions().get(0).header("authorization"))
        .contains(
            "Basic "
                + Base64.getEncoder().encodeToString("joe:pw".getBytes(StandardCharsets.UTF_8)));
    assertThat(other.questions().get(0).header("authorization")).isEmpty();
  }

  @Test
  void followsARedirectOnTheSameHost() throws Exception {
    HttpFileServer server =
        tls.server(
            (q, r) -> {
              if (q.path().equals("/new")) {
                SERVED.answer(q, r);
              } else {
                r.head("308 Permanent Redirect", "Location: /new");
              }
            });
    Collector all =
        get(tls.settings(FetchBench.LONG_MILLIS, false), whole(HttpBench.at(server, "/old")));
    assertThat(all.all()).isEqualTo(FILE);
  }

  @Test
  void asksTheProxyThatTheEnvironmentNames() throws Exception {
    HttpFileServer proxy =
        plain.server(
            (q, r) -> {
              if (q.header("proxy-authorization").isEmpty()) {
                r.head(
                    "407 Proxy Authentication Required",
                    "Proxy-Authenticate: Basic realm=\"x\"",
                    "Content-Length: 0");
              } else {
                SERVED.answer(q, r);
              }
            });
    HttpSettings settings =
        HttpBench.settings(
            1000,
            FetchBench.LONG_MILLIS,
            5,
            false,
            Optional.empty(),
            Map.of("http_proxy", "http://joe:pw@127.0.0.1:" + proxy.port()));
    assertThat(get(settings, whole(Location.parse("http://images.example/b"))).all())
        .isEqualTo(FILE);
    assertThat(proxy.questions().get(1).path()).isEqualTo("http://images.example/b");
  }

  @Test
  void refusesAPartThatIsNotTheOneAskedFor() throws Exception {
    HttpFileServer server =
        plain.server(
            (q, r) ->
                r.head("206 Partial Content", "Content-Length: 2", "Content-Range: bytes 0-1/8")
                    .body(FILE, 0, 2));
    Request rest = whole(HttpBench.at(server, "/b")).part(3, OptionalLong.of(2), Optional.empty());
    assertThatThrownBy(() -> get(settings(), rest))
        .hasMessageContaining("E223 SERVER_PROTOCOL")
        .hasMessageContaining("bytes 0-1/8");
  }

  @Test
  void saysThatANameIsUnknown() throws Exception {
    FetchException failure =
        HttpFaults.of(
            Location.parse("https://joe:pw@nowhere.invalid/b"), new UnknownHostException("x"), 0);
    assertThat(failure.failure().cause()).isEqualTo(Cause.SERVER_NAME_UNKNOWN);
    assertThat(failure).hasMessageContaining("no address for nowhere.invalid");
    assertThat(failure.passing()).isTrue();
  }

  /** Refuses what the rule names; what is asked meanwhile is kept. */
  private Cause refused(HttpSettings settings, Location location, AddressRule rule)
      throws Exception {
    try (HttpFetcher fetcher = new HttpFetcher(settings, rule)) {
      return catchThrowableOfType(
              FetchException.class,
              () -> fetcher.fetch(whole(location), new Collector(), new Cancellation()))
          .failure()
          .cause();
    }
  }

  @Test
  void aNameIsNotFollowedToAnAddressThatIsNotAllowed() throws Exception {
    HttpFileServer server = plain.server(SERVED::answer);
    AddressRule noLoopback = noLoopback();
    assertThat(refused(settings(), HttpBench.at(server, "/a"), noLoopback))
        .isEqualTo(Cause.LOCATION_UNUSABLE);
    Location literal = Location.parse("http://127.0.0.1:" + server.port() + "/a");
    assertThat(refused(settings(), literal, noLoopback)).isEqualTo(Cause.LOCATION_UNUSABLE);
    assertThat(server.questions()).as("nothing was asked").isEmpty();
  }

  @Test
  void aRedirectIsNotFollowedToAnAddressThatIsNotAllowed() throws Exception {
    HttpFileServer target = plain.server(SERVED::answer);
    HttpFileServer server =
        plain.server(
            (question, reply) ->
                reply.head(
                    "302 Found",
                    "Location: http://127.0.0.2:" + target.port() + "/a",
                    "Content-Length: 0"));
    AddressRule notTheTarget =
        address ->
            address.getHostAddress().equals("127.0.0.2")
                ? Optional.of("127.0.0.2 is private")
                : Optional.empty();
    assertThat(
            refused(
                plain.settings(FetchBench.LONG_MILLIS, true),
                HttpBench.at(server, "/a"),
                notTheTarget))
        .isEqualTo(Cause.LOCATION_UNUSABLE);
    assertThat(server.questions()).hasSize(1);
    assertThat(target.questions()).isEmpty();
  }

  @Test
  void theOperatorsProxyIsAllowedWhereverItIs() throws Exception {
    HttpFileServer proxy = plain.server(SERVED::answer);
    HttpSettings settings =
        HttpBench.settings(
            FetchBench.LONG_MILLIS,
            FetchBench.LONG_MILLIS,
            0,
            false,
            Optional.empty(),
            Map.of("http_proxy", "http://localhost:" + proxy.port()));
    Collector all = new Collector();
    try (HttpFetcher fetcher = new HttpFetcher(settings, noLoopback())) {
      fetcher.fetch(whole(Location.parse("http://images.example/a")), all, new Cancellation());
    }
    assertThat(all.all()).isEqualTo(FILE);
  }

  private static AddressRule noLoopback() {
    return address ->
        address.isLoopbackAddress()
            ? Optional.of(address.getHostAddress() + " is private")
            : Optional.empty();
  }

  /** RFC 9110 section 15.5.17: that is how a server says that a file is empty. */
  @Test
  void aPartOfAnEmptyFileIsNothing() throws Exception {
    HttpFileServer server =
        plain.server(
            (question, reply) ->
                reply
                    .head(
                        "416 Range Not Satisfiable",
                        "Content-Range: bytes */0",
                        "Content-Length: 5")
                    .body("sorry".getBytes(StandardCharsets.US_ASCII), 0, 5));
    Request head =
        whole(HttpBench.at(server, "/a")).part(0, OptionalLong.of(65_536), Optional.empty());
    Collector all = get(settings(), head);
    assertThat(all.all()).isEmpty();
    assertThat(all.facts().fileBytes()).hasValue(0);
  }
}
