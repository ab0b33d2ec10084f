package io.apfw.drills.controller;

import io.apfw.capwap.wire.Octets;

/**
 * An image that the controller hands out.
 *
 * @param family what a WTP asks for, such as {@code ap1g8}
 * @param bytes size of the file, 1 or more
 * @param md5 RFC 1321 digest of the file, 16 bytes
 */
public record ImageFile(String family, long bytes, Octets md5) {
  public ImageFile {
    if (bytes < 1) {
      throw new IllegalArgumentException("image " + family + " of " + bytes + " bytes: 1 or more");
    }
  }
}
