package io.apfw.storage.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.trust.BroughtRoots;
import io.apfw.storage.trust.Expectation;
import io.apfw.storage.trust.ImageFault;
import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.Manifest;
import io.apfw.storage.trust.Revocation;
import io.apfw.storage.trust.SignerNames;
import io.apfw.storage.trust.SignerPolicy;
import io.apfw.storage.trust.TimeReading;
import io.apfw.storage.trust.TrustAnchors;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustUpdate;
import io.apfw.storage.trust.VerifiedHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A root is introduced by one image and the old one retired by a later one. */
class TrustUpdateTest {
  private static final TestAuthority OLD = TestAuthority.root("old root");
  private static final TestAuthority NEW = TestAuthority.root("new root");
  private static final TestIdentity OLD_SIGNER = signer(OLD);
  private static final TestIdentity NEW_SIGNER = signer(NEW);
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();

  @Test
  void a_root_is_introduced_and_then_the_old_one_retired() throws Exception {
    assertRefused(ImageFault.SIGNER_UNTRUSTED, "no issuer", image(NEW_SIGNER, Optional.empty()));

    commit(image(OLD_SIGNER, update(1, OLD, NEW)));
    verify(image(OLD_SIGNER, Optional.empty()));
    verify(image(NEW_SIGNER, Optional.empty()));

    commit(image(NEW_SIGNER, update(2, NEW)));
    verify(image(NEW_SIGNER, Optional.empty()));
    assertRefused(ImageFault.SIGNER_UNTRUSTED, "no issuer", image(OLD_SIGNER, Optional.empty()));
    assertThat(warnings).isEmpty();
  }

  @Test
  void roots_by_which_the_image_itself_would_not_pass_are_refused() throws Exception {
    assertRefused(
        ImageFault.TRUST_UPDATE_BAD,
        "the image itself would not pass by them: 'CN=signer",
        image(OLD_SIGNER, update(1, NEW)));
  }

  @Test
  void a_root_that_has_expired_is_refused() throws Exception {
    ImageHead head = image(OLD_SIGNER, update(1, OLD, NEW));
    ImageRefusedException refused =
        catchThrowableOfType(
            ImageRefusedException.class,
            () ->
                new ImageVerifier(policy())
                    .verifyHead(
                        head,
                        Expectation.ANYTHING,
                        TimeReading.certain(Instant.parse("2050-01-01T00:00:00Z"))));
    assertThat(refused.fault()).isEqualTo(ImageFault.SIGNER_EXPIRED);
  }

  @Test
  void an_older_update_is_left_alone_and_the_image_taken() throws Exception {
    ImageHead first = image(OLD_SIGNER, update(1, OLD, TestAuthority.root("lost root")));
    commit(image(OLD_SIGNER, update(7, OLD, NEW)));
    assertThat(commit(first)).isFalse();
    assertThat(anchors().trusted().roots()).containsExactly(OLD.certificate(), NEW.certificate());
  }

  @Test
  void a_serial_stands_for_one_set_of_roots() throws Exception {
    commit(image(OLD_SIGNER, update(7, OLD, NEW)));
    assertThat(commit(image(OLD_SIGNER, update(7, OLD, NEW)))).isFalse();
    assertRefused(
        ImageFault.TRUST_UPDATE_BAD,
        "serial 7 was given to other roots before",
        image(OLD_SIGNER, update(7, OLD)));
  }

  @Test
  void an_operator_goes_back_and_the_same_update_does_not_come_again() throws Exception {
    commit(image(OLD_SIGNER, update(1, OLD, NEW)));
    commit(image(NEW_SIGNER, update(2, NEW)));
    assertThat(brought().revert().current().serial()).isEqualTo(1);
    verify(image(OLD_SIGNER, Optional.empty()));
    assertThat(commitUnverified(update(2, NEW).orElseThrow())).isFalse();
    assertThat(brought().revert().current().serial()).isZero();
    assertThat(anchors().trusted().roots()).containsExactly(OLD.certificate());
    commit(image(OLD_SIGNER, update(3, OLD, NEW)));
    verify(image(NEW_SIGNER, Optional.empty()));
    assertThat(warnings).isEmpty();
  }

  @Test
  void where_the_new_roots_cannot_be_read_the_earlier_ones_count_and_then_the_configured()
      throws Exception {
    commit(image(OLD_SIGNER, update(1, OLD, NEW)));
    commit(image(NEW_SIGNER, update(2, NEW)));
    Files.writeString(directory.resolve("trust/roots-2.pem"), "not what was kept");
    assertThat(anchors().trusted().roots()).hasSize(2);
    assertThat(warnings).singleElement().asString().contains("going on with the earlier roots");
    Files.delete(directory.resolve("trust/roots-1.pem"));
    assertThat(anchors().trusted().roots()).containsExactly(OLD.certificate());
    Files.write(directory.resolve("trust/trust.state"), new byte[8192]);
    assertThat(anchors().trusted().roots()).containsExactly(OLD.certificate());
    commitUnverified(update(3, NEW).orElseThrow());
    assertThat(anchors().trusted().roots()).containsExactly(NEW.certificate());
  }

  @Test
  void what_the_format_cannot_say_is_refused_when_it_is_made() {
    X509Certificate root = OLD.certificate();
    assertThatThrownBy(() -> new TrustUpdate(0, List.of(root))).hasMessageContaining("1 and more");
    assertThatThrownBy(() -> new TrustUpdate(1, List.of())).hasMessageContaining("0 roots");
    assertThatThrownBy(() -> new TrustUpdate(1, List.of(root, root))).hasMessageContaining("twice");
    assertThatThrownBy(() -> new TrustUpdate(1, List.of(OLD_SIGNER.certificate())))
        .hasMessageContaining("'CN=signer, O=apfw test' is no certificate of an authority");
  }

  @Test
  void what_is_no_root_is_refused_when_it_is_read() throws Exception {
    String good =
        new String(image(OLD_SIGNER, update(1, OLD)).manifest(), StandardCharsets.US_ASCII);
    assertMalformed(good.replaceFirst("root-1: .*", "root-1: bm9uc2Vuc2U="), "no certificate");
    assertMalformed(good.replaceFirst("root-1: .*", "root-1: !"), "no certificate");
    assertMalformed(good.replaceFirst("x-apfw-trust-root-1: .*\n", ""), "0 roots");
    assertMalformed(good.replaceFirst("serial: 1", "serial: one"), "x-apfw-trust-serial: one");
    assertThat(Manifest.parse(good.getBytes(StandardCharsets.US_ASCII)).format())
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo(good);
  }

  private static void assertMalformed(String manifest, String detail) {
    ImageRefusedException refused =
        catchThrowableOfType(
            ImageRefusedException.class,
            () -> Manifest.parse(manifest.getBytes(StandardCharsets.US_ASCII)));
    assertThat(refused).isNotNull();
    assertThat(refused.fault()).isEqualTo(ImageFault.MANIFEST_MALFORMED);
    assertThat(refused.detail()).contains(detail);
  }

  private boolean commit(ImageHead head) throws Exception {
    return commitUnverified(verify(head).manifest().trustUpdate().orElseThrow());
  }

  private boolean commitUnverified(TrustUpdate update) throws Exception {
    return brought().apply(update);
  }

  private VerifiedHead verify(ImageHead head) throws ImageRefusedException {
    return new ImageVerifier(policy())
        .verifyHead(head, Expectation.ANYTHING, TimeReading.certain(NOW));
  }

  private void assertRefused(ImageFault fault, String detail, ImageHead head) {
    ImageRefusedException refused =
        catchThrowableOfType(ImageRefusedException.class, () -> verify(head));
    assertThat(refused).isNotNull();
    assertThat(refused.fault()).as(refused.detail()).isEqualTo(fault);
    assertThat(refused.detail()).contains(detail);
  }

  private SignerPolicy policy() {
    return new SignerPolicy(anchors(), SignerNames.ANY, Revocation.KNOWN, Optional.empty());
  }

  private TrustAnchors anchors() {
    return new TrustAnchors(new TrustStore(List.of(OLD.certificate())), brought(), warnings::add);
  }

  private BroughtRoots brought() {
    return BroughtRoots.at(directory.resolve("trust"));
  }

  private ImageHead image(TestIdentity signer, Optional<TrustUpdate> update) throws IOException {
    Path out = directory.resolve("part.tar");
    ImageBuilder.build(
        new ImageSpec(
            "ap1g8",
            "17.9.4.27",
            3,
            List.of("C9105AXI"),
            "0.1",
            NOW,
            "rootfs.img",
            OptionalLong.empty(),
            update),
        Files.writeString(directory.resolve("payload"), "payload"),
        Optional.of(new ImageSigner(signer.key(), signer.chain())),
        out);
    try {
      return new ImageReader(new ByteArrayInputStream(Files.readAllBytes(out))).readHead();
    } catch (ImageRefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static Optional<TrustUpdate> update(long serial, TestAuthority... authorities) {
    return Optional.of(
        new TrustUpdate(
            serial, List.of(authorities).stream().map(TestAuthority::certificate).toList()));
  }

  private static TestIdentity signer(TestAuthority root) {
    return root.issue(LeafSpec.of("signer", Purpose.CODE_SIGNING));
  }
}
