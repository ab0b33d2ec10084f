package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.controller.ImageFile;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * RFC 5415 section 9.1, cases 2 to 4, and 9.2, by the whole agent; case 1 is JoinAndUpgradeTest.
 */
class FirmwareTest {
  private static final String RUNNING = "17.3.3.26";
  private static final String WANTED = "17.9.4.27";

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

  private RunningAgent inRun() throws Exception {
    lab.startController(DataChannel.CLEAR, RUNNING, lab.image("ap1g8", WANTED));
    return bootToRun();
  }

  /** Both sides are in Run: the AC is there first, the WTP with the answer to its keep-alive. */
  private RunningAgent bootToRun() throws Exception {
    RunningAgent agent = lab.boot();
    agent.awaitLine("CAPWAP State: Run");
    return agent;
  }

  private RunningAgent predownloaded() throws Exception {
    RunningAgent agent = inRun();
    lab.controller().predownloadAll(WANTED);
    lab.awaitNote(new ControllerNote.ConfigurationAnswered(0));
    assertThat(lab.note(ControllerNote.TransferAnswered.class).resultCode()).isZero();
    return agent;
  }

  @Test
  void case3_theImageIsFetchedInRunAndBootedByTheResetRequestThatNamesIt() throws Exception {
    RunningAgent agent = predownloaded();
    agent.awaitLine("Last block stored, IsPre 1");
    agent.awaitLine("Image signing verify success.");
    assertThat(lab.storage().boot().status().environment().first()).isEqualTo(SlotId.PART2);
    assertThat(lab.storage().table().row(SlotId.PART1).state()).isEqualTo(SlotState.VERIFIED);

    lab.controller().resetAllTo(WANTED);
    lab.awaitNote(new ControllerNote.ResetAnswered(0));
    assertThat(agent.awaitEnd()).isEqualTo(ExitCode.OK);
    assertThat(lab.storage().boot().status().environment().first()).isEqualTo(SlotId.PART1);
    assertThat(Arrays.copyOf(Files.readAllBytes(lab.part1), lab.payload.length))
        .isEqualTo(lab.payload);
  }

  @Test
  void case4_anImageThatIsThereIsNotFetchedAgain() throws Exception {
    RunningAgent agent = predownloaded();
    for (String present : new String[] {WANTED, RUNNING}) {
      lab.controller().predownloadAll(present);
      lab.awaitNote(new ControllerNote.ConfigurationAnswered(17));
    }
    agent.stop();
  }

  @Test
  void case2_anImageThatIsThereIsBootedAtTheNextJoinWithoutATransfer() throws Exception {
    predownloaded().stop();
    lab.restartController(DataChannel.CLEAR, WANTED, lab.image("ap1g8", WANTED));

    RunningAgent second = lab.boot();
    assertThat(second.awaitEnd()).isEqualTo(ExitCode.OK);
    assertThat(lab.controller().sentBytes()).isZero();
    assertThat(lab.storage().boot().status().environment().first()).isEqualTo(SlotId.PART1);
  }

  @Test
  void withoutAResetTheApStaysWhatItIsAfterAPowerCutToo() throws Exception {
    predownloaded().stop();
    assertThat(lab.bootLoader()).isEqualTo(SlotId.PART2);
    lab.restartController(DataChannel.CLEAR, "", lab.image("ap1g8", WANTED));
    RunningAgent second = bootToRun();
    lab.controller().predownloadAll(WANTED);
    lab.awaitNote(new ControllerNote.ConfigurationAnswered(17));
    second.stop();
    assertThat(lab.controller().sentBytes()).isZero();
    assertThat(lab.storage().boot().status().environment().first()).isEqualTo(SlotId.PART2);
  }

  @Test
  void theRunningVersionIsAPlainReboot() throws Exception {
    RunningAgent agent = predownloaded();
    lab.controller().resetAllTo(RUNNING);
    lab.awaitNote(new ControllerNote.ResetAnswered(0));
    agent.awaitLine("Rebooting (reason : Controller Reload command)");
    assertThat(agent.awaitEnd()).isEqualTo(ExitCode.OK);
    assertThat(lab.storage().boot().status().environment().first()).isEqualTo(SlotId.PART2);
  }

  @Test
  void anUnknownVersionIsRefusedAndTheApRebootsWithoutActivatingAnything() throws Exception {
    RunningAgent agent = predownloaded();
    lab.controller().resetAllTo("18.1.1.1");
    lab.awaitNote(new ControllerNote.ResetAnswered(11));
    assertThat(agent.awaitEnd()).isEqualTo(ExitCode.OK);
    assertThat(lab.storage().boot().status().environment().first()).isEqualTo(SlotId.PART2);
  }

  @Test
  void aWrongMd5IsRefusedWith14AndTheApStaysInRun() throws Exception {
    Path image = lab.image("ap1g8", WANTED);
    ImageFile lie = new ImageFile("ap1g8", Files.size(image), Octets.hex("5a".repeat(16)));
    lab.startController(DataChannel.CLEAR, RUNNING, image, lie);
    RunningAgent agent = bootToRun();
    lab.controller().predownloadAll(WANTED);
    assertThat(lab.note(ControllerNote.TransferAnswered.class).resultCode()).isEqualTo(14);
    agent.awaitLine("E140 ANNOUNCED_MD5_MISMATCH");
    assertThat(lab.storage().table().row(SlotId.PART1).state()).isEqualTo(SlotState.BAD);

    agent.awaitLine("image download: next try in");
    lab.predownloadWhenRested(WANTED);
    agent.awaitLine("E206 OFFER_UNCHANGED");
    agent.stop();
  }

  @Test
  void anImageThatFailedIsNotFetchedAgainUntilTheQuarantineIsCleared() throws Exception {
    Path image = lab.image("ap1g8", WANTED);
    ImageFile lie = new ImageFile("ap1g8", Files.size(image), Octets.hex("5a".repeat(16)));
    lab.startController(DataChannel.CLEAR, WANTED, image, lie);
    RunningAgent agent = lab.boot();
    agent.awaitLine("E140 ANNOUNCED_MD5_MISMATCH");
    agent.awaitLine("Image 17.9.4.27 failed before and is not fetched again");
    agent.awaitLine("CAPWAP State: Run");
    assertThat(lab.apfw("quarantine")).contains(WANTED, "E140");
    assertThat(lab.note(ControllerNote.EventTold.class).elements())
        .singleElement()
        .isInstanceOfSatisfying(
            VendorSpecificPayload.class,
            told -> assertThat(told.data().hex()).startsWith("01" + "02" + "00ce"));
    agent.stop();

    RunningAgent second = lab.boot();
    second.awaitLine("Image 17.9.4.27 failed before and is not fetched again");
    second.awaitLine("CAPWAP State: Run");
    assertThat(lab.apfw("quarantine", "clear", "--json")).contains("\"failures\":1");
    second.awaitLine("the version that was put off may be fetched now");
    second.awaitLine("CAPWAP State: Image Data");
    second.stop();
  }
}
