package io.apfw.storage.image;

import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.Manifest;
import io.apfw.storage.trust.Sha256;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Makes image files, on the host. The same input gives the same bytes (but for the signature, where
 * the algorithm is randomised).
 */
public final class ImageBuilder {
  private static final int FILE_MODE = 0100644;

  private ImageBuilder() {}

  /**
   * Builds an image.
   *
   * @param payload the root file system, raw; read twice
   * @param signer without one the image is left unsigned, to be signed later
   * @param out replaced when the image is whole
   * @throws IOException also when the payload changes meanwhile
   * @throws IllegalArgumentException for what a manifest cannot say
   */
  public static Manifest build(ImageSpec spec, Path payload, Optional<ImageSigner> signer, Path out)
      throws IOException {
    MessageDigest ofPayload = Sha256.digest();
    MessageDigest ofBlock = Sha256.digest();
    ByteArrayOutputStream blockMap = new ByteArrayOutputStream();
    long payloadBytes = 0;
    try (InputStream in = Files.newInputStream(payload)) {
      byte[] block = new byte[Manifest.BLOCK_BYTES];
      for (int count = fill(in, block); count > 0; count = fill(in, block)) {
        ofPayload.update(block, 0, count);
        ofBlock.update(block, 0, count);
        blockMap.writeBytes(ofBlock.digest());
        payloadBytes += count;
      }
    }
    Manifest manifest =
        new Manifest(
            spec.family(),
            spec.version(),
            spec.securityVersion(),
            spec.hardware(),
            spec.minimumAgentVersion(),
            spec.buildTime().truncatedTo(ChronoUnit.SECONDS),
            spec.payloadName(),
            payloadBytes,
            HexFormat.of().formatHex(ofPayload.digest()),
            Manifest.BLOCK_BYTES,
            Sha256.hex(blockMap.toByteArray()),
            spec.vendor(),
            spec.trustUpdate());
    byte[] text = manifest.format();
    byte[] signature = signer.isPresent() ? signer.get().sign(text) : new byte[0];
    ImageHead head = new ImageHead(text, signature, blockMap.toByteArray());
    try (InputStream in = Files.newInputStream(payload)) {
      write(head, manifest, in, out);
    }
    return manifest;
  }

  /**
   * Signs an image, replacing its signature; everything else stays as it is.
   *
   * @param out may be the image itself; replaced when the new one is whole
   */
  public static Manifest sign(Path image, ImageSigner signer, Path out)
      throws IOException, ImageRefusedException {
    return signed(image, head -> signer.sign(head.manifest()), out);
  }

  /** Makes the signature of a head. */
  @FunctionalInterface
  public interface Signing {
    /** CMS SignedData, DER. */
    byte[] signature(ImageHead head) throws IOException;
  }

  /**
   * Replaces the signature of an image by another.
   *
   * @param out may be the image itself; replaced when the new one is whole
   */
  public static Manifest signed(Path image, Signing signing, Path out)
      throws IOException, ImageRefusedException {
    try (InputStream in = Files.newInputStream(image)) {
      ImageReader reader = new ImageReader(in);
      ImageHead head = reader.readHead();
      Manifest manifest = Manifest.parse(head.manifest());
      in.skipNBytes(ImageFormat.RECORD_BYTES);
      write(
          new ImageHead(head.manifest(), signing.signature(head), head.blockMap()),
          manifest,
          in,
          out);
      return manifest;
    }
  }

  private static void write(ImageHead head, Manifest manifest, InputStream payload, Path out)
      throws IOException {
    Path target = out.toAbsolutePath();
    Path temporary = target.resolveSibling(target.getFileName() + ".new");
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(temporary));
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(
                file, ImageFormat.FILE_UNIT_BYTES, StandardCharsets.US_ASCII.name())) {
      entry(tar, ImageFormat.MANIFEST, head.manifest(), manifest);
      entry(tar, ImageFormat.SIGNATURE, head.signature(), manifest);
      entry(tar, ImageFormat.BLOCK_MAP, head.blockMap(), manifest);
      open(tar, manifest.payloadName(), manifest.payloadBytes(), manifest);
      copy(payload, manifest.payloadBytes(), tar);
      tar.closeArchiveEntry();
    }
    Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void entry(
      TarArchiveOutputStream tar, String name, byte[] content, Manifest manifest)
      throws IOException {
    open(tar, name, content.length, manifest);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void open(TarArchiveOutputStream tar, String name, long size, Manifest manifest)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setMode(FILE_MODE);
    entry.setIds(0, 0);
    entry.setModTime(FileTime.from(manifest.buildTime()));
    tar.putArchiveEntry(entry);
  }

  private static void copy(InputStream in, long bytes, OutputStream out) throws IOException {
    byte[] block = new byte[Manifest.BLOCK_BYTES];
    for (long rest = bytes; rest > 0; ) {
      int count = in.readNBytes(block, 0, (int) Math.min(rest, block.length));
      if (count == 0) {
        throw new IOException("the payload ends " + rest + " bytes too early");
      }
      out.write(block, 0, count);
      rest -= count;
    }
  }

  private static int fill(InputStream in, byte[] block) throws IOException {
    return in.readNBytes(block, 0, block.length);
  }
}
