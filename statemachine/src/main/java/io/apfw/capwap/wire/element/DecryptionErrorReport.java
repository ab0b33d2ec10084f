package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.List;

/**
 * Decryption Error Report, RFC 5415 section 4.6.17: radio 8 bits, number of entries 8, then for
 * each a length 8 bits and a MAC address.
 *
 * @param radioId 1 to 31
 * @param stations 1 to 255 MAC addresses of 6 or 8 bytes
 */
public record DecryptionErrorReport(int radioId, List<Octets> stations) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 15;

  static final ElementCodec<DecryptionErrorReport> CODEC =
      new ElementCodec<>(TYPE, DecryptionErrorReport.class) {
        @Override
        protected DecryptionErrorReport readBody(WireReader body) throws MalformedException {
          return new DecryptionErrorReport(body.u8("Radio ID"), MacAddresses.readAll(body));
        }

        @Override
        protected void writeBody(DecryptionErrorReport element, WireWriter out) {
          out.u8(element.radioId());
          MacAddresses.writeAll(element.stations(), out);
        }
      };

  public DecryptionErrorReport {
    Bounds.u8("Radio ID", radioId);
    stations = MacAddresses.checked(stations);
  }

  @Override
  public ElementCodec<DecryptionErrorReport> codec() {
    return CODEC;
  }
}
