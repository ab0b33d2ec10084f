package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.IpText;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Duplicate IPv4 Address, RFC 5415 section 4.6.22: address 32 bits, status 8, length 8, MAC
 * address.
 *
 * @param address the WTP's address, dotted decimals
 * @param status {@link #CLEARED} or {@link #DETECTED}
 * @param owner 6 or 8 bytes, the MAC address of the other device
 */
public record DuplicateIpv4Address(String address, int status, Octets owner)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 21;

  /** The other device is gone. */
  public static final int CLEARED = 0;

  /** Another device uses the address. */
  public static final int DETECTED = 1;

  static final ElementCodec<DuplicateIpv4Address> CODEC =
      new ElementCodec<>(TYPE, DuplicateIpv4Address.class) {
        @Override
        protected DuplicateIpv4Address readBody(WireReader body) throws MalformedException {
          return new DuplicateIpv4Address(
              IpText.v4(body.octets("IP Address", 4)), body.u8("Status"), MacAddresses.read(body));
        }

        @Override
        protected void writeBody(DuplicateIpv4Address element, WireWriter out) {
          out.octets(IpText.v4(element.address())).u8(element.status());
          MacAddresses.write(element.owner(), out);
        }
      };

  public DuplicateIpv4Address {
    IpText.v4(address);
    Bounds.u8("Status", status);
    Bounds.mac("MAC Address", owner);
  }

  @Override
  public ElementCodec<DuplicateIpv4Address> codec() {
    return CODEC;
  }
}
