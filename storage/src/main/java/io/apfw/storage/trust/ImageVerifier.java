package io.apfw.storage.trust;

import io.apfw.storage.device.AlignedBuffers;
import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.DeviceException;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.slot.InactiveSlot;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The only maker of {@link VerifiedHead} and {@link VerifiedImage}. */
public final class ImageVerifier {
  private static final int READ_BYTES = 1024 * 1024;

  private final SignatureVerifier signatures;

  /** A verifier that believes signers which chain to these roots. */
  public ImageVerifier(TrustStore trust) {
    this(SignerPolicy.of(trust));
  }

  /** A verifier that believes whom a policy names. */
  public ImageVerifier(SignerPolicy policy) {
    this.signatures = new SignatureVerifier(policy);
  }

  /**
   * Judges a head: signature, signer, manifest, expectation, the roots that it brings, block map,
   * in this order.
   *
   * @param now where the signer's chain must be valid
   * @throws ImageRefusedException with the first fault
   */
  public VerifiedHead verifyHead(ImageHead head, Expectation expectation, TimeReading now)
      throws ImageRefusedException {
    byte[] text = head.manifest();
    if (text.length > ImageHead.MANIFEST_BYTES_MAX) {
      throw Manifest.malformed(text.length + " bytes, allowed are " + ImageHead.MANIFEST_BYTES_MAX);
    }
    SignatureVerifier.Signer signer = signatures.verify(text, head.signature(), now);
    Manifest manifest = Manifest.parse(text);
    expectation.check(manifest);
    if (manifest.trustUpdate().isPresent()) {
      signatures.checkUpdate(manifest.trustUpdate().get(), text, head.signature(), now);
    }
    byte[] blockMap = head.blockMap();
    String found = Sha256.hex(blockMap);
    if (!found.equals(manifest.blockMapSha256())) {
      throw new ImageRefusedException(
          ImageFault.BLOCKMAP_MISMATCH,
          "SHA-256 is " + found + ", signed was " + manifest.blockMapSha256());
    }
    if (blockMap.length != manifest.blockCount() * Sha256.BYTES) {
      throw new ImageRefusedException(
          ImageFault.BLOCKMAP_MISMATCH,
          blockMap.length
              + " bytes, "
              + manifest.blockCount()
              + " blocks have "
              + manifest.blockCount() * Sha256.BYTES);
    }
    return new VerifiedHead(head, manifest, blockMap, signer);
  }

  /**
   * Reads the payload back from a slot and holds it against block map and SHA-256, past the cache
   * where the device can.
   *
   * @throws StorageException READ_BACK_MISMATCH naming the block; SLOT_TOO_SHORT, SLOT_IO_ERROR,
   *     SLOT_GONE or SLOT_UNUSABLE when the slot cannot be read
   */
  public VerifiedImage verifySlot(VerifiedHead head, InactiveSlot slot) throws StorageException {
    try (BlockDevice device = slot.openForReading()) {
      readBack(head, device);
      return new VerifiedImage(slot.id(), head, device.uncached());
    } catch (ImageRefusedException e) {
      throw new StorageException(
          StorageFault.READ_BACK_MISMATCH, slot.deviceName() + ": " + e.detail(), e);
    } catch (IOException e) {
      throw new StorageException(
          DeviceException.faultOf(e, StorageFault.SLOT_UNUSABLE),
          slot.deviceName() + " cannot be read: " + e.getMessage(),
          e);
    }
  }

  private static void readBack(VerifiedHead head, BlockDevice device)
      throws IOException, ImageRefusedException {
    PayloadCheck check = head.checkPayload();
    ByteBuffer piece = AlignedBuffers.allocate(READ_BYTES, device.alignmentBytes());
    for (long at = 0; check.nextBlockBytes() > 0; at += READ_BYTES) {
      device.read(piece.clear(), at);
      piece.flip();
      for (int i = 0; i < READ_BYTES / Manifest.BLOCK_BYTES && check.nextBlockBytes() > 0; i++) {
        int count = check.nextBlockBytes();
        if (piece.remaining() < count) {
          throw new DeviceException(
              StorageFault.SLOT_TOO_SHORT,
              device.name() + " ends at " + (at + piece.limit()) + ", inside the payload");
        }
        check.block(piece.slice().limit(count));
        piece.position(piece.position() + count);
      }
    }
    check.end();
  }
}
