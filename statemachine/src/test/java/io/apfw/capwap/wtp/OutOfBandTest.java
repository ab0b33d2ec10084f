package io.apfw.capwap.wtp;

import static io.apfw.capwap.wtp.Fetching.OK;
import static io.apfw.capwap.wtp.Fetching.aborts;
import static io.apfw.capwap.wtp.Fetching.failed;
import static io.apfw.capwap.wtp.Fetching.restartReason;
import static io.apfw.capwap.wtp.OutOfBand.LOCATION;
import static io.apfw.capwap.wtp.OutOfBand.THERE;
import static io.apfw.capwap.wtp.OutOfBand.elsewhere;
import static io.apfw.capwap.wtp.OutOfBand.elsewhereInRun;
import static io.apfw.capwap.wtp.OutOfBand.joined;
import static io.apfw.capwap.wtp.OutOfBand.lab;
import static io.apfw.capwap.wtp.OutOfBand.located;
import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.InitiateDownload;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ConfigurationUpdateRequest;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wtp.WtpAction.ActivateUpdate;
import io.apfw.capwap.wtp.WtpAction.FetchImage;
import io.apfw.capwap.wtp.WtpAction.ImageAnnounced;
import io.apfw.capwap.wtp.WtpAction.OfferUpdate;
import io.apfw.capwap.wtp.WtpEvent.DtlsPeerDisconnect;
import io.apfw.capwap.wtp.WtpEvent.UpdateAborted;
import io.apfw.capwap.wtp.WtpEvent.UpdateReady;
import io.apfw.capwap.wtp.WtpEvent.UpdateVerified;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure.Cause;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An image that the AC only says the location of, in Image Data and in Run. */
class OutOfBandTest {
  private static final ImageDataRequest FOR_BLOCKS =
      new ImageDataRequest(new ImageIdentifier(9, "ap1g8"), new InitiateDownload());
  private static final ImageDataRequest FOR_EITHER =
      new ImageDataRequest(
          new ImageIdentifier(9, "ap1g8"), new InitiateDownload(), ImageLocation.OFFER);

  @Test
  void f_theJoinRequestSaysThatTheWtpTakesLocations() {
    assertThat(joinOffers(lab(true))).isTrue();
    assertThat(joinOffers(lab(false))).isFalse();
  }

  @Test
  void f_bothSidesMustKnowTheElement() {
    assertThat(joined(lab(true), Lab.WANTED, true).session().locations()).isTrue();
    assertThat(joined(lab(true), Lab.WANTED, false).session().locations()).isFalse();
    assertThat(joined(lab(false), Lab.WANTED, true).session().locations()).isFalse();
  }

  @Test
  void f_theRequestOffersOnlyToAnAcThatKnowsTheElement() {
    assertThat(Lab.sent(joined(lab(true), Lab.WANTED, true).on(new UpdateReady())))
        .containsExactly(FOR_EITHER);
    assertThat(Lab.sent(joined(lab(true), Lab.WANTED, false).on(new UpdateReady())))
        .containsExactly(FOR_BLOCKS);
  }

  @Test
  void j_theImageIsFetchedFromWhereTheAcSaysWithWhatItAnnounces() {
    Lab lab = joined(lab(true), Lab.WANTED, true);
    lab.on(new UpdateReady());
    ImageInformation information = new ImageInformation(9, Octets.wrap(new byte[16]));
    List<WtpAction> actions =
        lab.answer(new ImageDataResponse(ResultCode.SUCCESS, information, LOCATION.toElement()));
    assertThat(actions)
        .containsSubsequence(new ImageAnnounced(information), new FetchImage(LOCATION));
    assertThat(Lab.reports(actions)).contains(new Report.ImageLocated(Lab.AC.address(), "ap1g8"));
    assertThat(lab.on(new UpdateVerified())).contains(new ActivateUpdate(Lab.WANTED));
  }

  @Test
  void j_echoesKeepTheSessionUpAndTheTimerForBlocksDoesNotRun() {
    Lab lab = elsewhere();
    assertThat(lab.passEchoing(1_799_999)).isEqualTo(59);
    assertThat(aborts(lab.actions)).isEmpty();
    assertThat(lab.state).isInstanceOf(WtpState.ImageData.class);
  }

  @Test
  void j_anAcThatAnswersWithBlocksIsTakenAtItsWord() {
    Lab lab = joined(lab(true), Lab.WANTED, true);
    lab.on(new UpdateReady());
    lab.answer(OK);
    assertThat(lab.block("all", true)).anyMatch(WtpAction.AppendBlock.class::isInstance);
  }

  @Test
  void j_aLocationThatWasNotAskedForIsPassedOver() {
    Lab lab = joined(lab(true), Lab.WANTED, false);
    lab.on(new UpdateReady());
    assertThat(lab.answer(THERE)).noneMatch(FetchImage.class::isInstance);
    assertThat(lab.block("all", true)).anyMatch(WtpAction.AppendBlock.class::isInstance);
  }

  @Test
  void j_aBlockBesideTheFetchHasNoPlace() {
    List<WtpAction> actions = elsewhere().block("a", false);
    assertThat(Lab.code(Lab.sent(actions).get(0))).isEqualTo(18);
    assertThat(actions).noneMatch(WtpAction.AppendBlock.class::isInstance);
  }

  @Test
  void j_whatCannotBeFetchedIsAskedForInBlocksOnceItIsTakenBack() {
    Lab lab = elsewhere();
    List<WtpAction> told = lab.on(failed(Cause.FILE_NOT_FOUND));
    assertThat(Lab.sent(told)).isEmpty();
    assertThat(Lab.reports(told))
        .containsExactly(
            new Report.ImageAskedInBlocks(
                Lab.AC.address(), "E211 FILE_NOT_FOUND: the server has no such file: test"));
    assertThat(lab.on(new UpdateAborted()))
        .singleElement()
        .satisfies(
            action -> assertThat(((OfferUpdate) action).offer().version()).isEqualTo(Lab.WANTED));
    assertThat(Lab.sent(lab.on(new UpdateReady()))).containsExactly(FOR_BLOCKS);
    lab.answer(OK);
    lab.block("all", true);
    assertThat(lab.on(new UpdateVerified())).contains(new ActivateUpdate(Lab.WANTED));
  }

  @Test
  void k_itFallsBackOnceOnly() {
    Lab lab = elsewhere();
    lab.on(failed(Cause.SERVER_UNREACHABLE));
    lab.on(new UpdateAborted());
    lab.on(new UpdateReady());
    assertThat(lab.answer(THERE)).noneMatch(FetchImage.class::isInstance);
    assertThat(aborts(lab.pass(30_000))).containsExactly(Cause.DOWNLOAD_CANNOT_START);
    assertThat(Lab.stages(lab.on(new UpdateAborted()))).containsExactly("Idle");
  }

  /** Every failure of the fetch, and none of the image or of this AP. */
  @ParameterizedTest
  @EnumSource(Cause.class)
  void jk_theFetchFallsBackAndTheImageDoesNot(Cause cause) {
    Lab lab = elsewhere();
    List<WtpAction> actions = lab.on(failed(cause));
    boolean fetch = cause.number() > 200 && cause.number() < 300 && cause != Cause.OFFER_UNCHANGED;
    if (fetch) {
      assertThat(lab.state).isInstanceOf(WtpState.ImageData.class);
      assertThat(restartReason(actions)).isEmpty();
    } else {
      assertThat(lab.state).isInstanceOf(WtpState.DtlsTeardown.class);
      assertThat(Lab.reports(actions)).noneMatch(Report.ImageAskedInBlocks.class::isInstance);
    }
  }

  @Test
  void j_aFetchThatTakesTooLongIsTakenBackAndFallsBack() {
    Lab lab = elsewhere();
    lab.passEchoing(1_800_000);
    assertThat(aborts(lab.actions)).containsExactly(Cause.FETCH_DEADLINE);
    assertThat(lab.on(failed(Cause.FETCH_DEADLINE))).as("of that abort").isEmpty();
    assertThat(lab.on(new UpdateAborted())).anyMatch(OfferUpdate.class::isInstance);
  }

  @Test
  void k_anUpdateThatIsNeverTakenBackIsBounded() {
    Lab lab = elsewhere();
    lab.on(failed(Cause.SERVER_SILENT));
    lab.passEchoing(120_000);
    assertThat(lab.state).isInstanceOf(WtpState.DtlsTeardown.class);
  }

  @Test
  void l_aLostAcTakesTheFetchAlong() {
    List<WtpAction> fetching = elsewhere().on(new DtlsPeerDisconnect());
    assertThat(aborts(fetching)).containsExactly(Cause.SOURCE_LOST);
    Lab back = elsewhere();
    back.on(failed(Cause.SERVER_SILENT));
    assertThat(Lab.stages(back.on(new DtlsPeerDisconnect()))).containsExactly("DTLS Teardown");
  }

  @Test
  void q_theConfigurationUpdateSaysWhereAndNoImageDataRequestIsSent() {
    Lab lab = joined(lab(true), Lab.RUNNING, true).toRun();
    assertThat(Lab.code(Lab.sent(lab.request(located())).get(0))).isZero();
    List<WtpAction> ready = lab.on(new UpdateReady());
    assertThat(ready).contains(new FetchImage(LOCATION));
    assertThat(Lab.sent(ready)).isEmpty();
    lab.passServed(300_000);
    assertThat(lab.state).isInstanceOf(WtpState.Run.class);
    lab.on(new UpdateVerified());
    assertThat(((WtpState.Run) lab.state).fetch()).isEmpty();
    assertThat(lab.actions).noneMatch(ActivateUpdate.class::isInstance);
  }

  @Test
  void q_withoutAnAgreementTheLocationIsPassedOver() {
    Lab lab = joined(lab(true), Lab.RUNNING, false).toRun();
    lab.request(located());
    assertThat(Lab.sent(lab.on(new UpdateReady()))).containsExactly(FOR_BLOCKS);
  }

  @Test
  void q_aConfigurationUpdateWithoutALocationMayGetOneInTheAnswer() {
    Lab lab = joined(lab(true), Lab.RUNNING, true).toRun();
    lab.request(new ConfigurationUpdateRequest(new ImageIdentifier(9, Lab.WANTED)));
    assertThat(Lab.sent(lab.on(new UpdateReady()))).containsExactly(FOR_EITHER);
    assertThat(lab.answer(THERE)).contains(new FetchImage(LOCATION));
  }

  @Test
  void q_inRunItFallsBackTheSameWay() {
    Lab lab = elsewhereInRun();
    lab.on(failed(Cause.ANNOUNCED_SHA256_MISMATCH));
    assertThat(lab.on(new UpdateAborted())).anyMatch(OfferUpdate.class::isInstance);
    assertThat(Lab.sent(lab.on(new UpdateReady()))).containsExactly(FOR_BLOCKS);
    lab.answer(OK);
    lab.block("all", true);
    assertThat(Lab.sent(lab.on(new UpdateVerified()))).containsExactly(OK);
    assertThat(((WtpState.Run) lab.state).fetch()).isEmpty();
  }

  @Test
  void q_aBadImageEndsTheFetchAndBacksOff() {
    Lab lab = elsewhereInRun();
    lab.on(failed(Cause.SIGNATURE_BAD));
    List<WtpAction> cleaned = lab.on(new UpdateAborted());
    assertThat(cleaned).noneMatch(OfferUpdate.class::isInstance);
    assertThat(Lab.reports(cleaned)).hasAtLeastOneElementOfType(Report.BackingOff.class);
    assertThat(lab.state).isInstanceOf(WtpState.Run.class);
  }

  @Test
  void p_aLostSessionTakesItAlongInRunToo() {
    assertThat(aborts(elsewhereInRun().on(new DtlsPeerDisconnect())))
        .containsExactly(Cause.SOURCE_LOST);
  }

  @Test
  void r_aResetTakesItBackActivatesNothingAndReboots() {
    Lab lab = elsewhereInRun();
    List<WtpAction> actions = lab.request(Lab.resetRequest(Lab.WANTED));
    assertThat(Lab.code(Lab.sent(actions).get(0))).isEqualTo(11);
    assertThat(aborts(actions)).containsExactly(Cause.DOWNLOAD_ABORTED_BY_SOURCE);
  }

  private static boolean joinOffers(Lab lab) {
    lab.inDtlsSetup(Lab.INVENTORY);
    return Lab.sent(lab.on(new WtpEvent.DtlsEstablished("CN=ac-1"))).stream()
        .anyMatch(message -> ImageLocation.offered(message.elements()));
  }
}
