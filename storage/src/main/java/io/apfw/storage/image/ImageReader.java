package io.apfw.storage.image;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.trust.ImageFault;
import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.Manifest;
import io.apfw.storage.trust.PayloadCheck;
import io.apfw.storage.trust.VerifiedHead;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * Reads an image from its first byte to its last, once. Before the verdict it holds no more than
 * {@value #HEAD_BYTES_MAX} bytes, whatever the stream says. Tar is taken as narrowly as the format
 * writes it: ustar headers of regular files only, in order, without extensions; nothing but zeros
 * after the end, and no more of them than the format has.
 *
 * <p>Every method blocks as the stream does, and throws the stream's IOException as it is; a stream
 * that merely ends is IMAGE_TRUNCATED. One thread.
 */
public final class ImageReader {
  /** Upper bound of all that is kept before the verdict. */
  public static final int HEAD_BYTES_MAX =
      ImageHead.MANIFEST_BYTES_MAX
          + ImageHead.SIGNATURE_BYTES_MAX
          + ImageHead.BLOCK_MAP_BYTES_MAX
          + 3 * 2 * ImageFormat.RECORD_BYTES;

  private static final byte[] USTAR = "ustar\00000".getBytes(StandardCharsets.US_ASCII);
  private static final int USTAR_OFFSET = 257;

  private final InputStream in;
  private long position;

  /** A reader; the stream stays the caller's to close. */
  public ImageReader(InputStream in) {
    this.in = in;
  }

  /** Bytes read so far. */
  public long position() {
    return position;
  }

  /**
   * Reads manifest, signature and block map; the first call.
   *
   * @throws ImageRefusedException NOT_AN_IMAGE, IMAGE_TRUNCATED, IMAGE_LAYOUT, or
   *     MANIFEST_MALFORMED for one that is too long
   */
  public ImageHead readHead() throws IOException, ImageRefusedException {
    TarArchiveEntry first = header(ImageFormat.MANIFEST, ImageFault.NOT_AN_IMAGE);
    if (first.getSize() > ImageHead.MANIFEST_BYTES_MAX) {
      throw new ImageRefusedException(
          ImageFault.MANIFEST_MALFORMED,
          first.getSize() + " bytes, allowed are " + ImageHead.MANIFEST_BYTES_MAX);
    }
    byte[] manifest = content(first, ImageHead.MANIFEST_BYTES_MAX);
    byte[] signature =
        content(
            header(ImageFormat.SIGNATURE, ImageFault.IMAGE_LAYOUT), ImageHead.SIGNATURE_BYTES_MAX);
    byte[] blockMap =
        content(
            header(ImageFormat.BLOCK_MAP, ImageFault.IMAGE_LAYOUT), ImageHead.BLOCK_MAP_BYTES_MAX);
    return new ImageHead(manifest, signature, blockMap);
  }

  /**
   * Copies the payload and reads the stream to its end; the second call. Each block is held against
   * the block map before the sink sees it.
   *
   * @param head the verified form of what {@link #readHead} returned
   * @throws ImageRefusedException IMAGE_TRUNCATED, IMAGE_LAYOUT, BLOCK_MISMATCH, PAYLOAD_MISMATCH
   *     or IMAGE_TRAILING_DATA
   * @throws StorageException from the sink
   */
  public void copyPayload(VerifiedHead head, PayloadSink sink)
      throws IOException, ImageRefusedException, StorageException {
    Manifest manifest = head.manifest();
    openPayload(manifest);
    PayloadCheck check = head.checkPayload();
    byte[] block = new byte[manifest.blockBytes()];
    for (int count = check.nextBlockBytes(); count > 0; count = check.nextBlockBytes()) {
      fill(block, count, manifest.payloadName());
      ByteBuffer checked = ByteBuffer.wrap(block, 0, count);
      check.block(checked);
      sink.write(checked);
    }
    check.end();
    end(manifest.payloadBytes());
  }

  /**
   * Copies a payload that nobody vouches for, and reads the stream to its end; instead of {@link
   * #copyPayload}.
   *
   * @throws ImageRefusedException IMAGE_TRUNCATED, IMAGE_LAYOUT or IMAGE_TRAILING_DATA
   */
  public void copyUnverified(Manifest manifest, PayloadSink sink)
      throws IOException, ImageRefusedException, StorageException {
    openPayload(manifest);
    byte[] block = new byte[manifest.blockBytes()];
    for (long rest = manifest.payloadBytes(); rest > 0; ) {
      int count = (int) Math.min(rest, block.length);
      fill(block, count, manifest.payloadName());
      sink.write(ByteBuffer.wrap(block, 0, count));
      rest -= count;
    }
    end(manifest.payloadBytes());
  }

  private void openPayload(Manifest manifest) throws IOException, ImageRefusedException {
    TarArchiveEntry entry = header(manifest.payloadName(), ImageFault.IMAGE_LAYOUT);
    if (entry.getSize() != manifest.payloadBytes()) {
      throw layout(
          manifest.payloadName()
              + " has "
              + entry.getSize()
              + " bytes, the manifest says "
              + manifest.payloadBytes());
    }
  }

  /**
   * Reads up to where the payload begins; {@link #position} is there then. For a source that is
   * asked for parts of it: {@link #copyParts} follows in the place of {@link #copyPayload}.
   *
   * @throws ImageRefusedException IMAGE_TRUNCATED or IMAGE_LAYOUT
   */
  void readPayloadHeader(Manifest manifest) throws IOException, ImageRefusedException {
    TarArchiveEntry entry = header(manifest.payloadName(), ImageFault.IMAGE_LAYOUT);
    if (entry.getSize() != manifest.payloadBytes()) {
      throw layout(
          manifest.payloadName()
              + " has "
              + entry.getSize()
              + " bytes, the manifest says "
              + manifest.payloadBytes());
    }
  }

  /**
   * Copies parts of the payload, which the stream has one behind the other. What else the file has
   * is not looked at.
   *
   * @throws ImageRefusedException IMAGE_TRUNCATED or BLOCK_MISMATCH
   * @throws StorageException from the writer
   */
  void copyParts(VerifiedHead head, PartPlan plan, BlockWriter writer)
      throws IOException, ImageRefusedException, StorageException {
    byte[] bytes = new byte[head.manifest().blockBytes()];
    for (FilePart part : plan.parts()) {
      for (int i = 0; i < part.blocks(); i++) {
        int block = part.firstBlock() + i;
        int count = head.blocks().bytes(block);
        fill(bytes, count, "block " + block);
        writer.write(block, ByteBuffer.wrap(bytes, 0, count));
      }
    }
  }

  /** The next 512-byte header, which must be that of this file. */
  private TarArchiveEntry header(String name, ImageFault otherwise)
      throws IOException, ImageRefusedException {
    long at = position;
    byte[] record = new byte[ImageFormat.RECORD_BYTES];
    fill(record, record.length, "the header of " + name);
    if (!Arrays.equals(record, USTAR_OFFSET, USTAR_OFFSET + USTAR.length, USTAR, 0, USTAR.length)) {
      throw new ImageRefusedException(otherwise, "no ustar header at offset " + at);
    }
    TarArchiveEntry entry;
    try {
      entry = new TarArchiveEntry(record);
    } catch (RuntimeException e) {
      // Of several kinds, by what is wrong.
      throw new ImageRefusedException(
          otherwise, "broken ustar header at offset " + at + ": " + e.getMessage());
    }
    if (!entry.isCheckSumOK()) {
      throw new ImageRefusedException(
          otherwise, "the ustar header at offset " + at + " does not match its checksum");
    }
    if (entry.getLinkFlag() != TarArchiveEntry.LF_NORMAL || !entry.getName().equals(name)) {
      throw new ImageRefusedException(
          otherwise,
          "the entry at offset " + at + " must be the regular file " + name + ", it is another");
    }
    return entry;
  }

  private byte[] content(TarArchiveEntry entry, int bytesMax)
      throws IOException, ImageRefusedException {
    if (entry.getSize() > bytesMax) {
      throw layout(entry.getName() + " has " + entry.getSize() + " bytes, allowed are " + bytesMax);
    }
    byte[] content = new byte[(int) entry.getSize()];
    fill(content, content.length, entry.getName());
    zeros(
        ImageFormat.padded(content.length, ImageFormat.RECORD_BYTES) - content.length,
        ImageFault.IMAGE_LAYOUT);
    return content;
  }

  /** Padding of the payload, the end of the tar, and nothing after it. */
  private void end(long payloadBytes) throws IOException, ImageRefusedException {
    long contentEnd =
        position - payloadBytes + ImageFormat.padded(payloadBytes, ImageFormat.RECORD_BYTES);
    long fileEnd =
        ImageFormat.padded(contentEnd + ImageFormat.END_BYTES, ImageFormat.FILE_UNIT_BYTES);
    zeros(fileEnd - position, ImageFault.IMAGE_TRAILING_DATA);
    if (in.read() >= 0) {
      throw new ImageRefusedException(
          ImageFault.IMAGE_TRAILING_DATA, "the image ends at " + fileEnd + ", more follows");
    }
  }

  private void zeros(long count, ImageFault otherwise) throws IOException, ImageRefusedException {
    byte[] padding = new byte[(int) count];
    long at = position;
    fill(padding, padding.length, "padding");
    for (int i = 0; i < padding.length; i++) {
      if (padding[i] != 0) {
        throw new ImageRefusedException(otherwise, "offset " + (at + i) + " must be zero");
      }
    }
  }

  private void fill(byte[] target, int count, String what)
      throws IOException, ImageRefusedException {
    int read = in.readNBytes(target, 0, count);
    position += read;
    if (read < count) {
      throw new ImageRefusedException(
          ImageFault.IMAGE_TRUNCATED,
          "it ends at " + position + ", " + (count - read) + " bytes of " + what + " are missing");
    }
  }

  private static ImageRefusedException layout(String detail) {
    return new ImageRefusedException(ImageFault.IMAGE_LAYOUT, detail);
  }
}
