package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Parsed;

/**
 * How a block of an image lies in the Image Data element. Controllers differ; the agent's
 * configuration names the dialect.
 */
public sealed interface ImageBlockDialect permits RfcImageBlocks, LwappImageBlocks {

  /** RFC 5415 section 4.6.26: data type 1 data, 2 last block, 5 abort; then the data. */
  ImageBlockDialect RFC5415 = new RfcImageBlocks();

  /**
   * RFC 5412 section 8.1.2, as older Cisco controllers carry it in CAPWAP: opcode 3 data, 1 end of
   * file, 5 abort; a checksum of 16 bits; then the data.
   */
  ImageBlockDialect LWAPP = new LwappImageBlocks();

  /** Reads a block; offsets in {@code Malformed} count from the Data Type field. */
  Parsed<ImageBlock> read(ImageData element);

  /** Writes a block. */
  ImageData write(ImageBlock block);
}
