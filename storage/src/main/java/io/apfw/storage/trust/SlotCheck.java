package io.apfw.storage.trust;

import io.apfw.storage.device.AlignedBuffers;
import io.apfw.storage.device.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/** Reads a whole payload off a device and says where it is not what was signed. */
public final class SlotCheck {
  /** Differing blocks that are listed; all are counted. */
  public static final int LISTED_MAX = 100;

  private static final int READ_BYTES = 1024 * 1024;

  /**
   * What was found.
   *
   * @param blocks how many blocks the payload has
   * @param differing how many of them are not as signed
   * @param listed the first of these, by number from 0
   * @param uncached whether the medium was read, and not the system's cache
   */
  public record Finding(int blocks, int differing, List<Integer> listed, boolean uncached) {
    public Finding {
      listed = List.copyOf(listed);
    }
  }

  private SlotCheck() {}

  /**
   * Reads the payload, past the cache where the device can.
   *
   * @param head of the image that ought to be there
   * @param progress takes the bytes read so far
   * @throws IOException when the device cannot be read or ends inside the payload
   */
  public static Finding run(VerifiedHead head, BlockDevice device, LongConsumer progress)
      throws IOException {
    Manifest manifest = head.manifest();
    byte[] blockMap = head.head().blockMap();
    MessageDigest digest = Sha256.digest();
    ByteBuffer piece = AlignedBuffers.allocate(READ_BYTES, device.alignmentBytes());
    List<Integer> listed = new ArrayList<>();
    int differing = 0;
    int blocks = 0;
    for (long at = 0; at < manifest.payloadBytes(); at += READ_BYTES) {
      int wanted = (int) Math.min(READ_BYTES, manifest.payloadBytes() - at);
      device.read(piece.clear(), at);
      piece.flip();
      if (piece.remaining() < wanted) {
        throw new IOException(
            "%s ends at byte %d, the payload has %d"
                .formatted(device.name(), at + piece.remaining(), manifest.payloadBytes()));
      }
      for (int from = 0; from < wanted; from += manifest.blockBytes()) {
        int bytes = Math.min(manifest.blockBytes(), wanted - from);
        byte[] found = Sha256.of(digest, piece.slice(from, bytes));
        int signed = blocks * Sha256.BYTES;
        if (!Arrays.equals(found, 0, Sha256.BYTES, blockMap, signed, signed + Sha256.BYTES)) {
          differing++;
          if (listed.size() < LISTED_MAX) {
            listed.add(blocks);
          }
        }
        blocks++;
      }
      progress.accept(at + wanted);
    }
    return new Finding(blocks, differing, listed, device.uncached());
  }
}
