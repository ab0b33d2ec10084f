package io.apfw.agent.imagetool;

import io.apfw.storage.image.Timestamps;
import io.apfw.storage.trust.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Option;

/** A time-stamp authority of one's own, right when the image is signed. */
final class TimestampOptions {
  @Option(
      names = "--tsa-key",
      required = true,
      paramLabel = "PEM",
      description = "The private key of a time-stamp authority of your own.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private Path key;

  @Option(
      names = "--tsa-cert",
      required = true,
      paramLabel = "PEM",
      description = "Its certificate, for time-stamping; intermediates may follow it.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private Path certificate;

  byte[] stamp(byte[] signature) throws IOException {
    return Timestamps.withLocal(
        signature, Pem.privateKey(key), Pem.certificates(certificate), Instant.now());
  }
}
