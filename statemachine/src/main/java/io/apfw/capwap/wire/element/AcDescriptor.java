package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * AC Descriptor, RFC 5415 section 4.6.1: stations 16 bits, their limit 16, active WTPs 16, most
 * WTPs 16, security 8, R-MAC 8, reserved 8 (written 0, ignored), DTLS policy 8; then sub-elements
 * of vendor 32 bits, type 16, length 16, data.
 *
 * @param stations stations served now
 * @param stationsMax most stations the AC serves
 * @param activeWtps WTPs joined now
 * @param wtpsMax most WTPs the AC serves
 * @param security bits, {@link #SECURITY_PSK} and {@link #SECURITY_X509}
 * @param radioMac whether the AC takes the header's Radio MAC Address: 1 yes, 2 no
 * @param dtlsPolicy bits for the data channel, {@link #POLICY_DTLS} and {@link #POLICY_CLEAR}
 * @param information the AC's versions; the RFC wants hardware and software, we do without
 */
public record AcDescriptor(
    int stations,
    int stationsMax,
    int activeWtps,
    int wtpsMax,
    int security,
    int radioMac,
    int dtlsPolicy,
    List<Information> information)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1;

  /** S: pre-shared keys. */
  public static final int SECURITY_PSK = 0x04;

  /** X: X.509 certificates. */
  public static final int SECURITY_X509 = 0x02;

  /** D: the data channel may use DTLS. */
  public static final int POLICY_DTLS = 0x04;

  /** C: the data channel may be clear. */
  public static final int POLICY_CLEAR = 0x02;

  static final ElementCodec<AcDescriptor> CODEC =
      new ElementCodec<>(TYPE, AcDescriptor.class) {
        @Override
        protected AcDescriptor readBody(WireReader body) throws MalformedException {
          int stations = body.u16("Stations");
          int stationsMax = body.u16("Station Limit");
          int activeWtps = body.u16("Active WTPs");
          int wtpsMax = body.u16("Max WTPs");
          int security = body.u8("Security");
          int radioMac = body.u8("R-MAC Field");
          body.skip("Reserved1", 1);
          int dtlsPolicy = body.u8("DTLS Policy");
          List<Information> information = new ArrayList<>();
          while (body.remaining() > 0) {
            long vendorId = body.u32("AC Information Vendor Identifier");
            int kind = body.u16("AC Information Type");
            information.add(
                new Information(
                    vendorId,
                    kind,
                    body.octets("AC Information Data", body.u16("AC Information Length"))));
          }
          return new AcDescriptor(
              stations,
              stationsMax,
              activeWtps,
              wtpsMax,
              security,
              radioMac,
              dtlsPolicy,
              information);
        }

        @Override
        protected void writeBody(AcDescriptor element, WireWriter out) {
          out.u16(element.stations()).u16(element.stationsMax());
          out.u16(element.activeWtps()).u16(element.wtpsMax());
          out.u8(element.security()).u8(element.radioMac()).u8(0).u8(element.dtlsPolicy());
          for (Information info : element.information()) {
            out.u32(info.vendorId()).u16(info.kind()).u16(info.data().length()).octets(info.data());
          }
        }
      };

  public AcDescriptor {
    Bounds.u16("Stations", stations);
    Bounds.u16("Station Limit", stationsMax);
    Bounds.u16("Active WTPs", activeWtps);
    Bounds.u16("Max WTPs", wtpsMax);
    Bounds.u8("Security", security);
    Bounds.u8("R-MAC Field", radioMac);
    Bounds.u8("DTLS Policy", dtlsPolicy);
    information = List.copyOf(information);
  }

  /** Whether the data channel may be clear. */
  public boolean allowsClearData() {
    return (dtlsPolicy & POLICY_CLEAR) != 0;
  }

  /** Whether the data channel may use DTLS. */
  public boolean allowsDtlsData() {
    return (dtlsPolicy & POLICY_DTLS) != 0;
  }

  /** The text of the first software version sub-element. */
  public Optional<String> softwareVersion() {
    return information.stream()
        .filter(info -> info.kind() == Information.SOFTWARE_VERSION)
        .map(info -> info.data().utf8())
        .findFirst();
  }

  /**
   * One sub-element.
   *
   * @param vendorId 0 for the two kinds of the RFC, else the vendor's own name space
   * @param kind {@link #HARDWARE_VERSION} or {@link #SOFTWARE_VERSION}
   * @param data at most 1024 bytes, text as a rule
   */
  public record Information(long vendorId, int kind, Octets data) {
    /** The AC's hardware version. */
    public static final int HARDWARE_VERSION = 4;

    /** The AC's software version. */
    public static final int SOFTWARE_VERSION = 5;

    public Information {
      Bounds.u32("AC Information Vendor Identifier", vendorId);
      Bounds.u16("AC Information Type", kind);
      Bounds.length("AC Information Data", data.length(), 0, 1024);
    }
  }

  @Override
  public ElementCodec<AcDescriptor> codec() {
    return CODEC;
  }
}
