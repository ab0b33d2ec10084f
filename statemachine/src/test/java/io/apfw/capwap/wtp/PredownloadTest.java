package io.apfw.capwap.wtp;

import static io.apfw.capwap.wtp.Fetching.OK;
import static io.apfw.capwap.wtp.Fetching.aborts;
import static io.apfw.capwap.wtp.Fetching.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageBlock;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.InitiateDownload;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.capwap.wire.message.ConfigurationUpdateRequest;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wire.message.WtpEventRequest;
import io.apfw.capwap.wire.message.WtpEventResponse;
import io.apfw.capwap.wtp.WtpAction.ActivateUpdate;
import io.apfw.capwap.wtp.WtpAction.AppendBlock;
import io.apfw.capwap.wtp.WtpAction.OfferUpdate;
import io.apfw.capwap.wtp.WtpAction.Reboot;
import io.apfw.capwap.wtp.WtpAction.SendControl;
import io.apfw.capwap.wtp.WtpAction.SendDataKeepAlive;
import io.apfw.capwap.wtp.WtpEvent.BlockAccepted;
import io.apfw.capwap.wtp.WtpEvent.DataKeepAliveReceived;
import io.apfw.capwap.wtp.WtpEvent.DtlsPeerDisconnect;
import io.apfw.capwap.wtp.WtpEvent.InventoryChanged;
import io.apfw.capwap.wtp.WtpEvent.UpdateAborted;
import io.apfw.capwap.wtp.WtpEvent.UpdateReady;
import io.apfw.capwap.wtp.WtpEvent.UpdateVerified;
import io.apfw.capwap.wtp.WtpEvent.WtpEventRaised;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import io.apfw.update.UpdateFailure.Cause;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Firmware in Run: RFC 5415 section 9.1, cases 3 and 4, under transitions q, p and r. */
class PredownloadTest {
  private static ConfigurationUpdateRequest update(String version) {
    return new ConfigurationUpdateRequest(new ImageIdentifier(9, version));
  }

  private static long answered(Lab lab, ControlMessage request) {
    return Lab.code(Lab.sent(lab.request(request)).get(0));
  }

  private static Lab stored() {
    Lab lab = new Lab().receivingInRun();
    lab.block("all", true);
    lab.on(new InventoryChanged(Lab.INVENTORY.withStored(Lab.WANTED)));
    lab.on(new UpdateVerified());
    return lab;
  }

  @Test
  void q_case3_theAnswerGoesOutBeforeAnythingElseAndPrecheckBeforeTheRequest() {
    Lab lab = new Lab().inRun();
    List<WtpAction> asked = lab.request(update(Lab.WANTED));
    assertThat(Lab.code(Lab.sent(asked).get(0))).isZero();
    assertThat(asked.get(0)).isInstanceOf(SendControl.class);
    assertThat(asked)
        .filteredOn(OfferUpdate.class::isInstance)
        .singleElement()
        .satisfies(
            action -> {
              assertThat(((OfferUpdate) action).offer().version()).isEqualTo(Lab.WANTED);
              assertThat(((OfferUpdate) action).offer().predownload()).isTrue();
            });
    assertThat(Lab.sent(lab.on(new UpdateReady())))
        .containsExactly(
            new ImageDataRequest(new ImageIdentifier(9, "ap1g8"), new InitiateDownload()));
    assertThat(Lab.stages(lab.actions)).endsWith("Run");
  }

  @Test
  void q_case3_blocksAreTakenAnsweredAndVerifiedAndNothingIsActivated() {
    Lab lab = new Lab().receivingInRun();
    int sequence = lab.acSequence;
    assertThat(lab.block("a", false))
        .contains(new AppendBlock(sequence, Octets.utf8("a"), false))
        .noneMatch(SendControl.class::isInstance);
    assertThat(lab.on(new BlockAccepted(sequence))).containsExactly(new SendControl(sequence, OK));
    assertThat(Lab.sent(lab.block("b", true))).isEmpty();
    assertThat(lab.on(new UpdateVerified())).containsExactly(new SendControl(sequence + 1, OK));
    assertThat(lab.actions).noneMatch(ActivateUpdate.class::isInstance);
    assertThat(lab.pass(1)).isEmpty();
    assertThat(lab.state).isInstanceOf(WtpState.Run.class);
    assertThat(((WtpState.Run) lab.state).fetch()).isEmpty();
  }

  @Test
  void r_case3_theResetRequestThatNamesTheStoredImageBootsIt() {
    Lab lab = stored();
    List<WtpAction> actions = lab.request(Lab.resetRequest(Lab.WANTED));
    assertThat(Lab.code(Lab.sent(actions).get(0))).isZero();
    assertThat(actions).endsWith(new ActivateUpdate(Lab.WANTED));
    lab.on(new WtpEvent.UpdateActivated());
    assertThat(lab.on(new DtlsPeerDisconnect()))
        .endsWith(new Reboot("Image Upgrade", RunEnd.AC_IMAGE));
  }

  @Test
  void q_case4_whatIsThereIs17AndNothingIsAskedFor() {
    Lab lab = stored();
    lab.actions.clear();
    for (String present : List.of(Lab.WANTED, Lab.RUNNING)) {
      assertThat(answered(lab, update(present))).isEqualTo(17);
    }
    assertThat(lab.actions).noneMatch(OfferUpdate.class::isInstance);
  }

  @Test
  void q_onTrialTheAnswerIs12AndNothingIsFetched() {
    Inventory trial =
        new Inventory(Lab.RUNNING, Optional.of("x"), Optional.of("x"), Set.of(), true);
    Lab lab = new Lab().inRun();
    lab.on(new InventoryChanged(trial));
    lab.actions.clear();
    assertThat(answered(lab, update(Lab.WANTED))).isEqualTo(12);
    assertThat(lab.actions).noneMatch(OfferUpdate.class::isInstance);
  }

  @Test
  void q_aQuarantinedVersionIsAskedForForItMayBeAnotherImageByNow() {
    for (Inventory inventory : List.of(Lab.INVENTORY, Lab.INVENTORY.withStored(Lab.WANTED))) {
      Lab lab = new Lab().inRun();
      lab.on(new InventoryChanged(inventory.withQuarantined(Set.of(Lab.WANTED))));
      assertThat(answered(lab, update(Lab.WANTED))).isZero();
      assertThat(lab.actions).anyMatch(OfferUpdate.class::isInstance);
    }
  }

  @Test
  void q_aVersionThatLeavesQuarantineIsJoinedFor() {
    Lab lab = new Lab().inJoin(Lab.INVENTORY.withQuarantined(Set.of(Lab.WANTED)));
    lab.answer(Lab.joinResponse(Lab.WANTED));
    lab.toRun();
    assertThat(Lab.stages(lab.on(new InventoryChanged(Lab.INVENTORY)))).startsWith("DTLS Teardown");
  }

  @Test
  void q_aSecondRequestWhileOneIsFetched() {
    Lab lab = new Lab().predownloading();
    lab.actions.clear();
    assertThat(answered(lab, update(Lab.WANTED))).as("the same: it is on its way").isZero();
    assertThat(answered(lab, update("18.1.1.1"))).as("another").isEqualTo(12);
    assertThat(lab.actions).noneMatch(OfferUpdate.class::isInstance);
  }

  @Test
  void q_echoesKeepAlivesAndEventsGoOnBesideTheBlocks() {
    Lab lab = new Lab().receivingInRun();
    VendorSpecificPayload element = new VendorSpecificPayload(9, 1, Octets.EMPTY);
    int echoes = 0;
    int keepAlives = 0;
    for (int i = 0; i < 30; i++) {
      int sequence = lab.acSequence;
      lab.block("a", false);
      lab.on(new BlockAccepted(sequence));
      List<WtpAction> done = lab.pass(10_000);
      echoes += lab.serve(done);
      if (done.stream().anyMatch(SendDataKeepAlive.class::isInstance)) {
        keepAlives++;
        lab.on(new DataKeepAliveReceived(lab.session().id()));
      }
    }
    assertThat(echoes).isBetween(4, 5);
    assertThat(keepAlives).isBetween(9, 10);
    assertThat(Lab.sent(lab.on(new WtpEventRaised(element))))
        .containsExactly(new WtpEventRequest(element));
    int sequence = lab.acSequence;
    lab.block("b", false);
    assertThat(lab.on(new BlockAccepted(sequence)))
        .as("while our event waits for its answer")
        .containsExactly(new SendControl(sequence, OK));
  }

  @Test
  void q_theRequestForTheImageGoesBeforeTheEventsThatWait() {
    Lab lab = new Lab().predownloading();
    lab.on(new WtpEventRaised(new VendorSpecificPayload(9, 1, Octets.EMPTY)));
    lab.on(new WtpEventRaised(new VendorSpecificPayload(9, 2, Octets.EMPTY)));
    assertThat(Lab.sent(lab.on(new UpdateReady()))).as("one request at a time").isEmpty();
    assertThat(Lab.sent(lab.answer(new WtpEventResponse())))
        .singleElement()
        .isInstanceOf(ImageDataRequest.class);
    assertThat(Lab.sent(lab.answer(OK))).singleElement().isInstanceOf(WtpEventRequest.class);
  }

  @Test
  void q_aFailureIsToldInTheAnswerAndTheWtpStaysInRun() {
    Lab lab = new Lab().receivingInRun();
    lab.block("a", true);
    List<WtpAction> actions = lab.on(failed(Cause.SIGNATURE_BAD));
    assertThat(Lab.sent(actions)).singleElement().extracting(Lab::code).isEqualTo(14L);
    assertThat(aborts(actions)).isEmpty();
    assertThat(Lab.stages(actions)).isEmpty();
    assertThat(answered(lab, update(Lab.WANTED))).as("while it is taken back").isEqualTo(12);
  }

  @Test
  void q_theAcsAbortRefusalSilenceAndStallEndTheFetchOnly() {
    Lab aborted = new Lab().receivingInRun();
    aborted.block("a", false);
    aborted.on(new BlockAccepted(aborted.acSequence - 1));
    List<WtpAction> abort =
        aborted.request(Lab.imageData(new ImageBlock(ImageBlock.Kind.ABORT, Octets.EMPTY)));
    assertThat(Lab.sent(abort)).containsExactly(OK);
    assertThat(aborts(abort)).containsExactly(Cause.DOWNLOAD_ABORTED_BY_SOURCE);

    Lab refused = new Lab().predownloading();
    refused.on(new UpdateReady());
    assertThat(aborts(refused.answer(new ImageDataResponse(ResultCode.UNRECOGNIZED_REQUEST))))
        .containsExactly(Cause.DOWNLOAD_REFUSED);

    Lab silent = new Lab().receivingInRun();
    assertThat(aborts(silent.pass(30_000))).containsExactly(Cause.DOWNLOAD_CANNOT_START);

    Lab stalled = new Lab().receivingInRun();
    stalled.block("a", false);
    stalled.on(new BlockAccepted(stalled.acSequence - 1));
    assertThat(aborts(stalled.pass(30_000))).containsExactly(Cause.DOWNLOAD_STALLED);

    for (Lab lab : List.of(aborted, refused, silent, stalled)) {
      assertThat(lab.state).isInstanceOf(WtpState.Run.class);
    }
  }

  @Test
  void q_failuresBackOffBoundedWithJitterUntilOneSucceeds() {
    Lab lab = new Lab().inRun();
    long most = 10_000;
    for (int i = 0; i < 9; i++) {
      assertThat(answered(lab, update(Lab.WANTED))).isZero();
      lab.on(failed(Cause.PRECHECK_FAILED));
      List<WtpAction> cleaned = lab.on(new UpdateAborted());
      long millis = ((Report.BackingOff) Lab.reports(cleaned).get(0)).millis();
      assertThat(millis).isBetween(most / 2, most);
      most = Math.min(2 * most, 600_000);
      assertThat(answered(lab, update(Lab.WANTED))).as("too early").isEqualTo(12);
      lab.passServed(millis);
    }
    lab.request(update(Lab.WANTED));
    lab.on(new UpdateReady());
    lab.answer(OK);
    lab.block("all", true);
    lab.on(new UpdateVerified());
    assertThat(((WtpState.Run) lab.state).memory().failedDownloads()).isZero();
  }

  @Test
  void q_anUpdateThatNeverSaysItIsCleanedUpIsBounded() {
    Lab lab = new Lab().predownloading();
    lab.on(failed(Cause.PRECHECK_FAILED));
    lab.passServed(120_000 + 10_000);
    assertThat(answered(lab, update(Lab.WANTED))).isZero();
  }

  @Test
  void p_aLostSessionTakesAnUnfinishedFetchAlong() {
    Lab lab = new Lab().receivingInRun();
    List<WtpAction> actions = lab.on(new DtlsPeerDisconnect());
    assertThat(aborts(actions)).containsExactly(Cause.SOURCE_LOST);
    assertThat(Lab.stages(actions)).containsExactly("DTLS Teardown");
    assertThat(Lab.stages(lab.on(new UpdateAborted()))).containsExactly("Idle", "Discovery");
  }

  @Test
  void p_aCompleteImageOutlivesItsSession() {
    Lab lab = new Lab().receivingInRun();
    lab.block("all", true);
    List<WtpAction> actions = lab.on(new DtlsPeerDisconnect());
    assertThat(aborts(actions)).isEmpty();
    assertThat(Lab.stages(actions)).containsExactly("DTLS Teardown", "Idle", "Discovery");
  }

  @Test
  void p_allBytesWithoutALastBlockGoWithTheirSession() {
    Lab lab = new Lab().predownloading();
    lab.on(new UpdateReady());
    Octets noMd5 = Octets.wrap(new byte[ImageInformation.MD5_BYTES]);
    lab.answer(new ImageDataResponse(ResultCode.SUCCESS, new ImageInformation(3, noMd5)));
    int sequence = lab.acSequence;
    lab.block("all", false);
    lab.on(new BlockAccepted(sequence));
    List<WtpAction> actions = lab.on(new DtlsPeerDisconnect());
    assertThat(aborts(actions)).as("nothing else would end it").containsExactly(Cause.SOURCE_LOST);
    assertThat(Lab.stages(actions)).as("waits until it is clean").containsExactly("DTLS Teardown");
    assertThat(Lab.stages(lab.on(new UpdateAborted()))).containsExactly("Idle", "Discovery");
  }

  @Test
  void p_aFetchThatIsTakenBackIsWaitedFor() {
    Lab lab = new Lab().predownloading();
    lab.on(failed(Cause.PRECHECK_FAILED));
    assertThat(Lab.stages(lab.on(new DtlsPeerDisconnect()))).containsExactly("DTLS Teardown");
    assertThat(Lab.stages(lab.on(new UpdateAborted()))).containsExactly("Idle", "Discovery");
  }

  @Test
  void r_aResetDuringAFetchTakesItBackActivatesNothingAndReboots() {
    for (boolean acFirst : new boolean[] {true, false}) {
      Lab lab = new Lab().receivingInRun();
      List<WtpAction> actions = lab.request(Lab.resetRequest(Lab.WANTED));
      assertThat(Lab.code(Lab.sent(actions).get(0))).isEqualTo(11);
      assertThat(aborts(actions)).containsExactly(Cause.DOWNLOAD_ABORTED_BY_SOURCE);
      WtpEvent first = acFirst ? new DtlsPeerDisconnect() : new UpdateAborted();
      WtpEvent second = acFirst ? new UpdateAborted() : new DtlsPeerDisconnect();
      assertThat(lab.on(first)).noneMatch(Reboot.class::isInstance);
      assertThat(lab.on(second))
          .endsWith(new Reboot("Controller Reload command", RunEnd.AC_INITIATED));
      assertThat(lab.actions).noneMatch(ActivateUpdate.class::isInstance);
    }
  }

  @Test
  void stopTakesAFetchBackFirst() {
    Lab lab = new Lab().receivingInRun();
    lab.block("all", true);
    List<WtpAction> actions = lab.on(new WtpEvent.StopRequested("test", RunEnd.STOPPED));
    assertThat(aborts(actions)).containsExactly(Cause.STOPPED);
    assertThat(lab.on(new UpdateAborted())).endsWith(new WtpAction.Exit());
  }
}
