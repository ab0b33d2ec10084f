package io.apfw.link.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.agent.TestClock;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.storage.trust.ChainVerifier;
import io.apfw.storage.trust.NoUsagePolicy;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustedClock;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An AC's certificate by a clock that may be anything. */
class CapwapAcPolicyTest {
  private static final TestAuthority ROOT = TestAuthority.root("root");
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NEVER_SET = Instant.parse("1970-01-01T00:01:37Z");
  private static final Instant FAR_AHEAD = Instant.parse("2106-02-07T06:28:15Z");

  @TempDir Path directory;

  @Test
  void a_certificate_from_after_the_build_is_taken_when_the_clock_was_never_set() throws Exception {
    TrustedClock clock = clock(NEVER_SET);
    new CapwapAcPolicy(verifier(), clock).check(ac("2026-06-01", "2028-06-01"));
    assertThat(clock.reading().at()).isEqualTo("2026-06-01T00:00:00Z");
  }

  @Test
  void it_is_taken_by_a_clock_that_came_up_in_2106_too() throws Exception {
    TrustedClock clock = clock(FAR_AHEAD);
    new CapwapAcPolicy(verifier(), clock).check(ac("2025-06-01", "2027-06-01"));
    new CapwapAcPolicy(verifier(), clock).check(ac("2026-06-01", "2028-06-01"));
    assertThat(clock.reading().at()).isEqualTo("2026-06-01T00:00:00Z");
  }

  @Test
  void one_that_expired_before_the_build_has_expired_whatever_the_clock_says() {
    for (Instant system : List.of(NEVER_SET, FAR_AHEAD)) {
      assertRefused(
          system, ac("2024-06-01", "2025-06-01"), "expired at 2025-06-01T00:00:00Z", "set it");
    }
  }

  @Test
  void one_that_begins_later_than_can_be_believed_is_refused() {
    assertRefused(NEVER_SET, ac("2040-01-01", "2041-01-01"), "begins at 2040-01-01", "never set");
  }

  @Test
  void a_clock_that_is_plausible_is_believed() {
    List<X509Certificate> chain = ac("2027-01-01", "2027-02-01");
    assertRefused(Instant.parse("2026-12-01T00:00:00Z"), chain, "begins at 2027-01-01", "by the");
    assertRefused(Instant.parse("2027-03-01T00:00:00Z"), chain, "expired at 2027-02-01", "by the");
  }

  private void assertRefused(Instant system, List<X509Certificate> chain, String... words) {
    TrustedClock clock = clock(system);
    Instant before = clock.reading().proven();
    assertThatThrownBy(() -> new CapwapAcPolicy(verifier(), clock).check(chain))
        .isInstanceOf(PeerRefusedException.class)
        .hasMessageContainingAll(words);
    assertThat(clock.reading().proven()).isEqualTo(before);
  }

  private TrustedClock clock(Instant system) {
    return TestClock.at(directory, system, BUILT);
  }

  private static ChainVerifier verifier() {
    return new ChainVerifier(new TrustStore(List.of(ROOT.certificate())), NoUsagePolicy.REFUSE);
  }

  private static List<X509Certificate> ac(String from, String to) {
    return ROOT.issue(
            LeafSpec.of("ac", Purpose.CAPWAP_AC)
                .valid(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z")))
        .chain();
  }
}
