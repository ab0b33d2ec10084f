package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 Station Session Key, RFC 5416 section 6.15: MAC address 48 bits, flags A and C,
 * reserved 14, pairwise TSC 48, pairwise RSC 48, key.
 *
 * @param address 6 bytes
 * @param akmOnly A: only authentication frames pass
 * @param acEncrypts C: the AC encrypts and decrypts
 * @param tsc 6 bytes, where the transmit counter begins
 * @param rsc 6 bytes, where the receive counter begins
 * @param key may be empty
 */
public record StationSessionKey(
    Octets address, boolean akmOnly, boolean acEncrypts, Octets tsc, Octets rsc, Secret key)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1038;

  private static final int AKM_ONLY = 0x8000;
  private static final int AC_ENCRYPTS = 0x4000;

  static final ElementCodec<StationSessionKey> CODEC =
      new ElementCodec<>(TYPE, StationSessionKey.class) {
        @Override
        protected StationSessionKey readBody(WireReader body) throws MalformedException {
          Octets address = body.octets("MAC Address", 6);
          int flags = body.u16("Flags");
          return new StationSessionKey(
              address,
              (flags & AKM_ONLY) != 0,
              (flags & AC_ENCRYPTS) != 0,
              body.octets("Pairwise TSC", 6),
              body.octets("Pairwise RSC", 6),
              new Secret(body.rest("Key")));
        }

        @Override
        protected void writeBody(StationSessionKey element, WireWriter out) {
          int flags = (element.akmOnly() ? AKM_ONLY : 0) | (element.acEncrypts() ? AC_ENCRYPTS : 0);
          out.octets(element.address()).u16(flags);
          out.octets(element.tsc()).octets(element.rsc()).octets(element.key().bytes());
        }
      };

  public StationSessionKey {
    Bounds.length("MAC Address", address.length(), 6, 6);
    Bounds.length("Pairwise TSC", tsc.length(), 6, 6);
    Bounds.length("Pairwise RSC", rsc.length(), 6, 6);
  }

  @Override
  public ElementCodec<StationSessionKey> codec() {
    return CODEC;
  }
}
