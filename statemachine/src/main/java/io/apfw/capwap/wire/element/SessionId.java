package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Session ID, RFC 5415 section 4.6.37: 128 random bits, chosen by the WTP.
 *
 * @param id 16 bytes
 */
public record SessionId(Octets id) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 35;

  /** Length of the id. */
  public static final int ID_BYTES = 16;

  static final ElementCodec<SessionId> CODEC =
      new ElementCodec<>(TYPE, SessionId.class) {
        @Override
        protected SessionId readBody(WireReader body) throws MalformedException {
          return new SessionId(body.octets("Session ID", ID_BYTES));
        }

        @Override
        protected void writeBody(SessionId element, WireWriter out) {
          out.octets(element.id());
        }
      };

  public SessionId {
    Bounds.length("Session ID", id.length(), ID_BYTES, ID_BYTES);
  }

  @Override
  public ElementCodec<SessionId> codec() {
    return CODEC;
  }
}
