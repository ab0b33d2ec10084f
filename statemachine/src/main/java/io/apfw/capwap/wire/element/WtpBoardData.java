package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * WTP Board Data, RFC 5415 section 4.6.40: vendor 32 bits, then sub-elements of type 16 bits,
 * length 16, value.
 *
 * @param vendorId IANA enterprise number of the hardware's maker
 * @param values model and serial number at least
 */
public record WtpBoardData(long vendorId, List<Value> values) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 38;

  /** WTP model number, mandatory. */
  public static final int MODEL = 0;

  /** WTP serial number, mandatory. */
  public static final int SERIAL = 1;

  /** Board id. */
  public static final int BOARD_ID = 2;

  /** Board revision. */
  public static final int BOARD_REVISION = 3;

  /** Base MAC address, as bytes. */
  public static final int BASE_MAC = 4;

  static final ElementCodec<WtpBoardData> CODEC =
      new ElementCodec<>(TYPE, WtpBoardData.class) {
        @Override
        protected WtpBoardData readBody(WireReader body) throws MalformedException {
          long vendorId = body.u32("Vendor Identifier");
          List<Value> values = new ArrayList<>();
          while (body.remaining() > 0) {
            int kind = body.u16("Board Data Type");
            values.add(
                new Value(kind, body.octets("Board Data Value", body.u16("Board Data Length"))));
          }
          return new WtpBoardData(vendorId, values);
        }

        @Override
        protected void writeBody(WtpBoardData element, WireWriter out) {
          out.u32(element.vendorId());
          for (Value value : element.values()) {
            out.u16(value.kind()).u16(value.data().length()).octets(value.data());
          }
        }
      };

  public WtpBoardData {
    Bounds.u32("Vendor Identifier", vendorId);
    values = List.copyOf(values);
  }

  /** The first value of that kind. */
  public Optional<Octets> first(int kind) {
    return values.stream().filter(value -> value.kind() == kind).map(Value::data).findFirst();
  }

  /**
   * One sub-element.
   *
   * @param kind {@link #MODEL} to {@link #BASE_MAC}
   * @param data at most 1024 bytes
   */
  public record Value(int kind, Octets data) {
    public Value {
      Bounds.u16("Board Data Type", kind);
      Bounds.length("Board Data Value", data.length(), 0, 1024);
    }

    /** A value that is text. */
    public static Value text(int kind, String text) {
      return new Value(kind, Octets.utf8(text));
    }
  }

  @Override
  public ElementCodec<WtpBoardData> codec() {
    return CODEC;
  }
}
