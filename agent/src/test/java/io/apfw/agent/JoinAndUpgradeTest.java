package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.capwap.wire.element.WtpRebootStatistics;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ControlMessageCodec;
import io.apfw.capwap.wire.message.Decoded;
import io.apfw.capwap.wire.message.JoinRequest;
import io.apfw.capwap.wtp.Reboots;
import io.apfw.capwap.wtp.RunEnd;
import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.journal.UpdatePhase;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotState;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole agent against the drill controller: real UDP, DTLS, files and scripts; a small image.
 */
class JoinAndUpgradeTest {
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

  @ParameterizedTest
  @EnumSource
  void joinsUpgradesRebootsAndPassesItsTrial(DataChannel channel) throws Exception {
    byte[] part2 = Files.readAllBytes(lab.part2);
    List<ControlMessage> messages = new CopyOnWriteArrayList<>();
    lab.tap((from, to, packet) -> messages(packet).ifPresent(messages::add));
    lab.startController(channel, "17.9.4.27", lab.image("ap1g8", "17.9.4.27"));

    assertThat(lab.boot().awaitEnd()).isEqualTo(ExitCode.OK);
    assertThat(lab.note(ControllerNote.TransferAnswered.class).resultCode()).isZero();
    assertThat(lab.storage().boot().status().environment().entry(SlotId.PART1))
        .isEqualTo(BootEntry.onTrial(3));

    RunningAgent second = lab.boot();
    lab.awaitNote(new ControllerNote.StateEntered(AcState.RUN));
    second.awaitLine("Trial passed: part1 is good, version 17.9.4.27");
    // "AP Image upgraded", as controllers number it, and the RFC's AC Initiated.
    lab.awaitNote(
        new ControllerNote.EventTold(List.of(new VendorSpecificPayload(9, 2, Octets.hex("010b")))));
    assertThat(second.stop()).isEqualTo(ExitCode.OK);

    assertThat(messages)
        .filteredOn(JoinRequest.class::isInstance)
        .extracting(join -> join.first(WtpRebootStatistics.class).orElseThrow())
        .containsExactly(Reboots.NONE.element(), Reboots.NONE.after(RunEnd.AC_IMAGE).element());
    assertThat(lab.note(ControllerNote.DataChannelUp.class).channel()).isEqualTo(channel);
    assertThat(lab.storage().boot().status().environment().entry(SlotId.PART1))
        .isEqualTo(BootEntry.GOOD);
    assertThat(lab.storage().table().row(SlotId.PART1).state()).isEqualTo(SlotState.GOOD);
    assertThat(lab.storage().journal().read().phase()).isEqualTo(UpdatePhase.COMMITTED);
    assertThat(lab.storage().floor().read()).isEqualTo(Laboratory.SECURITY_VERSION);
    assertThat(Arrays.copyOf(Files.readAllBytes(lab.part1), lab.payload.length))
        .isEqualTo(lab.payload);
    assertThat(Files.readAllBytes(lab.part2)).isEqualTo(part2);
  }

  /** What a packet of the control channel carries, if it is one and whole. */
  private static Optional<ControlMessage> messages(ByteBuffer packet) {
    return CapwapPacket.decode(packet) instanceof Parsed.Value<CapwapPacket> capwap
            && ControlMessageCodec.decode(capwap.value().payload())
                instanceof Parsed.Value<Decoded> decoded
        ? Optional.of(decoded.value().message())
        : Optional.empty();
  }

  @Test
  void anImageOfAnotherVersionIsRefusedAtItsManifestAndNotFetchedAgain() throws Exception {
    byte[] part1 = Files.readAllBytes(lab.part1);
    lab.startController(DataChannel.CLEAR, "17.9.4.27", lab.image("ap1g8", "17.9.4.26"));

    RunningAgent agent = lab.boot();
    agent.awaitLine("E131 VERSION_MISMATCH");
    agent.awaitLine("Image 17.9.4.27 failed before and is not fetched again");
    lab.awaitNote(new ControllerNote.StateEntered(AcState.RUN));
    agent.stop();

    assertThat(Files.readAllBytes(lab.part1)).isEqualTo(part1);
    assertThat(lab.storage().table().row(SlotId.PART1).state()).isEqualTo(SlotState.GOOD);
  }

  @Test
  void anImageThatIsNotBootedInTheEndFallsBackAndIsQuarantined() throws Exception {
    lab.startController(DataChannel.CLEAR, "17.9.4.27", lab.image("ap1g8", "17.9.4.27"));
    assertThat(lab.boot().awaitEnd()).isEqualTo(ExitCode.OK);
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(lab.bootLoader()).isEqualTo(SlotId.PART1); // and it never comes up
    }

    RunningAgent agent = lab.boot();
    agent.awaitLine("Fell back to part2, version 17.3.3.26");
    agent.awaitLine("Image 17.9.4.27 failed before and is not fetched again");
    lab.awaitNote(new ControllerNote.StateEntered(AcState.RUN));
    agent.stop();

    assertThat(lab.storage().journal().read().phase()).isEqualTo(UpdatePhase.ROLLED_BACK);
    assertThat(lab.storage().boot().status().environment().first()).isEqualTo(SlotId.PART2);
    assertThat(lab.storage().table().row(SlotId.PART1).state()).isEqualTo(SlotState.BAD);
  }
}
