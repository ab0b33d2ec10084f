package io.apfw.storage.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apfw.fixtures.pki.KeyKind;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.image.ImageSigner.Digest;
import io.apfw.storage.image.ImageSigner.Scheme;
import io.apfw.storage.trust.ImageFault;
import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.Revocation;
import io.apfw.storage.trust.SignerNames;
import io.apfw.storage.trust.SignerPolicy;
import io.apfw.storage.trust.TimeReading;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.VerifiedHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose signature counts: each kind of key, revocation lists, names, time-stamps, the clock. */
class SignerTest {
  private static final TestAuthority ROOT = TestAuthority.root("image root");
  private static final TestAuthority ISSUER = ROOT.intermediate("issuer");
  private static final TestIdentity SIGNER =
      ISSUER.issue(LeafSpec.of("image signer", Purpose.CODE_SIGNING).named("sign.example.net"));
  private static final ImageParts PARTS = ImageParts.signedBy(SIGNER);
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant LAST_MONTH = Instant.parse("2026-05-01T00:00:00Z");
  private static final Instant NEXT_MONTH = Instant.parse("2026-07-01T00:00:00Z");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "EC_P256, SHA256, false",
    "EC_P256, SHA512, false",
    "EC_P384, SHA384, false",
    "RSA_2048, SHA256, false",
    "RSA_2048, SHA256, true",
    "RSA_3072, SHA384, false",
    "RSA_3072, SHA512, true",
    "ED25519, SHA256, false",
  })
  void each_kind_of_key_signs(KeyKind kind, Digest digest, boolean pss) throws Exception {
    TestIdentity signer = ISSUER.issue(LeafSpec.of("s", Purpose.CODE_SIGNING).with(kind));
    byte[] signature = sign(signer, new Scheme(digest, pss));
    assertThat(verify(SignerPolicy.of(roots(ROOT)), signature).signer()).startsWith("CN=s");

    ImageHead other =
        new ImageHead("another".getBytes(StandardCharsets.US_ASCII), signature, PARTS.blockMap());
    assertRefused(
        ImageFault.SIGNATURE_BAD,
        "",
        () ->
            new ImageVerifier(roots(ROOT))
                .verifyHead(other, AccessPoint.expectation(), TimeReading.certain(NOW)));
  }

  @Test
  void a_short_rsa_key_does_not() {
    TestIdentity signer =
        ISSUER.issue(LeafSpec.of("s", Purpose.CODE_SIGNING).with(KeyKind.RSA_1024));
    assertRefused(
        ImageFault.SIGNATURE_MALFORMED,
        "an RSA key of 1024 bits, allowed are 2048 and more",
        () -> verify(SignerPolicy.of(roots(ROOT)), sign(signer, Scheme.USUAL)));
  }

  @Test
  void several_roots_are_trusted_each_by_itself() throws Exception {
    TestAuthority second = TestAuthority.root("second root");
    TestIdentity theirs = second.issue(LeafSpec.of("theirs", Purpose.CODE_SIGNING));
    SignerPolicy both = SignerPolicy.of(roots(ROOT, second));
    assertThat(verify(both, PARTS.signature()).signer()).startsWith("CN=image signer");
    assertThat(verify(both, sign(theirs, Scheme.USUAL)).signer()).startsWith("CN=theirs");
    assertRefused(
        ImageFault.SIGNER_UNTRUSTED,
        "no issuer",
        () -> verify(SignerPolicy.of(roots(second)), PARTS.signature()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN=image signer,O=apfw test",
        "cn=IMAGE  signer, o=apfw test",
        "DNS:sign.example.net"
      })
  void a_configured_signer_may_sign(String name) throws Exception {
    assertThat(verify(named("CN=somebody", name), PARTS.signature()).signer()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN=image signer",
        "CN=image signer,O=apfw test,C=CH",
        "CN=image signe,O=apfw test",
        "DNS:example.net",
        "DNS:*.example.net",
        "URI:sign.example.net"
      })
  void another_below_the_same_root_may_not(String name) {
    assertRefused(
        ImageFault.SIGNER_NOT_NAMED,
        "'CN=image signer, O=apfw test' is trusted, but none of the 1",
        () -> verify(named(name), PARTS.signature()));
  }

  @Test
  void what_is_not_a_name_is_named() {
    assertThatThrownBy(() -> SignerNames.of(List.of("image signer")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("image signer is neither a subject");
  }

  @Test
  void a_revoked_signer_is_refused_by_a_list_in_a_file_a_directory_or_the_signature()
      throws Exception {
    X509CRL list = ISSUER.revoke(LAST_MONTH, NEXT_MONTH, SIGNER.certificate());
    Path file = directory.resolve("list.pem");
    TestAuthority.writeCrls(file, list);
    assertRevoked(revocation(Revocation.Rule.KNOWN, file), PARTS.signature());
    assertRevoked(revocation(Revocation.Rule.REQUIRED, directory), PARTS.signature());
    assertRevoked(SignerPolicy.of(roots(ROOT)), signWith(list));
    Files.write(file, list.getEncoded());
    assertRevoked(revocation(Revocation.Rule.KNOWN, file), PARTS.signature());
    assertThat(verify(revocation(Revocation.Rule.OFF, file), PARTS.signature()).signer())
        .isNotEmpty();
  }

  @Test
  void a_revoked_issuer_takes_its_signers_with_it() {
    X509CRL list = ROOT.revoke(LAST_MONTH, NEXT_MONTH, ISSUER.certificate());
    assertRefused(
        ImageFault.SIGNER_REVOKED,
        "'CN=issuer, O=apfw test' since 2026-05-01T00:00:00Z",
        () -> verify(SignerPolicy.of(roots(ROOT)), signWith(list)));
  }

  @Test
  void a_list_by_somebody_else_says_nothing() throws Exception {
    X509CRL forged =
        TestAuthority.root("issuer").revoke(LAST_MONTH, NEXT_MONTH, SIGNER.certificate());
    X509CRL byTheRoot = ROOT.revoke(LAST_MONTH, NEXT_MONTH, SIGNER.certificate());
    assertThat(verify(SignerPolicy.of(roots(ROOT)), signWith(forged, byTheRoot)).signer())
        .isNotEmpty();
  }

  @Test
  void where_lists_are_required_each_issuer_needs_one_that_is_in_date() throws Exception {
    SignerPolicy required = revocation(Revocation.Rule.REQUIRED, null);
    X509CRL ofRoot = ROOT.revoke(LAST_MONTH, NEXT_MONTH);
    X509CRL ofIssuer = ISSUER.revoke(LAST_MONTH, NEXT_MONTH);
    assertThat(verify(required, signWith(ofRoot, ofIssuer)).signer()).isNotEmpty();
    String missing = "no revocation list by 'CN=issuer, O=apfw test' that is in date";
    assertRefused(ImageFault.REVOCATION_UNKNOWN, missing, () -> verify(required, signWith(ofRoot)));
    assertRefused(
        ImageFault.REVOCATION_UNKNOWN,
        missing,
        () -> verify(required, signWith(ofRoot, ISSUER.revoke(LAST_MONTH, NOW.minusSeconds(1)))));
    assertRefused(
        ImageFault.REVOCATION_UNKNOWN,
        missing,
        () -> verify(required, signWith(ofRoot, ISSUER.revoke(NOW.plusSeconds(1), NEXT_MONTH))));
  }

  @Test
  void a_list_that_is_out_of_date_still_revokes() {
    assertRevoked(
        SignerPolicy.of(roots(ROOT)),
        signWith(ISSUER.revoke(LAST_MONTH, NOW.minusSeconds(1), SIGNER.certificate())));
  }

  @Test
  void lists_that_cannot_be_read_refuse_everything() throws IOException {
    Path missing = directory.resolve("none.pem");
    assertRefused(
        ImageFault.REVOCATION_UNKNOWN,
        "none.pem: no such file",
        () -> verify(revocation(Revocation.Rule.KNOWN, missing), PARTS.signature()));
    Path noise = Files.writeString(directory.resolve("noise.pem"), "noise");
    assertRefused(
        ImageFault.REVOCATION_UNKNOWN,
        "noise.pem",
        () -> verify(revocation(Revocation.Rule.KNOWN, noise), PARTS.signature()));
  }

  private void assertRevoked(SignerPolicy policy, byte[] signature) {
    assertRefused(ImageFault.SIGNER_REVOKED, "CN=image signer", () -> verify(policy, signature));
  }

  private static SignerPolicy named(String... names) {
    return new SignerPolicy(
        () -> roots(ROOT), SignerNames.of(List.of(names)), Revocation.KNOWN, Optional.empty());
  }

  private static SignerPolicy revocation(Revocation.Rule rule, @Nullable Path lists) {
    return new SignerPolicy(
        () -> roots(ROOT),
        SignerNames.ANY,
        new Revocation(rule, Optional.ofNullable(lists)),
        Optional.empty());
  }

  private static TrustStore roots(TestAuthority... authorities) {
    return new TrustStore(List.of(authorities).stream().map(TestAuthority::certificate).toList());
  }

  private static byte[] sign(TestIdentity signer, Scheme scheme) throws IOException {
    return new ImageSigner(signer.key(), signer.chain(), scheme, List.of(), Optional.empty())
        .sign(PARTS.manifest());
  }

  private static byte[] signWith(X509CRL... lists) {
    try {
      return new ImageSigner(
              SIGNER.key(), SIGNER.chain(), Scheme.USUAL, List.of(lists), Optional.empty())
          .sign(PARTS.manifest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static VerifiedHead verify(SignerPolicy policy, byte[] signature)
      throws ImageRefusedException {
    return new ImageVerifier(policy)
        .verifyHead(
            new ImageHead(PARTS.manifest(), signature, PARTS.blockMap()),
            AccessPoint.expectation(),
            TimeReading.certain(NOW));
  }

  private static void assertRefused(ImageFault fault, String detail, ThrowingCallable call) {
    ImageRefusedException refused = catchThrowableOfType(ImageRefusedException.class, call);
    assertThat(refused).isNotNull();
    assertThat(refused.fault()).as(refused.detail()).isEqualTo(fault);
    assertThat(refused.detail()).contains(detail);
  }
}
