package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.message.ControlMessageCodec;
import io.apfw.capwap.wire.message.EchoRequest;
import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.net.UdpRelay;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole agent in Run, and somebody between it and its controller who knows no key. */
class HostileNetworkTest {
  private static final String RUNNING = "17.3.3.26";
  private static final int FLOOD_DATAGRAMS = 10_000;
  private static final int LOG_LINES_MAX = 10;

  @TempDir private Path directory;
  private Laboratory lab;

  @BeforeEach
  void begin() throws Exception {
    lab = new Laboratory(directory);
  }

  @AfterEach
  void end() throws Exception {
    lab.close();
  }

  /**
   * The controller is gone without a word, and back as a zombie: nothing ever comes to the port of
   * the old session any more.
   */
  @Test
  void anAcThatFallsSilentForOurOldPortIsJoinedFromANewOne() throws Exception {
    lab.timers(
        "{retransmitIntervalMillis: 50, maxRetransmit: 2, dtlsSessionDeleteMillis: 50,"
            + " silentIntervalMillis: 50}");
    lab.startController(DataChannel.CLEAR, RUNNING, lab.image("ap1g8", RUNNING));
    UdpRelay control = lab.interpose().control();
    List<InetSocketAddress> forsaken = new CopyOnWriteArrayList<>();
    control.treat(
        (wtp, toWtp, datagram) -> {
          if (forsaken.isEmpty() && toWtp && isApplicationData(datagram)) {
            forsaken.add(wtp); // with its Join Response
          }
          return forsaken.contains(wtp) ? null : datagram;
        });

    RunningAgent agent = lab.boot();
    agent.awaitLine("Join Request to 127.0.0.1");
    lab.awaitNote(new ControllerNote.StateEntered(AcState.RUN));

    assertThat(control.wtps()).hasSizeGreaterThan(1).startsWith(forsaken.get(0));
  }

  private static boolean isApplicationData(byte[] datagram) {
    return datagram[0] == 1 && datagram[4] == 23;
  }

  @ParameterizedTest
  @EnumSource
  void aFloodRaisesCountersButNeitherEndsRunNorFillsTheLog(DataChannel channel) throws Exception {
    lab.startController(channel, RUNNING, lab.image("ap1g8", RUNNING));
    Laboratory.Relays relays = lab.interpose();
    RunningAgent agent = lab.boot();
    lab.awaitNote(new ControllerNote.StateEntered(AcState.RUN));
    lab.awaitStatus(status -> status.getString("state").equals("Run"));
    InetSocketAddress control = last(relays.control().wtps());
    InetSocketAddress data = last(relays.data().wtps());
    int linesBefore = agent.otherLines().size();

    Random random = new Random(7);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket stranger = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
      for (int i = 0; i < FLOOD_DATAGRAMS; i++) {
        byte[] forged = forged(random, i);
        stranger.send(new DatagramPacket(forged, forged.length, i % 2 == 0 ? control : data));
        relays.control().forge(control, forged);
        relays.data().forge(data, forged);
      }
    }

    JsonObject status = lab.awaitStatus(now -> allCounted(now, channel));
    assertThat(status.getString("state")).isEqualTo("Run");
    List<String> lines = agent.otherLines();
    assertThat(lines.subList(linesBefore, lines.size())).hasSizeLessThan(LOG_LINES_MAX);
    lab.controller().resetAll(); // the session stands: the agent hears it, and ends in order
    assertThat(agent.awaitEnd()).isEqualTo(ExitCode.OK);
  }

  private static boolean allCounted(JsonObject status, DataChannel channel) {
    JsonObject dropped = status.getObject("dropped");
    boolean malformed = channel == DataChannel.DTLS || dropped.getLong("dataMalformed") > 0;
    return malformed
        && List.of(
                "badPreamble",
                "clearMalformed",
                "clearForbidden",
                "clearTooMany",
                "strangers",
                "dataForbidden",
                "dtlsForged",
                "dtlsUndecryptable")
            .stream()
            .allMatch(name -> dropped.getLong(name) > 0);
  }

  /** One of each kind after the other. */
  private static byte[] forged(Random random, int i) {
    byte[] noise = new byte[random.nextInt(300)];
    random.nextBytes(noise);
    return switch (i % 6) {
      case 0 -> noise;
      case 1 -> clear(noise);
      case 2 -> fragment(noise);
      case 3 ->
          new CapwapPacket(
                  CapwapHeader.control(), ControlMessageCodec.encode(i & 0xff, new EchoRequest()))
              .encode();
      case 4 -> record(22, 0, new byte[] {1, 0, 0, 0}); // what begins like a ClientHello
      default -> record(23, 1, new byte[24 + noise.length]);
    };
  }

  private static byte[] clear(byte[] noise) {
    return ByteBuffer.allocate(1 + noise.length).put((byte) 0).put(noise).array();
  }

  /** RFC 5415 section 4.3: HLEN 2, WBID 1, F set; the first one of a message that never ends. */
  private static byte[] fragment(byte[] noise) {
    return ByteBuffer.allocate(8 + noise.length)
        .putInt(0x00100280)
        .putShort((short) noise.length)
        .putShort((short) 0)
        .put(noise)
        .array();
  }

  private static byte[] record(int type, int epoch, byte[] body) {
    return ByteBuffer.allocate(4 + 13 + body.length)
        .putInt(0x01000000)
        .put((byte) type)
        .putShort((short) 0xfefd)
        .putShort((short) epoch)
        .putShort((short) 0)
        .putInt(1 << 20)
        .putShort((short) body.length)
        .put(body)
        .array();
  }

  private static InetSocketAddress last(List<InetSocketAddress> addresses) {
    return addresses.get(addresses.size() - 1);
  }
}
