package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 RSNA Error Report From Station, RFC 5416 section 6.12: client 48 bits, BSSID 48,
 * radio 8, WLAN 8, reserved 16, then six counters of 32 bits, after the dot11RSNAStats table.
 *
 * @param station 6 bytes
 * @param bssid 6 bytes
 * @param radioId 1 to 31
 * @param wlanId 1 to 16
 * @param tkipIcvErrors frames that failed the ICV
 * @param tkipLocalMicFailures MIC failures seen here
 * @param tkipRemoteMicFailures MIC failures that the station told
 * @param ccmpReplays replayed CCMP frames
 * @param ccmpDecryptErrors CCMP frames that could not be decrypted
 * @param tkipReplays replayed TKIP frames
 */
public record RsnaErrorReportFromStation(
    Octets station,
    Octets bssid,
    int radioId,
    int wlanId,
    long tkipIcvErrors,
    long tkipLocalMicFailures,
    long tkipRemoteMicFailures,
    long ccmpReplays,
    long ccmpDecryptErrors,
    long tkipReplays)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1035;

  static final ElementCodec<RsnaErrorReportFromStation> CODEC =
      new ElementCodec<>(TYPE, RsnaErrorReportFromStation.class) {
        @Override
        protected RsnaErrorReportFromStation readBody(WireReader body) throws MalformedException {
          Octets station = body.octets("Client MAC Address", 6);
          Octets bssid = body.octets("BSSID", 6);
          int radioId = body.u8("Radio ID");
          int wlanId = body.u8("WLAN ID");
          body.skip("Reserved", 2);
          long tkipIcvErrors = body.u32("TKIP ICV Errors");
          long tkipLocalMicFailures = body.u32("TKIP Local MIC Failures");
          long tkipRemoteMicFailures = body.u32("TKIP Remote MIC Failures");
          long ccmpReplays = body.u32("CCMP Replays");
          long ccmpDecryptErrors = body.u32("CCMP Decrypt Errors");
          long tkipReplays = body.u32("TKIP Replays");
          return new RsnaErrorReportFromStation(
              station,
              bssid,
              radioId,
              wlanId,
              tkipIcvErrors,
              tkipLocalMicFailures,
              tkipRemoteMicFailures,
              ccmpReplays,
              ccmpDecryptErrors,
              tkipReplays);
        }

        @Override
        protected void writeBody(RsnaErrorReportFromStation element, WireWriter out) {
          out.octets(element.station()).octets(element.bssid()).u8(element.radioId());
          out.u8(element.wlanId()).zeros(2).u32(element.tkipIcvErrors());
          out.u32(element.tkipLocalMicFailures()).u32(element.tkipRemoteMicFailures());
          out.u32(element.ccmpReplays()).u32(element.ccmpDecryptErrors());
          out.u32(element.tkipReplays());
        }
      };

  public RsnaErrorReportFromStation {
    Bounds.length("Client MAC Address", station.length(), 6, 6);
    Bounds.length("BSSID", bssid.length(), 6, 6);
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("WLAN ID", wlanId);
    Bounds.u32("TKIP ICV Errors", tkipIcvErrors);
    Bounds.u32("TKIP Local MIC Failures", tkipLocalMicFailures);
    Bounds.u32("TKIP Remote MIC Failures", tkipRemoteMicFailures);
    Bounds.u32("CCMP Replays", ccmpReplays);
    Bounds.u32("CCMP Decrypt Errors", ccmpDecryptErrors);
    Bounds.u32("TKIP Replays", tkipReplays);
  }

  @Override
  public ElementCodec<RsnaErrorReportFromStation> codec() {
    return CODEC;
  }
}
