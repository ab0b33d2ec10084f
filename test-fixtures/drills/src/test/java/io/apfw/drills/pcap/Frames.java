package io.apfw.drills.pcap;

import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Fragmenter;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.element.ImageData;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.message.ConfigurationUpdateRequest;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ControlMessageCodec;
import io.apfw.capwap.wire.message.Decoded;
import io.apfw.capwap.wire.message.DiscoveryRequest;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.MtuProbe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What our codec writes: every message and every element that the vectors know, and fragments. */
final class Frames {
  private static final String DIRECTORY = "/io/apfw/vectors/frames/";

  private Frames() {}

  /**
   * One message as it goes out.
   *
   * @param name what a failure calls it
   * @param message the message
   * @param packets one, or fragments
   */
  record Sent(String name, ControlMessage message, List<CapwapPacket> packets) {}

  static List<Sent> all() throws IOException {
    List<Sent> all = new ArrayList<>();
    Fragmenter whole = new Fragmenter(CapwapPacket.BYTES_MAX);
    for (String name : lines("control-frames.txt")) {
      CapwapPacket packet = value(CapwapPacket.decode(bytes(lines(name + ".hex"))));
      ControlMessage message = message(packet.payload());
      all.add(sent(name, packet.header(), message, whole));
    }
    for (Map.Entry<String, Octets> element : elements().entrySet()) {
      ConfigurationUpdateRequest carrier = new ConfigurationUpdateRequest(element(element));
      all.add(sent(element.getKey(), CapwapHeader.control(), carrier, whole));
    }
    DiscoveryRequest discovery =
        (DiscoveryRequest)
            message(value(CapwapPacket.decode(bytes(lines("discovery-request.hex")))).payload());
    all.add(sent("MTU probe", MtuProbe.padded(discovery, 1472), whole));
    ImageDataRequest block = new ImageDataRequest(new ImageData(1, Octets.wrap(new byte[1377])));
    all.add(sent("image block of 1377 bytes", block, whole));
    all.add(sent("image block in fragments", block, new Fragmenter(500)));
    return all;
  }

  private static Sent sent(String name, ControlMessage message, Fragmenter fragmenter) {
    return sent(name, CapwapHeader.control(), message, fragmenter);
  }

  private static Sent sent(
      String name, CapwapHeader header, ControlMessage message, Fragmenter fragmenter) {
    Octets bytes = ControlMessageCodec.encode(1, message);
    return new Sent(name, message, fragmenter.split(header, bytes));
  }

  /** The element of a vector, by way of a message that carries it alone. */
  private static MessageElement element(Map.Entry<String, Octets> vector) {
    int bytes = vector.getValue().length();
    ByteBuffer carrier = ByteBuffer.allocate(ControlMessageCodec.HEADER_BYTES + bytes);
    carrier.putInt(ConfigurationUpdateRequest.TYPE).put((byte) 0).putShort((short) (bytes + 3));
    carrier.put((byte) 0).put(vector.getValue().asBuffer());
    return message(Octets.wrap(carrier.array())).elements().get(0);
  }

  private static Map<String, Octets> elements() throws IOException {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> section = new ArrayList<>();
    for (String line : lines("elements.hex")) {
      if (line.startsWith("@ ")) {
        section = new ArrayList<>();
        sections.put(line.substring(2), section);
      } else {
        section.add(line);
      }
    }
    Map<String, Octets> elements = new LinkedHashMap<>();
    sections.forEach((name, lines) -> elements.put(name, bytes(lines)));
    return elements;
  }

  private static ControlMessage message(Octets bytes) {
    Decoded decoded = value(ControlMessageCodec.decode(bytes));
    return decoded.message();
  }

  private static <T> T value(Parsed<T> parsed) {
    if (parsed instanceof Parsed.Value<T> value) {
      return value.value();
    }
    throw new AssertionError("not a value: " + parsed);
  }

  private static Octets bytes(List<String> lines) {
    StringBuilder digits = new StringBuilder();
    lines.forEach(line -> digits.append(line.replaceFirst("#.*", "").replace(" ", "")));
    return Octets.wrap(HexFormat.of().parseHex(digits));
  }

  private static List<String> lines(String file) throws IOException {
    try (InputStream in = Frames.class.getResourceAsStream(DIRECTORY + file)) {
      if (in == null) {
        throw new IOException("no vector " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
