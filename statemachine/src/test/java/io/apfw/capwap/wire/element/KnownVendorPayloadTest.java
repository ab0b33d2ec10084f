package io.apfw.capwap.wire.element;

import static io.apfw.capwap.wire.element.KnownVendorPayload.CISCO;
import static io.apfw.capwap.wire.element.KnownVendorPayload.CISCO_BY_OUI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.KnownVendorPayload.ApModel;
import io.apfw.capwap.wire.element.KnownVendorPayload.ApTimeSync;
import io.apfw.capwap.wire.element.KnownVendorPayload.BackupOsVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownVendorPayloadTest {
  /** "AP1G8-DRILL" and "ap1g8", each in 30 bytes. */
  private static final Octets MODEL =
      Octets.hex("41503147382d4452494c4c" + "00".repeat(19) + "6170316738" + "00".repeat(25));

  @ParameterizedTest
  @ValueSource(longs = {CISCO, CISCO_BY_OUI})
  void knownShapesHaveAMeaningAndComeBack(long vendor) {
    assertKnown(vendor, 127, MODEL, new ApModel("AP1G8-DRILL", "ap1g8"));
    assertKnown(vendor, 151, Octets.hex("666b276002"), new ApTimeSync(0x666b2760L, 2));
    assertKnown(vendor, 183, Octets.hex("080a8200"), new BackupOsVersion(Octets.hex("080a8200")));
  }

  @ParameterizedTest
  @CsvSource({
    "9, 127, 4142",
    "9, 151, 666b2760",
    "9, 151, 666b27600200",
    "9, 152, 666b276002",
    "32473, 151, 666b276002"
  })
  void othersStayBytes(long vendor, int number, String data) {
    assertThat(KnownVendorPayload.of(new VendorSpecificPayload(vendor, number, Octets.hex(data))))
        .isEmpty();
  }

  @Test
  void aTextThatWouldLoseBytesIsNotRead() {
    Octets noUtf8 = Octets.hex("ff" + "00".repeat(59));
    assertThat(KnownVendorPayload.of(new VendorSpecificPayload(CISCO, 127, noUtf8))).isEmpty();
  }

  @Test
  void aTextTooLongForItsPlaceIsRefused() {
    assertThatThrownBy(() -> new ApModel("m".repeat(31), ""))
        .hasMessage("model of 31 bytes: 0 to 30 bytes");
  }

  private static void assertKnown(
      long vendor, int number, Octets data, KnownVendorPayload expected) {
    VendorSpecificPayload element = new VendorSpecificPayload(vendor, number, data);
    assertThat(KnownVendorPayload.of(element)).contains(expected);
    assertThat(expected.toElement(vendor)).isEqualTo(element);
  }
}
