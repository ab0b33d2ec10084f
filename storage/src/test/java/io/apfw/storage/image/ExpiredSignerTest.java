package io.apfw.storage.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.trust.ImageFault;
import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.ProvenTime;
import io.apfw.storage.trust.Revocation;
import io.apfw.storage.trust.SignerNames;
import io.apfw.storage.trust.SignerPolicy;
import io.apfw.storage.trust.TimeReading;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustedClock;
import io.apfw.storage.trust.VerifiedHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signer that was valid from 2024 to 2026, by clocks and time-stamps that may be anything. */
class ExpiredSignerTest {
  private static final TestAuthority ROOT = TestAuthority.root("image root");
  private static final TestAuthority TSA_ROOT = TestAuthority.root("tsa root");
  private static final TestIdentity TSA = tsa(TSA_ROOT, "2020-01-01", "2030-01-01");
  private static final TestIdentity SIGNER =
      ROOT.issue(
          LeafSpec.of("image signer", Purpose.CODE_SIGNING)
              .valid(day("2024-01-01"), day("2026-01-01")));
  private static final ImageParts PARTS = ImageParts.signedBy(SIGNER);
  private static final Instant SIGNED = day("2025-06-01");
  private static final Instant NOW = day("2027-01-01");

  @TempDir Path directory;

  /** The AP's image was built on 2025-01-01; the bound is five years. */
  @ParameterizedTest
  @CsvSource({
    "2025-06-01, 2025-01-01, ",
    "1970-01-01, 2025-01-01, ",
    "2036-02-07, 2025-01-01, ",
    "2106-02-07, 2025-01-01, ",
    "2027-01-01, 2025-01-01, SIGNER_EXPIRED",
    "1970-01-01, 2026-01-02, SIGNER_EXPIRED",
    "2106-02-07, 2026-01-02, SIGNER_EXPIRED",
    "1970-01-01, 2023-01-01, SIGNER_NOT_YET_VALID",
    "2023-06-01, 2023-01-01, SIGNER_NOT_YET_VALID",
    "2106-02-07, 2023-01-01, SIGNER_NOT_YET_VALID",
  })
  void a_clock_decides_as_far_as_it_is_believed(String system, String built, ImageFault fault) {
    TrustedClock clock =
        TrustedClock.keptIn(
            ProvenTime.at(directory.resolve("clock.state")),
            () -> day(system),
            day(built),
            1826,
            warning -> {
              throw new AssertionError(warning);
            });
    ImageRefusedException refused =
        catchThrowableOfType(
            ImageRefusedException.class,
            () -> verify(SignerPolicy.of(roots(ROOT)), PARTS.signature(), clock.reading()));
    assertThat(Optional.ofNullable(refused).map(ImageRefusedException::fault))
        .isEqualTo(Optional.ofNullable(fault));
    if (refused != null) {
      assertThat(refused.detail())
          .contains(
              system.startsWith("1970")
                  ? "1970-01-01T00:00:00Z and was never set"
                  : system.startsWith("2106")
                      ? "2106-02-07T00:00:00Z, too far ahead to be believed"
                      : "by the system clock");
    }
  }

  /** A wrong clock never makes a bad signature out of a good one, or the other way about. */
  @ParameterizedTest
  @CsvSource({"1970-01-01", "2025-06-01", "2027-01-01"})
  void a_bad_signature_is_bad_at_any_time(String at) {
    byte[] other = ImageParts.sign("another".getBytes(StandardCharsets.US_ASCII), SIGNER);
    assertRefused(ImageFault.SIGNATURE_BAD, "", SignerPolicy.of(roots(ROOT)), other, day(at));
  }

  @Test
  void a_time_stamp_from_before_it_expired_lets_it_pass_where_that_is_allowed() throws Exception {
    byte[] stamped = stamped(TSA, SIGNED);
    VerifiedHead head = verify(policy(TSA_ROOT), stamped, TimeReading.certain(NOW));
    assertThat(head.provenTime()).isEqualTo(SIGNED);
    assertRefused(
        ImageFault.SIGNER_EXPIRED, "expired at", SignerPolicy.of(roots(ROOT)), stamped, NOW);
  }

  @Test
  void without_one_it_has_expired() {
    assertRefused(
        ImageFault.SIGNER_EXPIRED, "expired at", policy(TSA_ROOT), PARTS.signature(), NOW);
  }

  @Test
  void a_time_stamp_from_after_it_expired_shows_just_that() throws Exception {
    assertRefused(
        ImageFault.SIGNER_EXPIRED,
        "now is 2026-01-02",
        policy(TSA_ROOT),
        stamped(TSA, day("2026-01-02")),
        NOW);
  }

  @Test
  void an_authority_must_be_trusted_for_that_and_valid_then_and_now() throws Exception {
    assertBad("no issuer", stamped(tsa(ROOT, "2020-01-01", "2030-01-01"), SIGNED));
    assertBad("expired at 2026-12-31", stamped(tsa(TSA_ROOT, "2020-01-01", "2026-12-31"), SIGNED));
    assertBad("", stamped(tsa(TSA_ROOT, "2025-07-01", "2030-01-01"), SIGNED));
  }

  @Test
  void a_time_stamp_of_the_future_is_not_believed() throws Exception {
    assertBad("it is of 2028-01-01T00:00:00Z, now is", stamped(TSA, day("2028-01-01")));
  }

  @Test
  void a_time_stamp_of_another_signature_is_not_for_this_one() throws Exception {
    byte[] other = ImageParts.sign("another".getBytes(StandardCharsets.US_ASCII), SIGNER);
    byte[] stamp = Timestamps.withLocal(other, TSA.key(), TSA.chain(), SIGNED);
    assertBad("it is of another signature", Transplant.stamp(stamp, PARTS.signature()));
  }

  @Test
  void a_signer_that_is_revoked_passes_with_no_time_stamp() throws Exception {
    Path list = directory.resolve("list.pem");
    TestAuthority.writeCrls(
        list, ROOT.revoke(day("2026-06-01"), day("2026-07-01"), SIGNER.certificate()));
    SignerPolicy policy =
        new SignerPolicy(
            () -> roots(ROOT),
            SignerNames.ANY,
            new Revocation(Revocation.Rule.KNOWN, Optional.of(list)),
            Optional.of(roots(TSA_ROOT)));
    assertRefused(ImageFault.SIGNER_REVOKED, "image signer", policy, stamped(TSA, SIGNED), NOW);
  }

  @Test
  void a_reply_that_is_none_is_not_embedded() {
    assertThatThrownBy(() -> Timestamps.withReply(PARTS.signature(), new byte[] {1, 2, 3}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a reply of a time-stamp authority");
    assertThatThrownBy(() -> Timestamps.request(new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("sign it before");
  }

  private static void assertBad(String detail, byte[] signature) {
    assertRefused(ImageFault.TIMESTAMP_BAD, detail, policy(TSA_ROOT), signature, NOW);
  }

  private static void assertRefused(
      ImageFault fault, String detail, SignerPolicy policy, byte[] signature, Instant at) {
    ImageRefusedException refused =
        catchThrowableOfType(
            ImageRefusedException.class, () -> verify(policy, signature, TimeReading.certain(at)));
    assertThat(refused).isNotNull();
    assertThat(refused.fault()).as(refused.detail()).isEqualTo(fault);
    assertThat(refused.detail()).contains(detail);
  }

  private static VerifiedHead verify(SignerPolicy policy, byte[] signature, TimeReading now)
      throws ImageRefusedException {
    return new ImageVerifier(policy)
        .verifyHead(
            new ImageHead(PARTS.manifest(), signature, PARTS.blockMap()),
            AccessPoint.expectation(),
            now);
  }

  private static byte[] stamped(TestIdentity authority, Instant at) throws IOException {
    return Timestamps.withLocal(PARTS.signature(), authority.key(), authority.chain(), at);
  }

  private static SignerPolicy policy(TestAuthority authorities) {
    return new SignerPolicy(
        () -> roots(ROOT), SignerNames.ANY, Revocation.KNOWN, Optional.of(roots(authorities)));
  }

  private static TrustStore roots(TestAuthority authority) {
    return new TrustStore(List.of(authority.certificate()));
  }

  private static TestIdentity tsa(TestAuthority authority, String from, String to) {
    return authority.issue(LeafSpec.of("tsa", Purpose.TIME_STAMPING).valid(day(from), day(to)));
  }

  private static Instant day(String date) {
    return Instant.parse(date + "T00:00:00Z");
  }
}
