package io.apfw.storage.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apfw.storage.trust.Expectation;
import io.apfw.storage.trust.ImageFault;
import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.TimeReading;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.VerifiedHead;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenSSL signed and GNU tar packed, from the checked-in vectors. */
class ForeignImageTest {
  private static final TimeReading NOW = TimeReading.certain(Instant.parse("2027-01-01T00:00:00Z"));
  private static final Expectation ANYTHING =
      new Expectation(
          Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), 0, OptionalLong.empty());

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  private ImageVerifier verifier;

  @BeforeEach
  void trustTheRoot() throws IOException {
    Path root = Files.write(directory.resolve("root.pem"), vector("root.pem"));
    verifier = new ImageVerifier(TrustStore.load(root));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain.p7s", "pss.p7s", "noattr.p7s"})
  void openssl_signs_and_we_believe(String signature) throws Exception {
    assertThat(verifier.verifyHead(head(signature), ANYTHING, NOW).signer())
        .contains("CN=openssl signer");
  }

  @ParameterizedTest
  @CsvSource({
    "attached.p7s, must be detached",
    "sha1.p7s, digest 1.3.14.3.2.26",
    "nocerts.p7s, 0 certificates of its signer",
  })
  void what_the_format_does_not_allow_is_refused(String signature, String detail) {
    ImageRefusedException refused =
        catchThrowableOfType(
            ImageRefusedException.class, () -> verifier.verifyHead(head(signature), ANYTHING, NOW));
    assertThat(refused).isNotNull();
    assertThat(refused.fault()).isEqualTo(ImageFault.SIGNATURE_MALFORMED);
    assertThat(refused.detail()).contains(detail);
  }

  @Test
  void gnu_tar_packs_and_we_read() throws Exception {
    StringBuilder payload = new StringBuilder();
    try (InputStream in = stream("openssl-gnutar.tar")) {
      ImageReader reader = new ImageReader(in);
      VerifiedHead head = verifier.verifyHead(reader.readHead(), ANYTHING, NOW);
      reader.copyPayload(head, block -> payload.append(StandardCharsets.US_ASCII.decode(block)));
    }
    assertThat(payload).hasToString("hello");
  }

  private static ImageHead head(String signature) throws IOException {
    return new ImageHead(vector("manifest"), vector(signature), vector("blockmap"));
  }

  private static byte[] vector(String name) throws IOException {
    try (InputStream in = stream(name)) {
      return in.readAllBytes();
    }
  }

  private static InputStream stream(String name) {
    return Objects.requireNonNull(
        ForeignImageTest.class.getResourceAsStream("/io/apfw/vectors/signatures/" + name));
  }
}
