package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/** MAC addresses as RFC 5415 writes them in many elements: length 8 bits, then EUI-48 or EUI-64. */
final class MacAddresses {
  private MacAddresses() {}

  static Octets read(WireReader body) throws MalformedException {
    return body.octets("MAC Address", body.u8("Length of the MAC Address"));
  }

  static void write(Octets address, WireWriter out) {
    out.u8(address.length()).octets(address);
  }

  /** A count of 8 bits, then the addresses. */
  static List<Octets> readAll(WireReader body) throws MalformedException {
    int count = body.u8("Num of Entries");
    List<Octets> addresses = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      addresses.add(read(body));
    }
    return addresses;
  }

  static void writeAll(List<Octets> addresses, WireWriter out) {
    out.u8(addresses.size());
    addresses.forEach(address -> write(address, out));
  }

  /** A copy of 1 to 255 addresses of the right lengths. */
  static List<Octets> checked(List<Octets> addresses) {
    Bounds.range("Num of Entries", addresses.size(), 1, 255);
    addresses.forEach(address -> Bounds.mac("MAC Address", address));
    return List.copyOf(addresses);
  }
}
