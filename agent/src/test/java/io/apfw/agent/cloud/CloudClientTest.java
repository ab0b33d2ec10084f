package io.apfw.agent.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.TestClock;
import io.apfw.cloud.ApInfo;
import io.apfw.cloud.CloudAction;
import io.apfw.cloud.CloudCheckMachine;
import io.apfw.cloud.CloudConfig;
import io.apfw.cloud.CloudEvent;
import io.apfw.cloud.CloudFailure.Cause;
import io.apfw.cloud.CloudResponse;
import io.apfw.cloud.CloudState;
import io.apfw.cloud.CloudVerdict;
import io.apfw.cloud.CloudVerdict.Outcome;
import io.apfw.fixtures.pki.KeyKind;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.machine.Step;
import io.apfw.storage.trust.TrustedClock;
import io.apfw.update.Inventory;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The exchange over real TLS: the bytes on the wire, and what goes wrong there. */
class CloudClientTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final String DOMAIN = "cloud.example";
  private static final String SESSION = "bc00cd7e-0cfa-4bc8-ac88-6cde36da3c36";
  private static final String CHALLENGE = "4374056454666926070897998116195810751840747543673957";
  private static final String FIRST =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Challenge: "
          + CHALLENGE
          + "\r\nX-Session-Id: "
          + SESSION
          + "\r\n\r\n";
  private static final String BODY =
      "25 http://images.example/ArubaInstant_Centaurus_17.9.4.27_56428\r\n";

  @TempDir private Path directory;
  private final TestAuthority root = TestAuthority.root("cloud root");
  private final TestIdentity device =
      root.issue(LeafSpec.of("CK0028642", Purpose.CAPWAP_WTP).with(KeyKind.RSA_2048));
  private final BlockingQueue<CloudEvent> events = new LinkedBlockingQueue<>();
  private final List<CloudAction> actions = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private TrustedClock clock = TrustedClock.believing(InstantSource.system());

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private static String second(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: "
        + body.length()
        + "\r\nContent-Type: text/plain; charset=UTF-8\r\nX-Activation-Key: 3CNO5NTP\r\nX-Session-Id: "
        + SESSION
        + "\r\nX-Status-Code: success\r\nX-Type: firmware-check\r\nConnection: close\r\n\r\n"
        + body;
  }

  private RawCloud cloud(TestIdentity identity, String... answers) throws Exception {
    RawCloud cloud = new RawCloud(identity, List.of(answers));
    open.add(cloud);
    return cloud;
  }

  private RawCloud cloud(String... answers) throws Exception {
    return cloud(root.issue(LeafSpec.server(DOMAIN)), answers);
  }

  private static CloudConfig config(String host) {
    return new CloudConfig(
        host,
        DOMAIN,
        "ccefd96301942b6e277f607117948cff7d657d1127aa8aaa93",
        "Aruba",
        "IAP",
        false,
        "0001100101000000000000000000000000000000001000011000000",
        new ApInfo("CK0028642", "ac:a3:1e:c5:9a:6e", "AP-215"),
        List.of(new ApInfo("CJ0080398", "18:64:72:c1:d3:fa", "AP-115")),
        Map.of(),
        "ap1g8",
        CloudConfig.Wanted.NEWER,
        false,
        new CloudConfig.Timing(1, 1, 1, 1, 1, 1));
  }

  /** The whole exchange with a cloud; the machine's deadline is the test's patience. */
  private CloudVerdict check(int port, X509Certificate trusted, long timeoutMillis)
      throws Exception {
    CloudClient.Settings settings =
        new CloudClient.Settings(
            URI.create("https://127.0.0.1:" + port),
            DOMAIN,
            List.of(trusted),
            clock,
            timeoutMillis);
    Prover prover =
        new SigningProver(
            "SHA-256", Optional.of(new SigningProver.Identity(device.key(), device.chain())));
    CloudClient client = new CloudClient(settings, prover, events::add);
    open.add(client);
    CloudCheckMachine machine =
        new CloudCheckMachine(config(settings.host()), new ImageUrlPolicy(false, false));
    CloudState state = machine.initial();
    events.add(
        new CloudEvent.Started(
            new Inventory("17.3.3.26", Optional.empty(), Optional.empty(), Set.of(), false), 1));
    events.add(new CloudEvent.CheckRequested());
    while (true) {
      CloudEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(event).as("an event after %s", actions).isNotNull();
      Step<CloudState, CloudAction> step = machine.step(state, event, Instant.EPOCH);
      state = step.state();
      actions.addAll(step.actions());
      step.actions().forEach(client::run);
      for (CloudAction action : step.actions()) {
        if (action instanceof CloudAction.Concluded concluded) {
          return concluded.verdict();
        }
      }
    }
  }

  private Cause failure(RawCloud cloud) throws Exception {
    CloudVerdict verdict = check(cloud.port(), root.certificate(), 20_000);
    assertThat(verdict.failure()).as("%s", verdict).isPresent();
    return verdict.failure().get().cause();
  }

  @Test
  void theBytesOnTheWireAreTheCapturesInItsOrder() throws Exception {
    RawCloud cloud = cloud(FIRST, second(BODY));
    CloudVerdict verdict = check(cloud.port(), root.certificate(), 20_000);

    assertThat(verdict.outcome()).isEqualTo(Outcome.OFFERED);
    assertThat(cloud.connections()).as("one connection for both").isEqualTo(1);
    String members = "CJ0080398, 18:64:72:c1:d3:fa, AP-115\r\n";
    String common =
        lines(
            "X-Type: firmware-check",
            "X-Guid: ccefd96301942b6e277f607117948cff7d657d1127aa8aaa93",
            "X-OEM-Tag: Aruba",
            "X-Mode: IAP",
            "X-Factory-Default: No");
    String rest =
        lines(
            "X-Current-Version: 17.3.3.26",
            "X-Ap-Info: CK0028642, ac:a3:1e:c5:9a:6e, AP-215",
            "X-Features: 0001100101000000000000000000000000000000001000011000000");
    assertThat(cloud.requests().get(0))
        .isEqualTo(
            "POST /firmware HTTP/1.1\r\nHost: 127.0.0.1:"
                + cloud.port()
                + "\r\nContent-Length: 38\r\nConnection: keep-alive\r\n"
                + common
                + rest
                + "\r\n"
                + members);
    String second = cloud.requests().get(1);
    String body = second.substring(second.indexOf("\r\n\r\n") + 4);
    String hash = second.replaceAll("(?s).*X-Challenge-Hash: ([0-9a-f]{64})\r\n.*", "$1");
    assertThat(second)
        .isEqualTo(
            "POST /firmware HTTP/1.1\r\nHost: 127.0.0.1:"
                + cloud.port()
                + "\r\nContent-Length: "
                + body.length()
                + "\r\nConnection: close\r\n"
                + common
                + "X-Session-Id: "
                + SESSION
                + "\r\n"
                + rest
                + "X-Challenge-Hash: "
                + hash
                + "\r\n\r\n"
                + body);
    assertThat(body).startsWith(members);
    verifyProof(body.substring(members.length()));
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  /** As a cloud would. */
  private void verifyProof(String proof) throws Exception {
    int end = proof.indexOf("-----BEGIN APFW PROOF-----");
    X509Certificate shown =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        proof.substring(0, end).getBytes(StandardCharsets.US_ASCII)));
    assertThat(shown).isEqualTo(device.certificate());
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(shown);
    CloudAction.Prove asked =
        actions.stream()
            .filter(CloudAction.Prove.class::isInstance)
            .map(CloudAction.Prove.class::cast)
            .findFirst()
            .orElseThrow();
    signature.update(asked.text().text().getBytes(StandardCharsets.US_ASCII));
    String base64 = proof.substring(end).replaceAll("-----[A-Z ]+-----", "");
    assertThat(signature.verify(Base64.getMimeDecoder().decode(base64))).isTrue();
    assertThat(proof.replace("\r\n", "")).as("CRLF throughout").doesNotContain("\n");
  }

  @Test
  void aServerOfAnotherRootIsNotToldAnything() throws Exception {
    TestAuthority other = TestAuthority.root("another root");
    RawCloud cloud = cloud(other.issue(LeafSpec.server(DOMAIN)), FIRST, second(BODY));
    assertThat(failure(cloud)).isEqualTo(Cause.CLOUD_CERTIFICATE);
    assertThat(cloud.requests()).isEmpty();
  }

  @Test
  void aServerOfAnotherNameIsNotToldAnything() throws Exception {
    RawCloud cloud = cloud(root.issue(LeafSpec.server("evil.example")), FIRST, second(BODY));
    CloudVerdict verdict = check(cloud.port(), root.certificate(), 20_000);
    assertThat(verdict.failure().orElseThrow().cause()).isEqualTo(Cause.CLOUD_NAME);
    assertThat(verdict.failure().orElseThrow().detail()).contains(DOMAIN).contains("evil.example");
    assertThat(cloud.requests()).isEmpty();
  }

  @Test
  void aCertificateThatHasExpiredIsRefused() throws Exception {
    Instant then = Instant.parse("2021-01-01T00:00:00Z");
    RawCloud cloud =
        cloud(root.issue(LeafSpec.server(DOMAIN).valid(then, then.plusSeconds(60))), FIRST);
    assertThat(failure(cloud)).isEqualTo(Cause.CLOUD_CERTIFICATE);
  }

  /** An AP without a battery starts in 1970, and may have nothing but its cloud to set it right. */
  @Test
  void aClockThatWasNeverSetKeepsNobodyFromItsCloud() throws Exception {
    Instant built = Instant.parse("2026-01-01T00:00:00Z");
    clock = TestClock.at(directory, Instant.EPOCH, built);
    Instant begins = built.plus(90, ChronoUnit.DAYS);
    RawCloud cloud =
        cloud(
            root.issue(LeafSpec.server(DOMAIN).valid(begins, begins.plus(90, ChronoUnit.DAYS))),
            FIRST,
            second(BODY));
    assertThat(check(cloud.port(), root.certificate(), 20_000).failure()).isEmpty();
    assertThat(clock.reading().proven()).isEqualTo(begins);
  }

  @Test
  void aSilentServerTimesOut() throws Exception {
    RawCloud cloud = cloud("");
    CloudVerdict verdict = check(cloud.port(), root.certificate(), 1_000);
    assertThat(verdict.failure().orElseThrow().cause()).isEqualTo(Cause.CLOUD_TIMEOUT);
  }

  @Test
  void nobodyThereIsUnreachable() throws Exception {
    RawCloud cloud = cloud(FIRST);
    cloud.close();
    assertThat(failure(cloud)).isEqualTo(Cause.CLOUD_UNREACHABLE);
  }

  /** Answers that are wrong on the level of HTTP. */
  enum Bad {
    TRUNCATED(Cause.ANSWER_TRUNCATED, second(BODY).replace(BODY, BODY.substring(0, 20))),
    CLOSED(Cause.ANSWER_TRUNCATED, "HTTP/1.1 200"),
    HUGE(Cause.ANSWER_TOO_LARGE, second("x".repeat(CloudResponse.BODY_BYTES_MAX + 1))),
    BINARY(Cause.ANSWER_NOT_TEXT, second("\u0000\u0001\u00ff")),
    ZIPPED(
        Cause.ANSWER_NOT_TEXT, second(BODY).replace("Connection:", "Content-Encoding: gzip\r\nA:")),
    NOT_HTTP(Cause.ANSWER_MALFORMED, "SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    REDIRECT(
        Cause.CLOUD_REDIRECTED,
        lines(
            "HTTP/1.1 307 Temporary Redirect",
            "Location: https://evil.example/firmware",
            "Content-Length: 0",
            "")),
    ERROR(
        Cause.CLOUD_HTTP_STATUS,
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 7\r\n\r\n"),
    LOGIN(
        Cause.CLOUD_HTTP_STATUS,
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n");

    private final Cause cause;
    private final String answer;

    Bad(Cause cause, String answer) {
      this.cause = cause;
      this.answer = answer;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBadAnswerIsRefusedByItsName(Bad bad) throws Exception {
    RawCloud cloud = cloud(FIRST, bad.answer);
    assertThat(failure(cloud)).isEqualTo(bad.cause);
    assertThat(cloud.requests()).as("asked once").hasSize(2);
  }
}
