package io.apfw.capwap.wire.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Vectors;
import io.apfw.capwap.wire.WireReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementVectorsTest {
  private static final Map<String, byte[]> VECTORS = Vectors.sections("elements");

  @ParameterizedTest
  @MethodSource("io.apfw.capwap.wire.element.ElementSamples#all")
  void readsAndWritesTheVector(MessageElement expected) throws MalformedException {
    byte[] vector = vector(expected);
    WireReader in = new WireReader(Octets.of(vector));

    assertThat(ElementCodec.read(in)).isEqualTo(expected);
    assertThat(in.remaining()).isZero();
    assertThat(ElementCodec.encode(expected).toArray()).isEqualTo(vector);
  }

  @Test
  void everyKindOfElementHasAVector() {
    List<String> kinds =
        Arrays.stream(MessageElement.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .toList();
    assertThat(VECTORS.keySet()).containsExactlyInAnyOrderElementsOf(kinds);
    assertThat(ElementSamples.all().map(element -> element.getClass().getSimpleName()).toList())
        .containsExactlyInAnyOrderElementsOf(kinds);
  }

  /** A body one byte short or long is refused unless the element's own length is free. */
  @ParameterizedTest
  @MethodSource("io.apfw.capwap.wire.element.ElementSamples#all")
  void aBodyOfTheWrongLengthIsMalformedOrAnotherValue(MessageElement element) {
    byte[] vector = vector(element);
    Map<String, byte[]> wrong = new TreeMap<>();
    wrong.put("long", withLength(Arrays.copyOf(vector, vector.length + 1)));
    if (vector.length > ElementCodec.FRAME_BYTES) {
      wrong.put("short", withLength(Arrays.copyOf(vector, vector.length - 1)));
    }
    wrong.forEach(
        (how, bytes) -> {
          try {
            MessageElement read = ElementCodec.read(new WireReader(Octets.of(bytes)));
            assertThat(read).as(how).isNotEqualTo(element);
            assertThat(ElementCodec.encode(read).toArray()).as(how).isEqualTo(bytes);
          } catch (MalformedException e) {
            assertThat(e.reason()).as(how).contains(element.getClass().getSimpleName());
          }
        });
  }

  /** What an AC writes in its own way must not cost us the message around it. */
  @ParameterizedTest
  @ValueSource(strings = {"0400000101", "040a000a0182848b960c12182430", "04180000"})
  void aBindingElementOfAnotherShapeSurvives(String hex) throws MalformedException {
    MessageElement read = ElementCodec.read(new WireReader(Octets.hex(hex)));
    assertThat(read).isInstanceOf(UnknownElement.class);
    assertThat(ElementCodec.encode(read)).isEqualTo(Octets.hex(hex));
  }

  @Test
  void noTextShowsAKey() {
    assertThat(ElementSamples.all().map(MessageElement::toString))
        .filteredOn(text -> text.contains("key="))
        .hasSize(3)
        .allMatch(text -> text.matches(".*key=secret of \\d+ bytes.*"));
  }

  @Test
  void aTimestampIsOfTheYears1968To2104() {
    assertThat(new AcTimestamp(3_927_287_296L).unixSeconds()).isEqualTo(1_718_298_496L);
    assertThat(new AcTimestamp(0).unixSeconds()).isEqualTo(2_085_978_496L);
    for (long time : List.of(-61_505_152L, 0L, 2_085_978_495L, 2_085_978_496L, 4_233_462_143L)) {
      assertThat(AcTimestamp.ofUnixSeconds(time).unixSeconds()).isEqualTo(time);
    }
    assertThatThrownBy(() -> AcTimestamp.ofUnixSeconds(4_233_462_144L))
        .hasMessageContaining("Unix time 4233462144");
  }

  private static byte[] vector(MessageElement element) {
    return Optional.ofNullable(VECTORS.get(element.getClass().getSimpleName())).orElseThrow();
  }

  private static byte[] withLength(byte[] element) {
    int length = element.length - ElementCodec.FRAME_BYTES;
    element[2] = (byte) (length >>> 8);
    element[3] = (byte) length;
    return element;
  }
}
