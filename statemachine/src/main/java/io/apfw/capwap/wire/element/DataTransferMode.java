package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Data Transfer Mode, RFC 5415 section 4.6.16: 8 bits; what the AC wants to have.
 *
 * @param mode {@link #CRASH_DATA} or {@link #MEMORY_DUMP}
 */
public record DataTransferMode(int mode) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 14;

  /** What the WTP kept of its last crash. */
  public static final int CRASH_DATA = 1;

  /** The WTP's memory. */
  public static final int MEMORY_DUMP = 2;

  static final ElementCodec<DataTransferMode> CODEC =
      new ElementCodec<>(TYPE, DataTransferMode.class) {
        @Override
        protected DataTransferMode readBody(WireReader body) throws MalformedException {
          return new DataTransferMode(body.u8("Data Mode"));
        }

        @Override
        protected void writeBody(DataTransferMode element, WireWriter out) {
          out.u8(element.mode());
        }
      };

  public DataTransferMode {
    Bounds.u8("Data Mode", mode);
  }

  @Override
  public ElementCodec<DataTransferMode> codec() {
    return CODEC;
  }
}
