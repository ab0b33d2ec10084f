package io.apfw.drills.writes;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.image.ImageReader;
import io.apfw.storage.trust.Expectation;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.TimeReading;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.VerifiedHead;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What a slot holds when a signed image stands on it.
 *
 * @param bytes all of it, in memory
 */
record Payload(String version, ByteBuffer bytes) {
  /**
   * Takes an image's payload, verified as an AP would.
   *
   * @throws WritesException when the image is refused
   */
  static Payload of(Path image, TrustStore roots, Instant now) throws IOException, WritesException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(image))) {
      ImageReader reader = new ImageReader(in);
      VerifiedHead head =
          new ImageVerifier(roots)
              .verifyHead(reader.readHead(), Expectation.ANYTHING, TimeReading.certain(now));
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(head.manifest().payloadBytes()));
      reader.copyPayload(head, bytes::put);
      return new Payload(head.manifest().version(), bytes.flip());
    } catch (ImageRefusedException | StorageException e) {
      throw new WritesException(image + " is no image to hold slots against: " + e.getMessage());
    }
  }
}
