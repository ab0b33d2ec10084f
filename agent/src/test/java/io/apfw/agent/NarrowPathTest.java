package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.net.UdpRelay.Treatment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent, and a router that swallows long packets without a word. */
class NarrowPathTest {
  private static final String RUNNING = "17.3.3.26";
  private static final int IP_UDP_BYTES = 28;
  private static final int MTU_BYTES = 600;

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

  /** Its certificate alone is longer than what comes through. */
  @Test
  void theAgentFindsTheMtuAndSendsNothingLongerAfterwards() throws Exception {
    lab.startController(DataChannel.DTLS, RUNNING, lab.image("ap1g8", RUNNING));
    Laboratory.Relays relays = lab.interpose();
    List<Byte> swallowed = Collections.synchronizedList(new ArrayList<>());
    Treatment router =
        (wtp, toWtp, datagram) -> {
          if (toWtp || datagram.length + IP_UDP_BYTES <= MTU_BYTES) {
            return datagram;
          }
          swallowed.add(datagram[0]);
          return null;
        };
    relays.control().treat(router);
    relays.data().treat(router);

    RunningAgent agent = lab.boot();
    agent.awaitLine("Path MTU to 127.0.0.1: 576");
    lab.awaitNote(new ControllerNote.StateEntered(AcState.RUN));

    // 1500, 1492, 1460, 1420, 1380, 1280 and 1006, in clear; none of DTLS.
    assertThat(swallowed).hasSize(7).containsOnly((byte) 0);
    assertThat(agent.stop()).isEqualTo(ExitCode.OK);
  }
}
