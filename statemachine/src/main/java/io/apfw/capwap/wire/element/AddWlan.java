package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 Add WLAN, RFC 5416 section 6.1: radio 8 bits, WLAN 8, capability 16, key index 8, key
 * status 8, key length 16, key, group TSC 48, QoS 8, authentication 8, MAC mode 8, tunnel mode 8,
 * suppress SSID 8, SSID.
 *
 * @param radioId 1 to 31
 * @param wlanId 1 to 16
 * @param capability the capability field of IEEE 802.11, most significant bit first
 * @param keyIndex index of the key
 * @param keyStatus {@link #KEY_PER_STATION} to {@link #KEY_REKEY_ENDS}; means nothing without a key
 * @param key may be empty
 * @param groupTsc 6 bytes, where the group key's transmit counter begins
 * @param qos for stations without WMM: 0 best effort, 1 video, 2 voice, 3 background
 * @param authentication 0 open system, 1 WEP shared key
 * @param macMode 0 local, 1 split
 * @param tunnelMode 0 local bridging, 1 IEEE 802.3, 2 IEEE 802.11
 * @param suppressSsid 0 keeps the SSID out of beacons and probe responses, 1 shows it
 * @param ssid 0 to 32 bytes
 */
public record AddWlan(
    int radioId,
    int wlanId,
    int capability,
    int keyIndex,
    int keyStatus,
    Secret key,
    Octets groupTsc,
    int qos,
    int authentication,
    int macMode,
    int tunnelMode,
    int suppressSsid,
    Octets ssid)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1024;

  /** With an RSN element: stations have their own keys, this one is for multicast. */
  public static final int KEY_PER_STATION = 0;

  /** A WEP key shared by all stations, for unicast and multicast. */
  public static final int KEY_STATIC_WEP = 1;

  /** The AC begins to give out a new group key. */
  public static final int KEY_REKEY_BEGINS = 2;

  /** The new group key is with all stations. */
  public static final int KEY_REKEY_ENDS = 3;

  static final ElementCodec<AddWlan> CODEC =
      new ElementCodec<>(TYPE, AddWlan.class) {
        @Override
        protected AddWlan readBody(WireReader body) throws MalformedException {
          return new AddWlan(
              body.u8("Radio ID"),
              body.u8("WLAN ID"),
              body.u16("Capability"),
              body.u8("Key Index"),
              body.u8("Key Status"),
              new Secret(body.octets("Key", body.u16("Key Length"))),
              body.octets("Group TSC", 6),
              body.u8("QoS"),
              body.u8("Auth Type"),
              body.u8("MAC Mode"),
              body.u8("Tunnel Mode"),
              body.u8("Suppress SSID"),
              body.rest("SSID"));
        }

        @Override
        protected void writeBody(AddWlan element, WireWriter out) {
          out.u8(element.radioId()).u8(element.wlanId()).u16(element.capability());
          out.u8(element.keyIndex()).u8(element.keyStatus());
          out.u16(element.key().bytes().length()).octets(element.key().bytes());
          out.octets(element.groupTsc()).u8(element.qos()).u8(element.authentication());
          out.u8(element.macMode()).u8(element.tunnelMode()).u8(element.suppressSsid());
          out.octets(element.ssid());
        }
      };

  public AddWlan {
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("WLAN ID", wlanId);
    Bounds.u16("Capability", capability);
    Bounds.u8("Key Index", keyIndex);
    Bounds.u8("Key Status", keyStatus);
    Bounds.length("Group TSC", groupTsc.length(), 6, 6);
    Bounds.u8("QoS", qos);
    Bounds.u8("Auth Type", authentication);
    Bounds.u8("MAC Mode", macMode);
    Bounds.u8("Tunnel Mode", tunnelMode);
    Bounds.u8("Suppress SSID", suppressSsid);
    Bounds.length("SSID", ssid.length(), 0, 32);
  }

  @Override
  public ElementCodec<AddWlan> codec() {
    return CODEC;
  }
}
