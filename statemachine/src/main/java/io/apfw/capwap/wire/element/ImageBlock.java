package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Octets;

/**
 * One block of an image, whatever layout carried it.
 *
 * @param kind what it means for the transfer
 * @param data bytes of the image file, in order; empty for {@link Kind#ABORT}, perhaps for {@link
 *     Kind#LAST}
 */
public record ImageBlock(Kind kind, Octets data) {
  /** What a block means for the transfer. */
  public enum Kind {
    /** More blocks follow. */
    DATA,
    /** The last block. */
    LAST,
    /** The sender gives up. */
    ABORT
  }
}
