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
 * WTP Descriptor, RFC 5415 section 4.6.41: most radios 8 bits, radios in use 8, number of
 * encryption sub-elements 8; these, of reserved 3 bits, WBID 5, capabilities 16; then descriptor
 * sub-elements of vendor 32 bits, type 16, length 16, data.
 *
 * @param radiosMax radios the WTP has
 * @param radiosInUse radios in use
 * @param encryptions one for each binding, 1 to 255
 * @param versions hardware, active software and boot loader at least
 */
public record WtpDescriptor(
    int radiosMax, int radiosInUse, List<Encryption> encryptions, List<Version> versions)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 39;

  /** Hardware version, mandatory. */
  public static final int HARDWARE = 0;

  /** Version of the running software, mandatory. */
  public static final int ACTIVE_SOFTWARE = 1;

  /** Version of the boot loader, mandatory. */
  public static final int BOOT = 2;

  /** Version of software that is stored and not running. */
  public static final int OTHER_SOFTWARE = 3;

  static final ElementCodec<WtpDescriptor> CODEC =
      new ElementCodec<>(TYPE, WtpDescriptor.class) {
        @Override
        protected WtpDescriptor readBody(WireReader body) throws MalformedException {
          int radiosMax = body.u8("Max Radios");
          int radiosInUse = body.u8("Radios in use");
          int count = body.u8("Num Encrypt");
          List<Encryption> encryptions = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            int binding = body.u8("Encryption Sub-Element") & 0x1f;
            encryptions.add(new Encryption(binding, body.u16("Encryption Capabilities")));
          }
          List<Version> versions = new ArrayList<>();
          while (body.remaining() > 0) {
            long vendorId = body.u32("Descriptor Vendor Identifier");
            int kind = body.u16("Descriptor Type");
            versions.add(
                new Version(
                    vendorId, kind, body.octets("Descriptor Data", body.u16("Descriptor Length"))));
          }
          return new WtpDescriptor(radiosMax, radiosInUse, encryptions, versions);
        }

        @Override
        protected void writeBody(WtpDescriptor element, WireWriter out) {
          out.u8(element.radiosMax()).u8(element.radiosInUse()).u8(element.encryptions().size());
          for (Encryption encryption : element.encryptions()) {
            out.u8(encryption.bindingId()).u16(encryption.capabilities());
          }
          for (Version version : element.versions()) {
            out.u32(version.vendorId()).u16(version.kind());
            out.u16(version.data().length()).octets(version.data());
          }
        }
      };

  public WtpDescriptor {
    Bounds.u8("Max Radios", radiosMax);
    Bounds.u8("Radios in use", radiosInUse);
    Bounds.range("Num Encrypt", encryptions.size(), 1, 255);
    encryptions = List.copyOf(encryptions);
    versions = List.copyOf(versions);
  }

  /** The text of the first version of that kind. */
  public Optional<String> first(int kind) {
    return versions.stream()
        .filter(version -> version.kind() == kind)
        .map(version -> version.data().utf8())
        .findFirst();
  }

  /**
   * What a binding can encrypt.
   *
   * @param bindingId WBID, 0 to 31
   * @param capabilities 16 bits, as the binding defines them
   */
  public record Encryption(int bindingId, int capabilities) {
    public Encryption {
      Bounds.range("WBID", bindingId, 0, 31);
      Bounds.u16("Encryption Capabilities", capabilities);
    }
  }

  /**
   * One descriptor sub-element.
   *
   * @param vendorId 0 for the four kinds of the RFC, else the vendor's own name space
   * @param kind {@link #HARDWARE} to {@link #OTHER_SOFTWARE}
   * @param data at most 1024 bytes of UTF-8
   */
  public record Version(long vendorId, int kind, Octets data) {
    public Version {
      Bounds.u32("Descriptor Vendor Identifier", vendorId);
      Bounds.u16("Descriptor Type", kind);
      Bounds.length("Descriptor Data", data.length(), 0, 1024);
    }

    /** A version of one of the RFC's kinds. */
    public static Version of(int kind, String text) {
      return new Version(0, kind, Octets.utf8(text));
    }
  }

  @Override
  public ElementCodec<WtpDescriptor> codec() {
    return CODEC;
  }
}
