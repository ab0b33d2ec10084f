package io.apfw.agent.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.agent.TestClock;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.trust.TrustedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server's certificate by a clock that may be anything. */
class ServerTrustTest {
  private static final TestAuthority ROOT = TestAuthority.root("root");
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NEVER_SET = Instant.parse("1970-01-01T00:01:37Z");
  private static final Instant FAR_AHEAD = Instant.parse("2106-02-07T06:28:15Z");

  @TempDir private Path directory;

  @Test
  void oneFromAfterTheBuildIsTakenByAClockThatNobodyBelieves() throws Exception {
    for (Instant system : List.of(NEVER_SET, FAR_AHEAD)) {
      TrustedClock clock = clock(system);
      check(clock, server("2026-06-01", "2028-06-01"));
      assertThat(clock.reading().at()).isEqualTo("2026-06-01T00:00:00Z");
    }
  }

  @Test
  void oneThatExpiredBeforeTheBuildHasExpiredWhateverTheClockSays() {
    for (Instant system : List.of(NEVER_SET, FAR_AHEAD)) {
      assertThatThrownBy(() -> check(clock(system), server("2024-06-01", "2025-06-01")))
          .isInstanceOf(CertificateExpiredException.class)
          .hasMessageContaining("so set it");
    }
  }

  @Test
  void oneThatBeginsLaterThanCanBeBelievedIsRefused() {
    assertThatThrownBy(() -> check(clock(NEVER_SET), server("2040-01-01", "2041-01-01")))
        .isInstanceOf(CertificateNotYetValidException.class)
        .hasMessageContaining("never set");
  }

  @Test
  void aClockThatIsPlausibleIsBelieved() {
    List<X509Certificate> chain = server("2027-01-01", "2027-02-01");
    assertThatThrownBy(() -> check(clock(Instant.parse("2026-12-01T00:00:00Z")), chain))
        .isInstanceOf(CertificateNotYetValidException.class);
    assertThatThrownBy(() -> check(clock(Instant.parse("2027-03-01T00:00:00Z")), chain))
        .isInstanceOf(CertificateExpiredException.class);
  }

  /** Time opens no other door: root and purpose stay as they are. */
  @Test
  void aStrangerAndOneForAnotherPurposeAreRefusedAtAnyTime() {
    TestIdentity strange = TestAuthority.root("root").issue(LeafSpec.server("cloud.example"));
    TestIdentity signer =
        ROOT.issue(LeafSpec.of("cloud.example", Purpose.CODE_SIGNING).named("cloud.example"));
    for (TestIdentity refused : List.of(strange, signer)) {
      TrustedClock clock = clock(NEVER_SET);
      assertThatThrownBy(() -> check(clock, refused.chain()))
          .isInstanceOf(CertificateException.class);
      assertThat(clock.reading().proven()).isEqualTo(BUILT);
    }
  }

  @Test
  void aDirectoryOfRootsIsReadAndOneWithoutAnyIsNamed() throws Exception {
    TrustedClock clock = TrustedClock.believing(InstantSource.system());
    Path roots = Files.createDirectory(directory.resolve("roots"));
    assertThatThrownBy(() -> ServerTrust.of(Optional.of(roots), clock))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(roots.toString());
    Path nowhere = directory.resolve("nowhere.pem");
    assertThatThrownBy(() -> ServerTrust.of(Optional.of(nowhere), clock))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(nowhere.toString());
    ROOT.writeCertificate(roots.resolve("root.pem"));
    assertThat(ServerTrust.of(Optional.of(roots), clock).authorities().getAcceptedIssuers())
        .containsExactly(ROOT.certificate());
    assertThat(ServerTrust.of(Optional.empty(), clock).authorities().getAcceptedIssuers())
        .as("this machine's")
        .isNotEmpty();
  }

  private static void check(TrustedClock clock, List<X509Certificate> chain) throws Exception {
    ServerTrust.of(List.of(ROOT.certificate()), clock)
        .authorities()
        .checkServerTrusted(chain.toArray(X509Certificate[]::new), "ECDHE_ECDSA");
  }

  private TrustedClock clock(Instant system) {
    return TestClock.at(directory, system, BUILT);
  }

  private static List<X509Certificate> server(String from, String to) {
    return ROOT.issue(
            LeafSpec.server("cloud.example")
                .valid(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z")))
        .chain();
  }
}
