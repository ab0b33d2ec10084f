package io.apfw.capwap.wire.message;

import static io.apfw.capwap.wire.ParsedAssert.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Fragmenter;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.Reassembler;
import io.apfw.capwap.wire.Vectors;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.element.ElementCodec;
import io.apfw.capwap.wire.element.ElementSamples;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.UnknownElement;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class WirePropertiesTest {
  private static final List<MessageElement> SAMPLES = ElementSamples.all().toList();
  private static final List<byte[]> FRAMES =
      Vectors.CONTROL_FRAMES.stream().map(Vectors::frame).toList();

  @Property
  void aMessageComesBack(
      @ForAll("messages") ControlMessage message, @ForAll @IntRange(max = 255) int sequence) {
    Octets bytes = ControlMessageCodec.encode(sequence, message);
    assertThat(ControlMessageCodec.decode(bytes))
        .isEqualTo(new Parsed.Value<>(new Decoded(sequence, message)));
  }

  @Property
  void whatWasReadIsWrittenByteForByte(@ForAll("messages") ControlMessage message) {
    Octets bytes = ControlMessageCodec.encode(7, message);
    ControlMessage read = value(ControlMessageCodec.decode(bytes)).message();
    assertThat(ControlMessageCodec.encode(7, read)).isEqualTo(bytes);
  }

  @Property(tries = 4_000)
  void junkIsMalformedOrSurvives(@ForAll @Size(max = 120) byte[] junk) {
    Survival.ofDatagram(junk);
    Survival.ofMessage(Octets.of(junk));
  }

  /** Junk behind the headers of a well-formed packet, so that it meets the elements. */
  @Property(tries = 4_000)
  void junkForElementsIsMalformedOrSurvives(
      @ForAll("types") int type, @ForAll @Size(max = 120) byte[] junk) {
    ByteBuffer message = ByteBuffer.allocate(ControlMessageCodec.HEADER_BYTES + junk.length);
    message.putInt(type).put((byte) 1).putShort((short) (junk.length + 3)).put((byte) 0).put(junk);
    Survival.ofMessage(Octets.wrap(message.array()));
  }

  @Property(tries = 8_000)
  void aDamagedFrameIsMalformedOrSurvives(
      @ForAll("frames") byte[] frame, @ForAll @Size(min = 1, max = 3) List<Integer> hits) {
    byte[] damaged = frame.clone();
    for (int hit : hits) {
      damaged[Math.floorMod(hit >>> 8, damaged.length)] = (byte) hit;
    }
    Survival.ofDatagram(damaged);
  }

  @Property(tries = 200)
  void fragmentsInAnyOrderAndTwiceMakeTheMessage(
      @ForAll @Size(min = 1, max = 3_000) byte[] payload,
      @ForAll @IntRange(min = 132, max = 1_400) int packetBytesMax,
      @ForAll Random random) {
    Octets whole = Octets.of(payload);
    List<CapwapPacket> packets =
        new Fragmenter(packetBytesMax).split(CapwapHeader.control(), whole);
    List<CapwapPacket> sent = new ArrayList<>(packets);
    Collections.shuffle(sent, random);
    Reassembler reassembler = new Reassembler(Reassembler.Limits.DEFAULT);
    for (CapwapPacket packet : sent.subList(0, sent.size() - 1)) {
      for (int copy = 0; copy < 2; copy++) {
        assertThat(reassembler.accept(packet, Instant.EPOCH))
            .isEqualTo(new Reassembler.Result.Pending());
      }
    }
    assertThat(reassembler.accept(sent.get(sent.size() - 1), Instant.EPOCH))
        .isEqualTo(new Reassembler.Result.Complete(whole));
    assertThat(reassembler.heldBytes()).isZero();
  }

  @Provide
  Arbitrary<byte[]> frames() {
    return Arbitraries.of(FRAMES);
  }

  /** All known types, and some that nobody knows. */
  @Provide
  Arbitrary<Integer> types() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(1, 26),
        Arbitraries.of(WlanConfigurationRequest.TYPE, WlanConfigurationResponse.TYPE),
        Arbitraries.of(0, 27, 3398915, -1, Integer.MIN_VALUE));
  }

  @Provide
  Arbitrary<ControlMessage> messages() {
    return Combinators.combine(types(), elements().list().ofMaxSize(12))
        .as(ControlMessage::of)
        .withoutEdgeCases();
  }

  /** Elements of every kind with arbitrary values, and strangers. */
  private static Arbitrary<MessageElement> elements() {
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(90);
    Arbitrary<MessageElement> known =
        Combinators.combine(
                Arbitraries.of(SAMPLES),
                Arbitraries.integers().between(0, 40),
                bytes,
                Arbitraries.integers().between(-2, 4))
            .as(WirePropertiesTest::changed);
    Arbitrary<MessageElement> strangers =
        Combinators.combine(Arbitraries.integers().between(2048, 65_535), bytes)
            .as((type, body) -> new UnknownElement(type, Octets.of(body)));
    return Arbitraries.frequencyOf(Tuple.of(5, known), Tuple.of(1, strangers));
  }

  /** The sample with other bytes from {@code at} on, if these are an element of its kind at all. */
  private static MessageElement changed(MessageElement sample, int at, byte[] bytes, int longer) {
    Octets body = ElementCodec.encode(sample).skip(ElementCodec.FRAME_BYTES);
    byte[] other = Arrays.copyOf(body.toArray(), Math.max(0, body.length() + longer));
    for (int i = 0; i < bytes.length && at + i < other.length; i++) {
      other[at + i] = bytes[i];
    }
    Octets framed = ElementCodec.encode(new UnknownElement(sample.type(), Octets.wrap(other)));
    try {
      return ElementCodec.read(new WireReader(framed));
    } catch (MalformedException e) {
      return sample;
    }
  }
}
