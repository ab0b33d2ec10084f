package io.apfw.capwap.wire.element;

import static io.apfw.capwap.wire.ParsedAssert.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Vectors;
import io.apfw.capwap.wire.message.ControlMessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageLocationTest {
  /** SHA-256 of nothing, as everybody knows it. */
  private static final String NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final ImageLocation LOCATION =
      new ImageLocation(Octets.hex(NOTHING), "https://images.example/ap1g8.img");

  @ParameterizedTest
  @ValueSource(
      strings = {"join-request-location", "join-response-location", "image-data-request-location"})
  void theVectorsThatOffer(String name) {
    assertThat(ImageLocation.offered(elements(name))).isTrue();
    assertThat(ImageLocation.in(elements(name))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"image-data-response-location", "configuration-update-request-location"})
  void theVectorsThatSayWhereTheImageIs(String name) {
    assertThat(ImageLocation.in(elements(name))).contains(LOCATION);
    assertThat(ImageLocation.offered(elements(name))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"join-request", "join-request-window", "image-data-response"})
  void othersSayNothing(String name) {
    assertThat(ImageLocation.in(elements(name))).isEmpty();
    assertThat(ImageLocation.offered(elements(name))).isFalse();
  }

  /** Another vendor, number, mark; a digest without a URL; a space, a line's end, no ASCII. */
  @ParameterizedTest
  @CsvSource({
    "9, 2, 61706677, 68",
    "32473, 1, 61706677, 68",
    "32473, 2, 61706678, 68",
    "32473, 2, 61706677, ''",
    "32473, 2, 61706677, 6820",
    "32473, 2, 61706677, 680a",
    "32473, 2, 61706677, 68c3a9",
  })
  void whatIsNotOursIsNone(long vendor, int number, String mark, String url) {
    Octets data = Octets.hex(mark + NOTHING + url);
    assertThat(ImageLocation.of(new VendorSpecificPayload(vendor, number, data))).isEmpty();
  }

  @Test
  void aUrlThatIsTooLongIsNoneAndIsNamed() {
    Octets data = Octets.hex("61706677" + NOTHING + "61".repeat(1025));
    assertThat(ImageLocation.of(new VendorSpecificPayload(32_473, 2, data))).isEmpty();
    Octets sha256 = Octets.hex(NOTHING);
    assertThatThrownBy(() -> new ImageLocation(sha256, "a".repeat(1025)))
        .hasMessageContaining("1025");
    assertThatThrownBy(() -> new ImageLocation(Octets.hex("00"), "https://a/b"))
        .hasMessageContaining("SHA-256");
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("locations") ImageLocation location) {
    VendorSpecificPayload element = location.toElement();
    assertThat(ImageLocation.of(element)).contains(location);
    assertThat(element.data().length())
        .isEqualTo(4 + 32 + location.url().getBytes(StandardCharsets.US_ASCII).length);
    assertThat(ImageLocation.offered(List.of(element))).isFalse();
  }

  @Property
  void anyDataIsNoneOrComesBack(@ForAll byte[] data) {
    byte[] marked = new byte[4 + data.length];
    System.arraycopy(Octets.hex("61706677").toArray(), 0, marked, 0, 4);
    System.arraycopy(data, 0, marked, 4, data.length);
    VendorSpecificPayload element = new VendorSpecificPayload(32_473, 2, Octets.wrap(marked));
    ImageLocation.of(element)
        .ifPresent(location -> assertThat(location.toElement()).isEqualTo(element));
  }

  @Provide
  Arbitrary<ImageLocation> locations() {
    return Combinators.combine(
            Arbitraries.bytes().array(byte[].class).ofSize(32),
            Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(1024))
        .as((sha256, url) -> new ImageLocation(Octets.of(sha256), url));
  }

  private static List<MessageElement> elements(String frame) {
    CapwapPacket packet = value(CapwapPacket.decode(Octets.of(Vectors.frame(frame))));
    return value(ControlMessageCodec.decode(packet.payload())).message().elements();
  }
}
