package io.apfw.agent.imagetool;

import io.apfw.storage.image.ImageSigner;
import io.apfw.storage.trust.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who signs. Optional as a group: to be checked by the command. */
final class SignerOptions {
  @Option(
      names = "--key",
      required = true,
      paramLabel = "PEM",
      description = "The signer's private key: RSA, EC or Ed25519, without a password.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private Path key;

  @Option(
      names = "--cert",
      required = true,
      paramLabel = "PEM",
      description = "The signer's certificate, for code signing; intermediates may follow it.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private Path certificate;

  @Option(names = "--chain", paramLabel = "PEM", description = "Intermediate certificates.")
  private @Nullable Path chain;

  ImageSigner load() throws IOException {
    List<X509Certificate> certificates = new ArrayList<>(Pem.certificates(certificate));
    if (chain != null) {
      certificates.addAll(Pem.certificates(chain));
    }
    return new ImageSigner(Pem.privateKey(key), certificates);
  }
}
