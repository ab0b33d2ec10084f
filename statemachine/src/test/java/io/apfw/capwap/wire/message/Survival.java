package io.apfw.capwap.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.ParsedAssert;
import io.apfw.capwap.wire.Preamble;
import io.apfw.capwap.wire.Reassembler;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import io.apfw.capwap.wire.element.ImageData;
import io.apfw.capwap.wire.element.KnownVendorPayload;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import java.time.Instant;

/**
 * What must hold of any bytes from the network: nothing throws, what is not well formed says why,
 * and what was read means the same after it was written again.
 */
final class Survival {
  private Survival() {}

  /** A datagram, all the way that one goes. */
  static void ofDatagram(byte[] bytes) {
    Octets datagram = Octets.of(bytes);
    Preamble.of(datagram.asBuffer());
    if (!(CapwapPacket.decode(datagram) instanceof Parsed.Value<CapwapPacket> read)) {
      assertThat(ParsedAssert.reason(CapwapPacket.decode(datagram))).isNotEmpty();
      return;
    }
    CapwapPacket packet = read.value();
    assertThat(CapwapPacket.decode(Octets.wrap(packet.encode()))).isEqualTo(read);
    DataChannelKeepAlive.decode(packet);
    Reassembler reassembler = new Reassembler(Reassembler.Limits.DEFAULT);
    if (reassembler.accept(packet, Instant.EPOCH) instanceof Reassembler.Result.Complete whole) {
      ofMessage(whole.payload());
    }
  }

  /** A control message. */
  static void ofMessage(Octets bytes) {
    Parsed<Decoded> parsed = ControlMessageCodec.decode(bytes);
    if (!(parsed instanceof Parsed.Value<Decoded> read)) {
      assertThat(ParsedAssert.reason(parsed)).isNotEmpty();
      return;
    }
    ControlMessage message = read.value().message();
    assertThat(
            ControlMessageCodec.decode(
                ControlMessageCodec.encode(read.value().sequence(), message)))
        .isEqualTo(parsed);
    MessageGrammar.check(message);
    for (ImageData data : message.all(ImageData.class)) {
      ImageBlockDialect.RFC5415.read(data);
      ImageBlockDialect.LWAPP.read(data);
    }
    for (VendorSpecificPayload payload : message.all(VendorSpecificPayload.class)) {
      KnownVendorPayload.of(payload)
          .ifPresent(known -> assertThat(known.toElement(payload.vendorId())).isEqualTo(payload));
    }
  }
}
