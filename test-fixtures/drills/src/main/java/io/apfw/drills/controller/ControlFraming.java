package io.apfw.drills.controller;

import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Fragmenter;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Reassembler;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ControlMessageCodec;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Control messages to packets and back, for one session. */
final class ControlFraming {
  /** Where the Message Element Length stands, RFC 5415 section 4.5.1. */
  private static final int LENGTH_AT = 5;

  private static final int COUNTED_BEFORE_ELEMENTS = 3;

  private final Optional<Bend> bend;
  private final Fragmenter fragmenter;
  private final Reassembler reassembler = new Reassembler(Reassembler.Limits.DEFAULT);

  ControlFraming(int packetBytesMax, Optional<Bend> bend) {
    this.bend = bend;
    this.fragmenter = new Fragmenter(packetBytesMax);
  }

  List<byte[]> frame(int sequence, ControlMessage message) {
    return fragmenter.split(header(bend), encode(sequence, message, bend)).stream()
        .map(CapwapPacket::encode)
        .toList();
  }

  /** A message outside of any session. */
  static byte[] clear(int sequence, ControlMessage message, Optional<Bend> bend) {
    return new CapwapPacket(header(bend), encode(sequence, message, bend)).encode();
  }

  private static CapwapHeader header(Optional<Bend> bend) {
    CapwapHeader usual = CapwapHeader.control();
    return bend.equals(Optional.of(Bend.WBID_ZERO))
        ? new CapwapHeader(
            0, 0, false, false, false, false, 0, 0, usual.radioMac(), usual.wirelessInformation())
        : usual;
  }

  private static Octets encode(int sequence, ControlMessage message, Optional<Bend> bend) {
    Octets usual = ControlMessageCodec.encode(sequence, message);
    if (!bend.equals(Optional.of(Bend.LENGTH_OF_ELEMENTS))) {
      return usual;
    }
    ByteBuffer bytes = ByteBuffer.wrap(usual.toArray());
    bytes.putShort(LENGTH_AT, (short) (bytes.getShort(LENGTH_AT) - COUNTED_BEFORE_ELEMENTS));
    return Octets.wrap(bytes.array());
  }

  Reassembler.Result accept(CapwapPacket packet, Instant now) {
    return reassembler.accept(packet, now);
  }
}
