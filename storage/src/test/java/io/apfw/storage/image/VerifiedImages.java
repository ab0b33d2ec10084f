package io.apfw.storage.image;

import io.apfw.storage.trust.VerifiedHead;
import io.apfw.storage.trust.VerifiedImage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Images that have gone all the way: nothing but the verifier makes one. */
public final class VerifiedImages {
  private VerifiedImages() {}

  /** A small image on part1 of an access point of its own. */
  public static VerifiedImage onPart1(Path directory) throws Exception {
    Path home = Files.createTempDirectory(directory, "ap");
    Path payload = Files.write(home.resolve("payload"), new byte[100_000]);
    Path image = home.resolve("part.tar");
    ImageSpec spec =
        new ImageSpec(
            "ap1g8",
            "17.9.4.27",
            3,
            List.of("C9105AXI"),
            "0.1",
            Instant.parse("2026-01-01T00:00:00Z"),
            "rootfs.img");
    ImageBuilder.build(
        spec,
        payload,
        Optional.of(new ImageSigner(AccessPoint.SIGNER.key(), AccessPoint.SIGNER.chain())),
        image);
    AccessPoint ap = new AccessPoint(home);
    try (InputStream bytes = Files.newInputStream(image)) {
      VerifiedHead head = ap.ingest(bytes);
      return AccessPoint.VERIFIER.verifySlot(head, ap.inactive());
    }
  }
}
