package io.apfw.storage.trust;

/** What comes before the payload, as it was received: nothing of it is believed yet. */
public final class ImageHead {
  /** Upper bound of the manifest in bytes. */
  public static final int MANIFEST_BYTES_MAX = 64 * 1024;

  /** Upper bound of the signature with its certificates in bytes. */
  public static final int SIGNATURE_BYTES_MAX = 64 * 1024;

  /** Upper bound of the block map in bytes: payloads up to 2 GiB. */
  public static final int BLOCK_MAP_BYTES_MAX = 1024 * 1024;

  private final byte[] manifest;
  private final byte[] signature;
  private final byte[] blockMap;

  /**
   * A head; the arrays are the head's from now on.
   *
   * @param manifest the manifest's bytes
   * @param signature CMS SignedData, detached, DER; empty for an image that is not signed
   * @param blockMap SHA-256 of each block, one after the other
   */
  public ImageHead(byte[] manifest, byte[] signature, byte[] blockMap) {
    this.manifest = manifest;
    this.signature = signature;
    this.blockMap = blockMap;
  }

  /** A copy of the manifest's bytes. */
  public byte[] manifest() {
    return manifest.clone();
  }

  /** A copy of the signature's bytes. */
  public byte[] signature() {
    return signature.clone();
  }

  /** A copy of the block map's bytes. */
  public byte[] blockMap() {
    return blockMap.clone();
  }
}
