package io.apfw.storage.image;

/** Names and sizes of the image file; storage/IMAGE-FORMAT.md describes it. */
final class ImageFormat {
  static final String MANIFEST = "manifest";
  static final String SIGNATURE = "manifest.p7s";
  static final String BLOCK_MAP = "blockmap";

  /** A tar header, and the unit to which contents are padded. */
  static final int RECORD_BYTES = 512;

  /** The whole file is a multiple of this: GNU tar's default blocking. */
  static final int FILE_UNIT_BYTES = 10_240;

  /** Two records of zeros end a tar. */
  static final int END_BYTES = 2 * RECORD_BYTES;

  private ImageFormat() {}

  static long padded(long bytes, int unit) {
    return (bytes + unit - 1) / unit * unit;
  }
}
