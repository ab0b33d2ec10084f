package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.discovery.TestDns;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.ControllerConfig;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.controller.LiveController;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole agent finds its controller: over IPv6, through a name, and back to the preferred one.
 */
class FindingTest {
  private static final ControllerConfig.Timers QUICK =
      new ControllerConfig.Timers(
          Duration.ofSeconds(60),
          Duration.ofSeconds(25),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(90),
          Duration.ofSeconds(3),
          5);

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

  private LiveController controller(
      String address, int control, int data, BlockingQueue<ControllerNote> notes) throws Exception {
    return controller(config(address), address, control, data, notes);
  }

  private LiveController controller(
      ControllerConfig config,
      String address,
      int control,
      int data,
      BlockingQueue<ControllerNote> notes)
      throws Exception {
    InetAddress at = InetAddress.getByName(address);
    return lab.controller(
        config,
        new InetSocketAddress(at, control),
        new InetSocketAddress(at, data),
        Map.of(),
        (peer, note) -> notes.add(note));
  }

  private static ControllerConfig config(String address) {
    return new ControllerConfig(
        "ac at " + address,
        "127.0.0.1",
        "17.3.3.26",
        Map.of(),
        1377,
        ResultCode.SUCCESS,
        Set.of(DataChannel.CLEAR),
        ControllerConfig.Download.BLOCKS,
        QUICK);
  }

  /**
   * A port that stays free while its controller is away: below those that the system gives out,
   * which the agent's own sockets may get in the meantime.
   */
  private static int freePort() throws IOException {
    for (int port = 20_000; port < 30_000; port += 2) {
      try (DatagramSocket control = new DatagramSocket(port);
          DatagramSocket data = new DatagramSocket(port + 1)) {
        assertThat(data.getLocalPort()).isEqualTo(control.getLocalPort() + 1);
        return port;
      } catch (BindException e) {
        // The next pair may be free.
      }
    }
    throw new IOException("no free port from 20000 to 30000");
  }

  private static void awaitRun(BlockingQueue<ControllerNote> notes) throws InterruptedException {
    ControllerNote note;
    do {
      note = notes.poll(Patience.SECONDS, TimeUnit.SECONDS);
      assertThat(note).as("a note before Run").isNotNull();
    } while (!note.equals(new ControllerNote.StateEntered(AcState.RUN)));
  }

  @Test
  void overIpv6ThroughAName() throws Exception {
    BlockingQueue<ControllerNote> notes = new LinkedBlockingQueue<>();
    try (LiveController ac = controller("::1", 0, 0, notes);
        TestDns dns = new TestDns().host("ac.example.net", "127.0.0.1", "::1")) {
      lab.find(
          """
          controller: {addresses: ["ac.example.net:%d"], dataPort: %d}
          discovery: {dnsServers: ["%s"], intervalMillis: 20, maxIntervalMillis: 20}"""
              .formatted(ac.controlAddress().getPort(), ac.dataAddress().getPort(), dns.address()),
          "::1");
      RunningAgent agent = lab.boot();
      awaitRun(notes);
      agent.awaitLine("Controllers by configured ac.example.net");
      assertThat(agent.stop()).isEqualTo(ExitCode.OK);
    }
  }

  @Test
  void thePreferredControllerIsTakenAndReturnedToOnceItIsBack() throws Exception {
    BlockingQueue<ControllerNote> first = new LinkedBlockingQueue<>();
    BlockingQueue<ControllerNote> second = new LinkedBlockingQueue<>();
    int control = freePort();
    int data = control + 1;
    try (LiveController other = controller("127.0.0.2", control, data, second)) {
      assertThat(other.controlAddress().getPort()).isEqualTo(control);
      lab.find(
          """
          controller: {addresses: ["127.0.0.1:%d", "127.0.0.2:%d"], dataPort: %d}
          discovery: {intervalMillis: 50, maxIntervalMillis: 50, primaryMillis: 100}"""
              .formatted(control, control, data),
          "127.0.0.1");
      RunningAgent agent;
      LiveController preferred = controller("127.0.0.1", control, data, first);
      try {
        agent = lab.boot();
        awaitRun(first);
        // Its own Run, too: an AC that goes during Data Check has failed, and is avoided for a
        // while.
        agent.awaitLine("CAPWAP State: Run");
        assertThat(second).doesNotContain(new ControllerNote.StateEntered(AcState.JOIN));
      } finally {
        preferred.close();
      }
      awaitRun(second);
      try (LiveController back = controller("127.0.0.1", control, data, first)) {
        agent.awaitLine("preferred controller 127.0.0.1 is there");
        awaitRun(first);
        assertThat(back.controlAddress().getPort()).isEqualTo(control);
        agent.stop();
      }
    }
  }

  /** RFC 5415 4.6.2: the list has no ports, and the one named listens where the other does. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.2", "::1"})
  void anAcThatRefusesAndNamesAnotherIsFollowedThere(String other) throws Exception {
    BlockingQueue<ControllerNote> first = new LinkedBlockingQueue<>();
    BlockingQueue<ControllerNote> second = new LinkedBlockingQueue<>();
    int control = freePort();
    int data = control + 1;
    ControllerConfig full = config("127.0.0.1").referringTo(List.of(other));
    try (LiveController refuses = controller(full, "127.0.0.1", control, data, first);
        LiveController takes = controller(other, control, data, second)) {
      assertThat(refuses.controlAddress().getPort()).isEqualTo(takes.controlAddress().getPort());
      lab.find(
          """
          controller: {addresses: ["127.0.0.1:%d"], dataPort: %d}
          discovery: {intervalMillis: 20, maxIntervalMillis: 20}"""
              .formatted(control, data));
      RunningAgent agent = lab.boot();
      awaitRun(second);
      agent.awaitLine("CAPWAP State: Run");
      assertThat(agent.stop()).isEqualTo(ExitCode.OK);
    }
    assertThat(first)
        .hasAtLeastOneElementOfType(ControllerNote.JoinAnswered.class)
        .doesNotContain(new ControllerNote.StateEntered(AcState.RUN));
  }
}
