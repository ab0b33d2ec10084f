package io.apfw.drills.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.InitiateDownload;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.element.WtpName;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.Decoded;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.JoinRequest;
import io.apfw.drills.controller.ControllerAction.SendBlock;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerConfig.Timers;
import io.apfw.machine.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A controller that says where its image is, to a WTP that can be told and to one that cannot. */
class LocatingTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SessionId ID = new SessionId(Octets.hex("000102030405060708090a0b0c0d0e0f"));
  private static final ImageLocation LOCATION =
      new ImageLocation(Octets.hex("ab".repeat(32)), "https://192.0.2.9/ap1g8.img");
  private static final ImageIdentifier FAMILY = new ImageIdentifier(9, "ap1g8");
  private static final ImageDataRequest FOR_BLOCKS =
      new ImageDataRequest(FAMILY, new InitiateDownload());
  private static final ImageDataRequest FOR_EITHER =
      new ImageDataRequest(FAMILY, new InitiateDownload(), ImageLocation.OFFER);

  private final DrillController controller =
      new DrillController(
          new ControllerConfig(
                  "drill-ac",
                  "127.0.0.1",
                  "17.9.4.27",
                  Map.of("ap1g8", new ImageFile("ap1g8", 10, Octets.hex("5a".repeat(16)))),
                  1000,
                  ResultCode.SUCCESS,
                  Set.of(DataChannel.CLEAR),
                  Download.BLOCKS,
                  Timers.RFC5415)
              .with(LOCATION));
  private WtpSession session = controller.connected(NOW).state();

  private List<ControllerAction> receive(int sequence, ControlMessage message) {
    Step<WtpSession, ControllerAction> step =
        controller.step(session, new ControllerEvent.Received(new Decoded(sequence, message)), NOW);
    session = step.state();
    return step.actions();
  }

  private static ControlMessage sent(List<ControllerAction> actions) {
    return actions.stream()
        .filter(ControllerAction.Send.class::isInstance)
        .map(action -> ((ControllerAction.Send) action).message())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void itIsAgreedInTheJoinExchange() {
    JoinRequest join = new JoinRequest(ID, new WtpName("ap"), ImageLocation.OFFER);
    assertThat(ImageLocation.offered(sent(receive(0, join)).elements())).isTrue();
    assertThat(session.locates()).isTrue();
  }

  @Test
  void aWtpThatDoesNotKnowTheElementNeverSeesIt() {
    ControlMessage response = sent(receive(0, new JoinRequest(ID, new WtpName("ap"))));
    assertThat(ImageLocation.offered(response.elements())).isFalse();
    assertThat(session.locates()).isFalse();
    List<ControllerAction> actions = receive(1, FOR_BLOCKS);
    assertThat(ImageLocation.in(sent(actions).elements())).isEmpty();
    assertThat(actions).anyMatch(SendBlock.class::isInstance);
  }

  @Test
  void aLocationStandsForBlocksAndBlocksFollowWhenTheyAreAskedFor() {
    receive(0, new JoinRequest(ID, new WtpName("ap"), ImageLocation.OFFER));
    List<ControllerAction> told = receive(1, FOR_EITHER);
    assertThat(ImageLocation.in(sent(told).elements())).contains(LOCATION);
    assertThat(told).noneMatch(SendBlock.class::isInstance);
    List<ControllerAction> asked = receive(2, FOR_BLOCKS);
    assertThat(ImageLocation.in(sent(asked).elements())).isEmpty();
    assertThat(asked).anyMatch(SendBlock.class::isInstance);
  }
}
