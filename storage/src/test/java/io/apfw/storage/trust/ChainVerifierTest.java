package io.apfw.storage.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.fixtures.pki.KeyKind;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.trust.ChainVerdict.ChainFault;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChainVerifierTest {
  private static final TestAuthority ROOT = TestAuthority.root("root");
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private final ChainVerifier verifier =
      new ChainVerifier(new TrustStore(List.of(ROOT.certificate())), NoUsagePolicy.REFUSE);

  @ParameterizedTest
  @CsvSource({
    "CAPWAP_AC, CAPWAP_AC, true",
    "CAPWAP_WTP, CAPWAP_WTP, true",
    "CAPWAP_AC, CAPWAP_WTP, false",
    "CAPWAP_WTP, CAPWAP_AC, false",
    "WEB_SERVER, CAPWAP_AC, false",
    "ANY, CAPWAP_AC, true",
    "ANY, CAPWAP_WTP, true",
    "CODE_SIGNING, CODE_SIGNING, true",
    "ANY, CODE_SIGNING, false",
    "CAPWAP_AC, CODE_SIGNING, false",
  })
  void the_certificate_must_be_for_the_purpose(
      Purpose purpose, ExtendedUsage needed, boolean good) {
    List<X509Certificate> chain = ROOT.issue(LeafSpec.of("peer", purpose)).chain();
    ChainVerdict verdict = verifier.verify(chain, needed, NOW);
    if (good) {
      assertThat(verdict).isEqualTo(new ChainVerdict.Trusted(chain));
    } else {
      assertRefused(verdict, ChainFault.USAGE, needed.oid());
    }
  }

  @ParameterizedTest
  @EnumSource(NoUsagePolicy.class)
  void a_named_policy_decides_about_a_certificate_without_a_purpose(NoUsagePolicy policy) {
    ChainVerdict verdict =
        new ChainVerifier(new TrustStore(List.of(ROOT.certificate())), policy)
            .verify(ROOT.issue(LeafSpec.of("peer")).chain(), ExtendedUsage.CAPWAP_AC, NOW);
    if (policy == NoUsagePolicy.ACCEPT) {
      assertThat(verdict).isInstanceOf(ChainVerdict.Trusted.class);
    } else {
      assertRefused(verdict, ChainFault.USAGE, "no extended key usage");
    }
  }

  @Test
  void intermediates_may_come_in_any_order_with_strangers_between_them() {
    TestIdentity peer =
        ROOT.intermediate("a").intermediate("b").issue(LeafSpec.of("peer", Purpose.CAPWAP_AC));
    List<X509Certificate> others = new ArrayList<>(peer.chain().subList(1, 3));
    Collections.reverse(others);
    List<X509Certificate> presented = new ArrayList<>(List.of(peer.certificate()));
    presented.add(TestAuthority.root("stranger").certificate());
    presented.addAll(others);
    presented.add(ROOT.certificate());
    assertThat(verifier.verify(presented, ExtendedUsage.CAPWAP_AC, NOW))
        .isEqualTo(new ChainVerdict.Trusted(peer.chain()));
  }

  @Test
  void a_missing_intermediate_is_named() {
    TestIdentity peer = ROOT.intermediate("a").issue(LeafSpec.of("peer", Purpose.CAPWAP_AC));
    assertRefused(
        verifier.verify(List.of(peer.certificate()), ExtendedUsage.CAPWAP_AC, NOW),
        ChainFault.UNTRUSTED,
        "no issuer CN=a");
  }

  @Test
  void a_root_of_the_same_name_is_another_root() {
    TestIdentity peer = TestAuthority.root("root").issue(LeafSpec.of("peer", Purpose.CAPWAP_AC));
    assertRefused(
        verifier.verify(peer.chain(), ExtendedUsage.CAPWAP_AC, NOW), ChainFault.UNTRUSTED, "root");
  }

  @Test
  void a_peers_certificate_cannot_issue_others() {
    TestIdentity device = ROOT.issue(LeafSpec.of("device", Purpose.CAPWAP_WTP));
    TestIdentity forged = TestAuthority.posing(device).issue(LeafSpec.of("ac", Purpose.CAPWAP_AC));
    assertRefused(
        verifier.verify(forged.chain(), ExtendedUsage.CAPWAP_AC, NOW),
        ChainFault.UNTRUSTED,
        "CN=device");
  }

  @Test
  void validity_is_judged_at_the_given_instant() {
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    Instant to = Instant.parse("2026-12-31T00:00:00Z");
    List<X509Certificate> chain =
        ROOT.issue(LeafSpec.of("peer", Purpose.CAPWAP_AC).valid(from, to)).chain();
    assertThat(verifier.verify(chain, ExtendedUsage.CAPWAP_AC, from))
        .isInstanceOf(ChainVerdict.Trusted.class);
    assertThat(verifier.verify(chain, ExtendedUsage.CAPWAP_AC, to))
        .isInstanceOf(ChainVerdict.Trusted.class);
    assertRefused(
        verifier.verify(chain, ExtendedUsage.CAPWAP_AC, from.minusSeconds(1)),
        ChainFault.NOT_YET_VALID,
        "begins at " + from);
    assertRefused(
        verifier.verify(chain, ExtendedUsage.CAPWAP_AC, to.plusSeconds(1)),
        ChainFault.EXPIRED,
        "expired at " + to);
  }

  @Test
  void no_certificate_is_no_chain() {
    assertRefused(
        verifier.verify(List.of(), ExtendedUsage.CAPWAP_AC, NOW), ChainFault.MALFORMED, "no cert");
  }

  @Test
  void rsa_peers_are_as_good() {
    assertThat(
            verifier.verify(
                ROOT.issue(LeafSpec.of("peer", Purpose.CAPWAP_WTP).with(KeyKind.RSA_2048)).chain(),
                ExtendedUsage.CAPWAP_WTP,
                NOW))
        .isInstanceOf(ChainVerdict.Trusted.class);
  }

  private static void assertRefused(ChainVerdict verdict, ChainFault fault, String detail) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            ChainVerdict.Refused.class,
            refused -> {
              assertThat(refused.fault()).as(refused.detail()).isEqualTo(fault);
              assertThat(refused.detail()).contains(detail);
            });
  }
}
