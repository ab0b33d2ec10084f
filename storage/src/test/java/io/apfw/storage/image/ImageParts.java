package io.apfw.storage.image;

import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.trust.Manifest;
import io.apfw.storage.trust.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The four parts of a miniature image, to be exchanged one by one. Written by a tar writer of its
 * own, so that parts can be wrong in ways in which the builder never is.
 */
final class ImageParts {
  static final String PAYLOAD_NAME = "rootfs.img";

  /** A bit over a mebibyte, the last block short. */
  static final int PAYLOAD_BYTES = 16 * Manifest.BLOCK_BYTES + 12_345;

  private final byte[] manifest;
  private final byte[] signature;
  private final byte[] blockMap;
  private final byte[] payload;

  private ImageParts(byte[] manifest, byte[] signature, byte[] blockMap, byte[] payload) {
    this.manifest = manifest;
    this.signature = signature;
    this.blockMap = blockMap;
    this.payload = payload;
  }

  byte[] manifest() {
    return manifest.clone();
  }

  byte[] signature() {
    return signature.clone();
  }

  byte[] blockMap() {
    return blockMap.clone();
  }

  byte[] payload() {
    return payload.clone();
  }

  static ImageParts signedBy(TestIdentity signer) {
    byte[] payload = new byte[PAYLOAD_BYTES];
    new Random(9105).nextBytes(payload);
    return of(payload, signer);
  }

  static ImageParts of(byte[] payload, TestIdentity signer) {
    byte[] blockMap = blockMapOf(payload);
    byte[] manifest = manifest(payload, blockMap).format();
    return new ImageParts(manifest, sign(manifest, signer), blockMap, payload);
  }

  static byte[] blockMapOf(byte[] payload) {
    ByteArrayOutputStream map = new ByteArrayOutputStream();
    for (int at = 0; at < payload.length; at += Manifest.BLOCK_BYTES) {
      map.writeBytes(
          Sha256.digest()
              .digest(
                  Arrays.copyOfRange(
                      payload, at, Math.min(payload.length, at + Manifest.BLOCK_BYTES))));
    }
    return map.toByteArray();
  }

  private static Manifest manifest(byte[] payload, byte[] blockMap) {
    return new Manifest(
        "ap1g8",
        "17.9.4.27",
        3,
        List.of("C9105AXI", "C9105AXW"),
        "0.1",
        Instant.parse("2026-01-01T00:00:00Z"),
        PAYLOAD_NAME,
        payload.length,
        Sha256.hex(payload),
        Manifest.BLOCK_BYTES,
        Sha256.hex(blockMap),
        OptionalLong.empty(),
        Optional.empty());
  }

  static byte[] sign(byte[] manifest, TestIdentity... signers) {
    try {
      return ImageSigner.sign(
          manifest,
          Arrays.stream(signers)
              .map(signer -> new ImageSigner(signer.key(), signer.chain()))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ImageParts withManifest(byte[] other) {
    return new ImageParts(other, signature, blockMap, payload);
  }

  ImageParts withSignature(byte[] other) {
    return new ImageParts(manifest, other, blockMap, payload);
  }

  ImageParts withBlockMap(byte[] other) {
    return new ImageParts(manifest, signature, other, payload);
  }

  ImageParts withPayload(byte[] other) {
    return new ImageParts(manifest, signature, blockMap, other);
  }

  /** One line of the manifest replaced, and signed as it then is. */
  ImageParts withLine(String key, String value, TestIdentity signer) {
    String text = new String(manifest, StandardCharsets.US_ASCII);
    byte[] other =
        text.replaceFirst("(?m)^" + key + ": .*$", key + ": " + value)
            .getBytes(StandardCharsets.US_ASCII);
    return withManifest(other).withSignature(sign(other, signer));
  }

  byte[] tar() {
    return tar(
        entry("manifest", manifest),
        entry("manifest.p7s", signature),
        entry("blockmap", blockMap),
        entry(PAYLOAD_NAME, payload));
  }

  static byte[] tar(Entry... entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, 10_240)) {
      for (Entry entry : entries) {
        TarArchiveEntry header = new TarArchiveEntry(entry.name, entry.type);
        header.setSize(entry.content.length);
        tar.putArchiveEntry(header);
        tar.write(entry.content);
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static Entry entry(String name, byte[] content) {
    return new Entry(name, TarArchiveEntry.LF_NORMAL, content);
  }

  /** An entry of a tar, of any type. */
  static final class Entry {
    private final String name;
    private final byte type;
    private final byte[] content;

    Entry(String name, byte type, byte[] content) {
      this.name = name;
      this.type = type;
      this.content = content;
    }
  }
}
