package io.apfw.storage.trust;

import java.time.Instant;

/**
 * A head that passed: signer, manifest against the expectation, and block map. Only an {@link
 * ImageVerifier} makes one.
 */
public final class VerifiedHead {
  private final ImageHead head;
  private final Manifest manifest;
  private final BlockMap blocks;
  private final SignatureVerifier.Signer signer;

  VerifiedHead(
      ImageHead head, Manifest manifest, byte[] blockMap, SignatureVerifier.Signer signer) {
    this.head = head;
    this.manifest = manifest;
    this.blocks = new BlockMap(manifest, blockMap);
    this.signer = signer;
  }

  /** The head as it was received, to be kept beside the slot. */
  public ImageHead head() {
    return head;
  }

  /** The manifest. */
  public Manifest manifest() {
    return manifest;
  }

  /** Lower-case hex: the identity of the image. */
  public String manifestSha256() {
    return Sha256.hex(head.manifest());
  }

  /** Subject of the signer's certificate. */
  public String signer() {
    return signer.subject();
  }

  /** It is this late at least: when the latest certificate of the signer's chain begins. */
  public Instant provenTime() {
    return signer.provenTime();
  }

  /** What each block of the payload must be. */
  public BlockMap blocks() {
    return blocks;
  }

  /** A running check of the payload against the block map. */
  public PayloadCheck checkPayload() {
    return new PayloadCheck(manifest, blocks);
  }
}
