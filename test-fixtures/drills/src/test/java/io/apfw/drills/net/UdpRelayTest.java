package io.apfw.drills.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.Patience;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UdpRelayTest {

  private DatagramSocket ac;
  private DatagramSocket wtp;

  @BeforeEach
  void open() throws IOException {
    ac = socket();
    wtp = socket();
  }

  @AfterEach
  void close() {
    ac.close();
    wtp.close();
  }

  private static DatagramSocket socket() throws IOException {
    DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    socket.setSoTimeout(Patience.MILLIS);
    return socket;
  }

  private static void send(DatagramSocket from, InetSocketAddress to, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    from.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private static DatagramPacket receive(DatagramSocket at) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    at.receive(packet);
    return packet;
  }

  private static String text(DatagramPacket packet) {
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  @Test
  void bothDirectionsPassAndTheWtpSeesOneAddress() throws IOException {
    try (UdpRelay relay = new UdpRelay((InetSocketAddress) ac.getLocalSocketAddress())) {
      send(wtp, relay.address(), "request");
      DatagramPacket request = receive(ac);
      assertThat(text(request)).isEqualTo("request");
      send(ac, (InetSocketAddress) request.getSocketAddress(), "response");
      DatagramPacket response = receive(wtp);
      assertThat(text(response)).isEqualTo("response");
      assertThat(response.getSocketAddress()).isEqualTo(relay.address());
      assertThat(relay.wtps()).containsExactly((InetSocketAddress) wtp.getLocalSocketAddress());
      relay.forge(relay.wtps().get(0), "forged".getBytes(StandardCharsets.UTF_8));
      assertThat(text(receive(wtp))).isEqualTo("forged");
    }
  }

  /** What arrives is what the weather says; when is not asked. */
  @Test
  void lossAndRepetitionAreThoseOfTheSeed() throws IOException {
    Weather weather = new Weather(0, 0, 200, 200, 200, 20_000, 0, 3);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      for (int copy = 0; copy < weather.arrivals(false, i).size(); copy++) {
        expected.add("" + i);
      }
    }
    List<String> came = new ArrayList<>();
    try (UdpRelay relay = new UdpRelay((InetSocketAddress) ac.getLocalSocketAddress(), weather)) {
      for (int i = 0; i < 50; i++) {
        send(wtp, relay.address(), "" + i);
      }
      while (came.size() < expected.size()) {
        came.add(text(receive(ac)));
      }
    }
    assertThat(came).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void aTreatmentChangesOrLoses() throws IOException {
    try (UdpRelay relay = new UdpRelay((InetSocketAddress) ac.getLocalSocketAddress())) {
      relay.treat((from, toWtp, datagram) -> datagram[0] == 'x' ? null : new byte[] {'y'});
      send(wtp, relay.address(), "x");
      send(wtp, relay.address(), "a");
      assertThat(text(receive(ac))).isEqualTo("y");
    }
  }
}
