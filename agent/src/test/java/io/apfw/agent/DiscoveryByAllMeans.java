package io.apfw.agent;

import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.element.AcDescriptor;
import io.apfw.capwap.wire.element.AcName;
import io.apfw.capwap.wire.element.CapwapControlIpv4Address;
import io.apfw.capwap.wire.element.WtpRadioInformation;
import io.apfw.capwap.wire.message.ControlMessageCodec;
import io.apfw.capwap.wire.message.Decoded;
import io.apfw.capwap.wire.message.DiscoveryRequest;
import io.apfw.capwap.wire.message.DiscoveryResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@link BroadcastInteropTest} runs in its network namespaces: the AC's side and the AP's. */
final class DiscoveryByAllMeans {
  /** Before what the AP heard after it had asked there. */
  static final String HEARD = "heard ";

  private static final int CONTROL_PORT = 5246;

  private DiscoveryByAllMeans() {}

  /**
   * Either {@code ac INTERFACE READY GROUP...}, which serves until it is killed and writes a line
   * to READY once it does, or {@code ap DIRECTORY DESTINATION...}.
   */
  public static void main(String[] arguments) throws Exception {
    List<String> all = List.of(arguments);
    if (arguments[0].equals("ac")) {
      serve(arguments[1], Path.of(arguments[2]), all.subList(3, all.size()));
    } else {
      for (String destination : all.subList(2, all.size())) {
        ask(Path.of(arguments[1]), destination);
      }
      System.exit(0);
    }
  }

  /** An AC that knows one word, on one socket for both IP versions. */
  private static void serve(String device, Path ready, List<String> groups) throws Exception {
    try (DatagramChannel socket = DatagramChannel.open()) {
      socket.bind(new InetSocketAddress(CONTROL_PORT));
      for (String group : groups) {
        socket.join(InetAddress.getByName(group), NetworkInterface.getByName(device));
      }
      Files.writeString(ready, "ready\n");
      ByteBuffer request = ByteBuffer.allocate(2048);
      while (true) {
        SocketAddress wtp = socket.receive(request.clear());
        if (CapwapPacket.decode(request.flip()) instanceof Parsed.Value<CapwapPacket> packet
            && ControlMessageCodec.decode(packet.value().payload())
                instanceof Parsed.Value<Decoded> decoded
            && decoded.value().message() instanceof DiscoveryRequest) {
          CapwapPacket answer =
              new CapwapPacket(
                  CapwapHeader.control(),
                  ControlMessageCodec.encode(decoded.value().sequence(), response()));
          socket.send(ByteBuffer.wrap(answer.encode()), wtp);
        }
      }
    }
  }

  private static DiscoveryResponse response() {
    return new DiscoveryResponse(
        new AcDescriptor(
            0, 100, 1, 100, AcDescriptor.SECURITY_X509, 2, AcDescriptor.POLICY_CLEAR, List.of()),
        new AcName("ac of the namespace"),
        new WtpRadioInformation(1, 13),
        new CapwapControlIpv4Address("10.9.0.1", 1));
  }

  /** The whole agent, until it has heard an AC. */
  private static void ask(Path directory, String destination) throws Exception {
    Laboratory lab = new Laboratory(Files.createTempDirectory(directory, "ap"));
    String host = destination.contains(":") ? "[" + destination + "]" : destination;
    lab.find(
        """
        controller: {addresses: ["%s"]}
        discovery: {intervalMillis: 200, maxIntervalMillis: 200}\
        """
            .formatted(host));
    lab.timers("{silentIntervalMillis: 50}");
    try {
      RunningAgent agent = lab.boot();
      System.out.println(
          HEARD + destination + ": " + agent.awaitMatch("Discovery Response from .*").group());
      // It is not only heard but chosen.
      agent.awaitLine("CAPWAP State: DTLS Setup");
    } finally {
      lab.close();
    }
  }
}
