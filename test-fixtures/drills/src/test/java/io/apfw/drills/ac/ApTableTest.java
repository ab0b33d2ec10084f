package io.apfw.drills.ac;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.ac.ApTable.Heard;
import io.apfw.drills.ac.Predownload.Event;
import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.controller.ControllerNote.ConfigurationAnswered;
import io.apfw.drills.controller.ControllerNote.ImageAsked;
import io.apfw.drills.controller.ControllerNote.ImageUnavailable;
import io.apfw.drills.controller.ControllerNote.Introduced;
import io.apfw.drills.controller.ControllerNote.JoinAnswered;
import io.apfw.drills.controller.ControllerNote.SessionEnded;
import io.apfw.drills.controller.ControllerNote.StateEntered;
import io.apfw.drills.controller.ControllerNote.TransferAnswered;
import io.apfw.drills.controller.ControllerNote.TransferStarted;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApTableTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final InetSocketAddress AC = at(5246);
  private static final InetSocketAddress PEER = at(5248);
  private static final String MAC = "0cd0.f897.ade0";
  private static final Introduced HELLO =
      new Introduced("AP-9117", "0cd0f897ade0", "17.3.3.26", "8.10.130.0");

  private final ApTable table = new ApTable(() -> AC);
  private final List<String> lines = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private void note(ControllerNote... notes) {
    for (ControllerNote note : notes) {
      Heard heard = table.noted(PEER, note, NOW);
      lines.addAll(heard.lines());
      events.addAll(heard.events());
    }
  }

  private void join() {
    note(HELLO, new JoinAnswered("AP-9117", "17.3.3.26", 0));
  }

  private void end(String reason) {
    note(new StateEntered(AcState.DTLS_TEARDOWN), new SessionEnded(reason));
  }

  private Ap ap() {
    return table.of(MAC).orElseThrow();
  }

  @Test
  void anApThatTakesItsImageDisjoinsWithSuccess() {
    join();
    note(new StateEntered(AcState.IMAGE_DATA), new ImageAsked("ap1g6", 0));
    note(new TransferStarted(70), new TransferAnswered(7, 70, 10, 0));
    note(new StateEntered(AcState.RESET));
    end("closed by the WTP");

    assertThat(lines)
        .satisfiesExactly(
            line -> assertThat(line).endsWith("127.0.0.1[5248] 127.0.0.1[5246] Joined"),
            line -> assertThat(line).endsWith("[5246] Disjoined Image Download Success"));
    assertThat(ap().download().orElseThrow().bytes()).isEqualTo(70);
    assertThat(ap().up()).isFalse();
  }

  @Test
  void anApThatGetsNoneDisjoinsWithFailure() {
    join();
    note(new StateEntered(AcState.IMAGE_DATA), new ImageAsked("ap1g6", 0));
    note(new ImageUnavailable("ap1g6"));
    end("closed by the WTP");

    assertThat(lines).last().asString().endsWith("Disjoined Image Download Failed");
    assertThat(ap().download().orElseThrow().success()).isFalse();
  }

  @Test
  void anApThatGoesOnToRunDisjoinsForOtherReasons() {
    join();
    note(new StateEntered(AcState.IMAGE_DATA), new ImageAsked("ap1g6", 16));
    note(new StateEntered(AcState.RUN));
    end("nothing heard for 90 s");

    assertThat(lines).last().asString().endsWith("Disjoined Heart beat timer expired");
    assertThat(events).contains(new Event.Present(MAC), new Event.Gone(MAC));
  }

  @Test
  void aPredownloadIsHeardOf() {
    join();
    note(new StateEntered(AcState.RUN), new ConfigurationAnswered(0));
    events.clear();
    note(new ImageAsked("ap1g6", 0), new TransferStarted(70), new TransferAnswered(7, 70, 10, 0));
    note(new TransferAnswered(7, 70, 10, 16));
    note(new ConfigurationAnswered(17), new ConfigurationAnswered(18));

    assertThat(events)
        .containsExactly(
            new Event.Progress(MAC),
            new Event.Ended(MAC, PredownloadStatus.COMPLETE),
            new Event.Ended(MAC, PredownloadStatus.FAILED),
            new Event.Ended(MAC, PredownloadStatus.COMPLETE),
            new Event.Ended(MAC, PredownloadStatus.FAILED));
    assertThat(ap().fetchesAtJoin()).isFalse();
    table.predownloaded(MAC, "17.12.1.5");
    assertThat(ap().backup()).isEqualTo("17.12.1.5");
  }

  @Test
  void anApIsTheSameAfterItsReboot() {
    join();
    note(new StateEntered(AcState.IMAGE_DATA), new ImageAsked("ap1g6", 0));
    Heard again =
        table.noted(at(6000), new Introduced("AP-9117", "0cd0f897ade0", "17.9.4.27", ""), NOW);
    assertThat(again.lines()).isEmpty();
    table.noted(at(6000), new ImageAsked("ap1g6", 0), NOW);

    assertThat(table.all()).hasSize(1);
    assertThat(ap().primary()).isEqualTo("17.9.4.27");
    assertThat(ap().download().orElseThrow().tries()).isEqualTo(2);
    end("the WTP began a new session");
    assertThat(ap().up()).as("the new session").isTrue();
  }

  @Test
  void whoHasNotJoinedIsNobody() {
    note(new StateEntered(AcState.DTLS_SETUP));
    end("closed by the WTP");
    assertThat(lines).isEmpty();
    assertThat(table.all()).isEmpty();
    note(new Introduced("no mac", "", "", ""));
    assertThat(table.named("127.0.0.1[5248]")).isPresent();
    assertThat(table.named("no mac")).isPresent();
    assertThat(table.inRun()).isEmpty();
  }
}
