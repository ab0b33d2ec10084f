package io.apfw.drills.controller;

import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Fragmenter;
import io.apfw.capwap.wire.Reassembler;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ControlMessageCodec;
import java.time.Instant;
import java.util.List;

/** Control messages to packets and back, for one session. */
final class ControlFraming {
  private final Fragmenter fragmenter;
  private final Reassembler reassembler = new Reassembler(Reassembler.Limits.DEFAULT);

  ControlFraming(int packetBytesMax) {
    this.fragmenter = new Fragmenter(packetBytesMax);
  }

  List<byte[]> frame(int sequence, ControlMessage message) {
    return fragmenter
        .split(CapwapHeader.control(), ControlMessageCodec.encode(sequence, message))
        .stream()
        .map(CapwapPacket::encode)
        .toList();
  }

  Reassembler.Result accept(CapwapPacket packet, Instant now) {
    return reassembler.accept(packet, now);
  }
}
