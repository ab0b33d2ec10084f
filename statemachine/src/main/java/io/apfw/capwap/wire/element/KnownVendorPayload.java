package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.OutOfBoundsException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.Optional;

/**
 * What some Vendor Specific Payloads mean. {@link VendorSpecificPayload} keeps the bytes in any
 * case; this is a second look at them, as {@link ImageBlockDialect} is one at {@link ImageData}.
 *
 * <p><b>Unverified.</b> The numbers and shapes come from published notes on access points of one
 * vendor; nobody held them against a modern controller. Data of another shape is no known payload,
 * and a known one gives the same bytes when written again.
 */
public sealed interface KnownVendorPayload {
  /** The vendor's IANA enterprise number. */
  long CISCO = 9;

  /** The same vendor by its OUI 00-40-96, as the notes saw it in the vendor field. */
  long CISCO_BY_OUI = 0x0040_9600L;

  /** The payload's meaning, if its vendor, number and shape are known. */
  static Optional<KnownVendorPayload> of(VendorSpecificPayload payload) {
    if (payload.vendorId() != CISCO && payload.vendorId() != CISCO_BY_OUI) {
      return Optional.empty();
    }
    try {
      return read(payload.elementId(), new WireReader(payload.data()))
          .filter(known -> known.toElement(payload.vendorId()).equals(payload));
    } catch (MalformedException | OutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static Optional<KnownVendorPayload> read(int elementId, WireReader data)
      throws MalformedException {
    return switch (elementId) {
      case ApModel.ELEMENT_ID -> Optional.of(ApModel.read(data));
      case ApTimeSync.ELEMENT_ID ->
          Optional.of(new ApTimeSync(data.u32("Unix time"), data.u8("type")));
      case BackupOsVersion.ELEMENT_ID -> Optional.of(new BackupOsVersion(data.rest("version")));
      default -> Optional.empty();
    };
  }

  /** The payload as an element of that vendor, {@link #CISCO} or {@link #CISCO_BY_OUI}. */
  VendorSpecificPayload toElement(long vendorId);

  /**
   * AP model, number 127: two texts of 30 bytes, filled up with zeros. Unverified.
   *
   * @param model at most 30 bytes
   * @param image the image family, at most 30 bytes
   */
  record ApModel(String model, String image) implements KnownVendorPayload {
    /** The vendor's number for it. */
    public static final int ELEMENT_ID = 127;

    private static final int TEXT_BYTES = 30;

    public ApModel {
      Bounds.text("model", model, 0, TEXT_BYTES);
      Bounds.text("image", image, 0, TEXT_BYTES);
    }

    @Override
    public VendorSpecificPayload toElement(long vendorId) {
      WireWriter out = new WireWriter("AP model", 2 * TEXT_BYTES);
      for (String text : new String[] {model, image}) {
        int end = out.position() + TEXT_BYTES;
        out.text(text).zeros(end - out.position());
      }
      return new VendorSpecificPayload(vendorId, ELEMENT_ID, Octets.wrap(out.toArray()));
    }

    private static ApModel read(WireReader data) throws MalformedException {
      String model = data.octets("model", TEXT_BYTES).utf8();
      String image = data.octets("image", TEXT_BYTES).utf8();
      return new ApModel(model.replaceFirst("\0+$", ""), image.replaceFirst("\0+$", ""));
    }
  }

  /**
   * AP time sync, number 151: Unix time 32 bits, type 8. Unverified, the width of the type most of
   * all.
   *
   * @param unixSeconds the controller's time
   * @param kind of unknown meaning, 0 to 255
   */
  record ApTimeSync(long unixSeconds, int kind) implements KnownVendorPayload {
    /** The vendor's number for it. */
    public static final int ELEMENT_ID = 151;

    public ApTimeSync {
      Bounds.u32("Unix time", unixSeconds);
      Bounds.u8("type", kind);
    }

    @Override
    public VendorSpecificPayload toElement(long vendorId) {
      WireWriter out = new WireWriter("AP time sync", 5);
      out.u32(unixSeconds).u8(kind);
      return new VendorSpecificPayload(vendorId, ELEMENT_ID, Octets.wrap(out.toArray()));
    }
  }

  /**
   * Backup OS version, number 183: the version of the stored image. The notes give no shape, so
   * that the bytes stay as they are.
   *
   * @param version at most 2048 bytes
   */
  record BackupOsVersion(Octets version) implements KnownVendorPayload {
    /** The vendor's number for it. */
    public static final int ELEMENT_ID = 183;

    @Override
    public VendorSpecificPayload toElement(long vendorId) {
      return new VendorSpecificPayload(vendorId, ELEMENT_ID, version);
    }
  }
}
