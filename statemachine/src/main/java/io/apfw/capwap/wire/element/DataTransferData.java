package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Data Transfer Data, RFC 5415 section 4.6.15: data type 8 bits, data mode 8, length 16, data. An
 * element holds 65535 bytes, so that the data is four bytes short of what its own length could say.
 * The RFC wants at least one byte; one that ends or aborts a transfer has nothing to carry.
 *
 * @param dataType {@link #DATA}, {@link #LAST} or {@link #ABORT}
 * @param mode {@link DataTransferMode#CRASH_DATA} or {@link DataTransferMode#MEMORY_DUMP}
 * @param data at most 65531 bytes
 */
public record DataTransferData(int dataType, int mode, Octets data) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 13;

  /** More follows. */
  public static final int DATA = 1;

  /** The last block. */
  public static final int LAST = 2;

  /** An error; the transfer is over. */
  public static final int ABORT = 5;

  static final ElementCodec<DataTransferData> CODEC =
      new ElementCodec<>(TYPE, DataTransferData.class) {
        @Override
        protected DataTransferData readBody(WireReader body) throws MalformedException {
          return new DataTransferData(
              body.u8("Data Type"),
              body.u8("Data Mode"),
              body.octets("Data", body.u16("Data Length")));
        }

        @Override
        protected void writeBody(DataTransferData element, WireWriter out) {
          out.u8(element.dataType())
              .u8(element.mode())
              .u16(element.data().length())
              .octets(element.data());
        }
      };

  public DataTransferData {
    Bounds.u8("Data Type", dataType);
    Bounds.u8("Data Mode", mode);
    Bounds.length("Data", data.length(), 0, 0xffff - 4);
  }

  @Override
  public ElementCodec<DataTransferData> codec() {
    return CODEC;
  }
}
