package io.apfw.drills.image;

import io.apfw.storage.image.ImageBuilder;
import io.apfw.storage.image.ImageSigner;
import io.apfw.storage.image.ImageSpec;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.Manifest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An image of an exact size. The unsigned image is cached under a name made of its parameters;
 * every run signs it anew with its own PKI.
 *
 * @param family image family
 * @param version version
 * @param hardware hardware id it is for
 * @param fileBytes size of the signed file, a multiple of {@value #UNIT_BYTES}, at least two
 * @param seed of the payload
 */
public record DrillImage(
    String family, String version, String hardware, long fileBytes, long seed) {
  /** A tar's default blocking; storage/IMAGE-FORMAT.md. */
  public static final int UNIT_BYTES = 10_240;

  /** Of the smallest image. */
  public static final int BYTES_MIN = 2 * UNIT_BYTES;

  private static final int RECORD_BYTES = 512;
  private static final int ENTRIES = 4;
  private static final int MANIFEST_BYTES = 2 * RECORD_BYTES;
  private static final int SIGNATURE_BYTES = 4 * RECORD_BYTES;
  private static final int END_BYTES = 2 * RECORD_BYTES;
  private static final int HASH_BYTES = 32;

  private static final Object ONE_AT_A_TIME = new Object();

  /** The build time is no parameter: the same parameters give the same image. */
  private static final Instant BUILD_TIME = Instant.parse("2026-01-01T00:00:00Z");

  public DrillImage {
    if (fileBytes < BYTES_MIN || fileBytes % UNIT_BYTES != 0) {
      throw new IllegalArgumentException(
          "fileBytes " + fileBytes + ": a multiple of " + UNIT_BYTES + ", at least two");
    }
  }

  /**
   * Makes the signed image.
   *
   * @param cache directory for the unsigned one, shared by all runs
   * @param out the signed file
   * @return what was signed
   */
  public Manifest make(Path cache, ImageSigner signer, Path out) throws IOException {
    Manifest manifest;
    try {
      manifest = ImageBuilder.sign(unsigned(cache), signer, out);
    } catch (ImageRefusedException e) {
      throw new IOException("the cached image is damaged, remove " + cache + " and try again", e);
    }
    if (Files.size(out) != fileBytes) {
      throw new IllegalStateException(
          "the image has " + Files.size(out) + " bytes, wanted were " + fileBytes);
    }
    return manifest;
  }

  /** Makes a signed image of a file system as it is. */
  public static Manifest build(
      String family, String version, String hardware, Path rootfs, ImageSigner signer, Path out)
      throws IOException {
    return ImageBuilder.build(spec(family, version, hardware), rootfs, Optional.of(signer), out);
  }

  private static ImageSpec spec(String family, String version, String hardware) {
    return new ImageSpec(family, version, 1, List.of(hardware), "0.1.0", BUILD_TIME, "rootfs.img");
  }

  private Path unsigned(Path cache) throws IOException {
    Files.createDirectories(cache);
    String name = "%s-%s-%s-%d-%d".formatted(family, version, hardware, fileBytes, seed);
    Path image = cache.resolve(name + ".tar");
    // The file keeps other processes out, and says of threads of this one that they are a bug.
    synchronized (ONE_AT_A_TIME) {
      try (FileChannel lock =
              FileChannel.open(
                  cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = lock.lock()) {
        if (held.isValid() && Files.notExists(image)) {
          Path payload = Files.createTempFile(cache, name, ".payload");
          try {
            SeededPayload.write(payload, payloadBytes(), seed);
            ImageBuilder.build(spec(family, version, hardware), payload, Optional.empty(), image);
          } finally {
            Files.delete(payload);
          }
        }
      }
    }
    return image;
  }

  /**
   * The payload that ends the tar in the middle of its last unit: then the lengths of manifest and
   * signature, which differ by a few bytes from run to run, do not change the file's.
   */
  private long payloadBytes() {
    long blockMapBytes = (fileBytes / Manifest.BLOCK_BYTES + 1) * HASH_BYTES;
    return fileBytes
        - UNIT_BYTES / 2
        - ENTRIES * RECORD_BYTES
        - MANIFEST_BYTES
        - SIGNATURE_BYTES
        - blockMapBytes
        - END_BYTES;
  }
}
