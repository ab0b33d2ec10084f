package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Image Information, RFC 5415 section 4.6.28: file size 32 bits, then an MD5 hash of 16 bytes. The
 * hash guards against accidents only (section 12.1.5).
 *
 * @param fileBytes size of the image file
 * @param md5 RFC 1321 digest of the image file, 16 bytes
 */
public record ImageInformation(long fileBytes, Octets md5) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 26;

  /** Length of the hash. */
  public static final int MD5_BYTES = 16;

  static final ElementCodec<ImageInformation> CODEC =
      new ElementCodec<>(TYPE, ImageInformation.class) {
        @Override
        protected ImageInformation readBody(WireReader body) throws MalformedException {
          return new ImageInformation(body.u32("File Size"), body.octets("Hash", MD5_BYTES));
        }

        @Override
        protected void writeBody(ImageInformation element, WireWriter out) {
          out.u32(element.fileBytes()).octets(element.md5());
        }
      };

  public ImageInformation {
    Bounds.u32("File Size", fileBytes);
    Bounds.length("Hash", md5.length(), MD5_BYTES, MD5_BYTES);
  }

  @Override
  public ElementCodec<ImageInformation> codec() {
    return CODEC;
  }
}
