package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.WireWriter;

/**
 * {@link ImageBlockDialect#LWAPP}. The checksum is the ones' complement of the ones' complement sum
 * of the data's big-endian 16-bit words, an odd last byte counting as the high half of a word.
 */
final class LwappImageBlocks implements ImageBlockDialect {
  private static final int END_OF_FILE = 1;
  private static final int DATA = 3;
  private static final int ABORT = 5;

  private static final int CHECKSUM_BYTES = 2;

  @Override
  public Parsed<ImageBlock> read(ImageData element) {
    return switch (element.dataType()) {
      case DATA -> readData(ImageBlock.Kind.DATA, element.data());
      case END_OF_FILE -> readData(ImageBlock.Kind.LAST, element.data());
      case ABORT -> new Parsed.Value<>(new ImageBlock(ImageBlock.Kind.ABORT, Octets.EMPTY));
      default ->
          new Parsed.Malformed<>(
              0, "LWAPP opcode " + element.dataType() + ": 3 (data), 1 (last) or 5 (abort)");
    };
  }

  @Override
  public ImageData write(ImageBlock block) {
    int opcode =
        switch (block.kind()) {
          case DATA -> DATA;
          case LAST -> END_OF_FILE;
          case ABORT -> ABORT;
        };
    Octets data = block.kind() == ImageBlock.Kind.ABORT ? Octets.EMPTY : block.data();
    WireWriter out = new WireWriter("LWAPP image block", 0xffff);
    out.u16(checksum(data)).octets(data);
    return new ImageData(opcode, Octets.wrap(out.toArray()));
  }

  private static Parsed<ImageBlock> readData(ImageBlock.Kind kind, Octets body) {
    if (body.length() < CHECKSUM_BYTES) {
      return new Parsed.Malformed<>(1, "LWAPP checksum needs 2 bytes, " + body.length() + " left");
    }
    Octets data = body.skip(CHECKSUM_BYTES);
    if (kind == ImageBlock.Kind.DATA && data.isEmpty()) {
      return new Parsed.Malformed<>(3, "LWAPP opcode 3 without data: at least 1 byte");
    }
    int said = body.at(0) << 8 | body.at(1);
    int counted = checksum(data);
    if (said != counted) {
      return new Parsed.Malformed<>(
          1, "LWAPP checksum " + said + ": the data's is " + counted + "; the block was damaged");
    }
    return new Parsed.Value<>(new ImageBlock(kind, data));
  }

  private static int checksum(Octets data) {
    int sum = 0;
    for (int i = 0; i < data.length(); i++) {
      sum += i % 2 == 0 ? data.at(i) << 8 : data.at(i);
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return ~sum & 0xffff;
  }
}
