package io.apfw.capwap.wtp;

import io.apfw.capwap.wire.Octets;
import java.util.List;

/**
 * What a WTP tells of itself; its software versions come from the inventory.
 *
 * @param name WTP Name, RFC 5415 4.6.45, 1 to 512 bytes
 * @param location Location Data, 4.6.30, 1 to 1024 bytes
 * @param model WTP Board Data model number, 4.6.40
 * @param serial WTP Board Data serial number
 * @param baseMac base MAC address, 6 or 8 bytes
 * @param vendorId IANA enterprise number in board data and Image Identifier
 * @param hardwareVersion WTP Descriptor hardware version, 4.6.41
 * @param bootVersion WTP Descriptor boot loader version
 * @param radios the radios, 1 to 31 of them
 * @param macType WTP MAC Type, 4.6.44
 * @param frameTunnelModes WTP Frame Tunnel Mode bits, 4.6.43
 * @param imageFamily the family of images that this AP runs, such as {@code ap1g8}
 */
public record WtpIdentity(
    String name,
    String location,
    String model,
    String serial,
    Octets baseMac,
    long vendorId,
    String hardwareVersion,
    String bootVersion,
    List<Radio> radios,
    int macType,
    int frameTunnelModes,
    String imageFamily) {

  /**
   * A radio.
   *
   * @param id 1 to 31
   * @param type PHY bits of RFC 5416 section 6.25
   */
  public record Radio(int id, long type) {}

  public WtpIdentity {
    radios = List.copyOf(radios);
    if (radios.isEmpty() || radios.size() > 31) {
      throw new IllegalArgumentException(radios.size() + " radios: 1 to 31");
    }
  }
}
