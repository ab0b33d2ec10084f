package io.apfw.link.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.fixtures.pki.KeyKind;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DtlsIdentityTest {
  private final TestAuthority root = TestAuthority.root("root");

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"EC_P256", "RSA_2048"})
  void keyAndChainComeFromPemFiles(KeyKind kind) throws IOException {
    TestIdentity issued =
        root.intermediate("maker").issue(LeafSpec.of("ap", Purpose.CAPWAP_WTP).with(kind));
    issued.write(directory.resolve("ap.key"), directory.resolve("ap.pem"));

    DtlsIdentity identity =
        DtlsIdentity.load(directory.resolve("ap.pem"), directory.resolve("ap.key"));

    assertThat(identity.chain()).isEqualTo(issued.chain()).hasSize(2);
    assertThat(secret(identity.key())).isEqualTo(secret(issued.key()));
    assertThat(identity).asString().doesNotContain("Key");
  }

  @ParameterizedTest
  @EnumSource(names = {"EC_P256", "RSA_2048"})
  void anotherCertificatesKeyIsRefused(KeyKind kind) throws IOException {
    TestIdentity one = root.issue(LeafSpec.of("one", Purpose.CAPWAP_WTP));
    TestIdentity other = root.issue(LeafSpec.of("other", Purpose.CAPWAP_WTP).with(kind));
    one.write(directory.resolve("one.key"), directory.resolve("one.pem"));
    other.write(directory.resolve("other.key"), directory.resolve("other.pem"));
    Path certificate = directory.resolve("one.pem");
    Path key = directory.resolve("other.key");

    assertThatThrownBy(() -> DtlsIdentity.load(certificate, key))
        .isInstanceOf(IOException.class)
        .hasMessage(key + " is not the key of the first certificate in " + certificate);
  }

  @Test
  void otherKindsOfKeysAreRefused() throws IOException {
    TestIdentity issued = root.issue(LeafSpec.of("ap", Purpose.CAPWAP_WTP).with(KeyKind.ED25519));
    issued.write(directory.resolve("ap.key"), directory.resolve("ap.pem"));
    Path certificate = directory.resolve("ap.pem");
    Path key = directory.resolve("ap.key");

    assertThatThrownBy(() -> DtlsIdentity.load(certificate, key))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("EC or RSA");
  }

  @Test
  void aKeysFileNeedNotSayWhichPublicKeyIsItsOwn() throws IOException {
    TestIdentity one = root.issue(LeafSpec.of("one", Purpose.CAPWAP_WTP));
    TestIdentity other = root.issue(LeafSpec.of("other", Purpose.CAPWAP_WTP));
    Path certificate = directory.resolve("one.pem");
    one.write(directory.resolve("unused.key"), certificate);
    Path own = asJavaWritesIt(one, "own.key");
    Path others = asJavaWritesIt(other, "others.key");

    assertThat(DtlsIdentity.load(certificate, own).key()).isEqualTo(one.key());
    assertThatThrownBy(() -> DtlsIdentity.load(certificate, others))
        .isInstanceOf(IOException.class)
        .hasMessage(others + " is not the key of the first certificate in " + certificate);
  }

  private Path asJavaWritesIt(TestIdentity identity, String name) throws IOException {
    Path file = directory.resolve(name);
    try (JcaPEMWriter writer = new JcaPEMWriter(Files.newBufferedWriter(file))) {
      writer.writeObject(new JcaPKCS8Generator(identity.key(), null));
    }
    return file;
  }

  private static BigInteger secret(PrivateKey key) {
    return key instanceof ECPrivateKey ec ? ec.getS() : ((RSAPrivateKey) key).getPrivateExponent();
  }
}
