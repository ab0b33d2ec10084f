package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Radio Administrative State, RFC 5415 section 4.6.33: radio 8 bits, state 8.
 *
 * @param radioId 1 to 31, or {@link #WHOLE_WTP}
 * @param state {@link #ENABLED} or {@link #DISABLED}
 */
public record RadioAdministrativeState(int radioId, int state) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 31;

  /** Radio ID that means the WTP itself. */
  public static final int WHOLE_WTP = 0xff;

  /** Enabled. */
  public static final int ENABLED = 1;

  /** Disabled. */
  public static final int DISABLED = 2;

  static final ElementCodec<RadioAdministrativeState> CODEC =
      new ElementCodec<>(TYPE, RadioAdministrativeState.class) {
        @Override
        protected RadioAdministrativeState readBody(WireReader body) throws MalformedException {
          return new RadioAdministrativeState(body.u8("Radio ID"), body.u8("Admin State"));
        }

        @Override
        protected void writeBody(RadioAdministrativeState element, WireWriter out) {
          out.u8(element.radioId()).u8(element.state());
        }
      };

  public RadioAdministrativeState {
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("Admin State", state);
  }

  @Override
  public ElementCodec<RadioAdministrativeState> codec() {
    return CODEC;
  }
}
