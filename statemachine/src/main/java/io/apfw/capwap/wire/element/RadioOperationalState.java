package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Radio Operational State, RFC 5415 section 4.6.34: radio 8 bits, state 8, cause 8.
 *
 * @param radioId 1 to 31
 * @param state {@link #ENABLED} or {@link #DISABLED}
 * @param cause {@link #CAUSE_NORMAL} to {@link #CAUSE_ADMINISTRATIVE}
 */
public record RadioOperationalState(int radioId, int state, int cause) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 32;

  /** Enabled. */
  public static final int ENABLED = 1;

  /** Disabled. */
  public static final int DISABLED = 2;

  /** Normal. */
  public static final int CAUSE_NORMAL = 0;

  /** The radio failed. */
  public static final int CAUSE_RADIO_FAILURE = 1;

  /** The software failed. */
  public static final int CAUSE_SOFTWARE_FAILURE = 2;

  /** Somebody switched it off. */
  public static final int CAUSE_ADMINISTRATIVE = 3;

  static final ElementCodec<RadioOperationalState> CODEC =
      new ElementCodec<>(TYPE, RadioOperationalState.class) {
        @Override
        protected RadioOperationalState readBody(WireReader body) throws MalformedException {
          return new RadioOperationalState(body.u8("Radio ID"), body.u8("State"), body.u8("Cause"));
        }

        @Override
        protected void writeBody(RadioOperationalState element, WireWriter out) {
          out.u8(element.radioId()).u8(element.state()).u8(element.cause());
        }
      };

  public RadioOperationalState {
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("State", state);
    Bounds.u8("Cause", cause);
  }

  @Override
  public ElementCodec<RadioOperationalState> codec() {
    return CODEC;
  }
}
