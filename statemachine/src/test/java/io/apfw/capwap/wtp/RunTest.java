package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.CapwapTimers;
import io.apfw.capwap.wire.element.DeleteWlan;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.UnknownElement;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.capwap.wire.message.ChangeStateEventRequest;
import io.apfw.capwap.wire.message.ChangeStateEventResponse;
import io.apfw.capwap.wire.message.ClearConfigurationRequest;
import io.apfw.capwap.wire.message.ConfigurationStatusRequest;
import io.apfw.capwap.wire.message.ConfigurationStatusResponse;
import io.apfw.capwap.wire.message.ConfigurationUpdateRequest;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.EchoRequest;
import io.apfw.capwap.wire.message.EchoResponse;
import io.apfw.capwap.wire.message.ResetRequest;
import io.apfw.capwap.wire.message.StationConfigurationRequest;
import io.apfw.capwap.wire.message.UnknownMessage;
import io.apfw.capwap.wire.message.WlanConfigurationRequest;
import io.apfw.capwap.wire.message.WtpEventRequest;
import io.apfw.capwap.wire.message.WtpEventResponse;
import io.apfw.capwap.wtp.WtpAction.ActivateUpdate;
import io.apfw.capwap.wtp.WtpAction.DtlsShutdown;
import io.apfw.capwap.wtp.WtpAction.OpenDataChannel;
import io.apfw.capwap.wtp.WtpAction.Reboot;
import io.apfw.capwap.wtp.WtpAction.SendControl;
import io.apfw.capwap.wtp.WtpAction.SendDataKeepAlive;
import io.apfw.capwap.wtp.WtpEvent.ControlReceived;
import io.apfw.capwap.wtp.WtpEvent.DataChannelFailed;
import io.apfw.capwap.wtp.WtpEvent.DataChannelOpened;
import io.apfw.capwap.wtp.WtpEvent.DataKeepAliveReceived;
import io.apfw.capwap.wtp.WtpEvent.InventoryChanged;
import io.apfw.capwap.wtp.WtpEvent.WtpEventRaised;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import io.apfw.update.UpdateFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Configure, Data Check, Run and Reset. */
class RunTest {
  private static long answered(Lab lab, ControlMessage request) {
    return Lab.code(Lab.sent(lab.request(request)).get(0));
  }

  private static Lab inRunWith(Inventory inventory) {
    Lab lab = new Lab().inRun();
    lab.on(new InventoryChanged(inventory));
    return lab;
  }

  // --- Configure ---

  @Test
  void g_configureSendsTheConfigurationStatusRequest() {
    Lab lab = new Lab().inConfigure();
    ControlMessage last = Lab.sent(lab.actions).get(Lab.sent(lab.actions).size() - 1);
    ConfigurationStatusRequest request = (ConfigurationStatusRequest) last;
    assertThat(request.acName().orElseThrow().name()).isEqualTo("ac-1");
    assertThat(request.radioAdministrativeStates()).hasSize(3);
  }

  @Test
  void h_anErrorInTheResponseResetsTheConnectionWithoutAReboot() {
    Lab lab = new Lab().inConfigure();
    List<WtpAction> actions =
        lab.answer(new ConfigurationStatusResponse(ResultCode.CONFIGURATION_SERVICE_NOT_PROVIDED));
    assertThat(Lab.stages(actions)).containsExactly("Reset", "DTLS Teardown", "Idle", "Discovery");
    assertThat(actions).noneMatch(Reboot.class::isInstance);
  }

  @Test
  void i_aLostSessionTearsDown() {
    assertThat(Lab.stages(new Lab().inConfigure().on(new WtpEvent.DtlsPeerDisconnect())))
        .startsWith("DTLS Teardown");
  }

  @Test
  void i_anAcThatNeverAnswersTearsDown() {
    Lab lab = new Lab().inConfigure();
    lab.pass(65_999);
    assertThat(lab.state).isInstanceOf(WtpState.Configure.class);
    assertThat(Lab.stages(lab.pass(1))).startsWith("DTLS Teardown");
  }

  @Test
  void m_aResponseStartsDataCheckWithAChangeStateEvent() {
    Lab lab = new Lab().inConfigure();
    List<WtpAction> actions = lab.answer(Lab.configurationStatusResponse(7, 11));
    assertThat(Lab.stages(actions)).containsExactly("Data Check");
    assertThat(Lab.sent(actions)).singleElement().isInstanceOf(ChangeStateEventRequest.class);
    assertThat(lab.session().echoMillis()).isEqualTo(11_000);
    assertThat(((WtpState.DataCheck) lab.state).memory().maxDiscoveryMillis()).isEqualTo(7_000);
  }

  @Test
  void m_timersOfZeroArePassedOver() {
    Lab lab = new Lab().inConfigure();
    lab.answer(Lab.configurationStatusResponse(0, 0));
    assertThat(lab.session().echoMillis()).isEqualTo(30_000);
    assertThat(((WtpState.DataCheck) lab.state).memory().maxDiscoveryMillis()).isEqualTo(20_000);
  }

  // --- Data Check ---

  @Test
  void o_theDataChannelIsOpenedWithTheResponseAndRunBeginsWithItsAnswer() {
    Lab lab = new Lab().inDataCheck();
    assertThat(lab.answer(new ChangeStateEventResponse()))
        .containsExactly(new OpenDataChannel(new Endpoint(Lab.AC.address(), 5247), false));
    assertThat(lab.on(new DataChannelOpened()))
        .containsExactly(new SendDataKeepAlive(lab.session().id()));
    assertThat(lab.on(new DataKeepAliveReceived(Octets.wrap(new byte[16]))))
        .as("the keep-alive of another session")
        .isEmpty();
    assertThat(lab.pass(3_000)).containsExactly(new SendDataKeepAlive(lab.session().id()));
    assertThat(Lab.stages(lab.on(new DataKeepAliveReceived(lab.session().id()))))
        .containsExactly("Run");
  }

  @Test
  void n_dataCheckIsBounded() {
    Lab lab = new Lab().inDataCheck();
    lab.answer(new ChangeStateEventResponse());
    lab.on(new DataChannelOpened());
    lab.pass(29_999);
    assertThat(lab.state).isInstanceOf(WtpState.DataCheck.class);
    assertThat(Lab.stages(lab.pass(1))).startsWith("DTLS Teardown");
  }

  @Test
  void n_aDataChannelThatFailsTearsDown() {
    Lab lab = new Lab().inDataCheck();
    lab.answer(new ChangeStateEventResponse());
    assertThat(Lab.stages(lab.on(new DataChannelFailed("refused")))).startsWith("DTLS Teardown");
  }

  // --- Run ---

  @Test
  void q_echoesAndKeepAlivesGoOnAndAreAnswered() {
    Lab lab = new Lab().inRun();
    int echoes = 0;
    int keepAlives = 0;
    lab.actions.clear();
    while (lab.now.getEpochSecond() < 3_600) {
      List<WtpAction> done = lab.deadline();
      echoes += lab.serve(done);
      if (done.stream().anyMatch(SendDataKeepAlive.class::isInstance)) {
        keepAlives++;
        lab.on(new DataKeepAliveReceived(lab.session().id()));
      }
    }
    assertThat(lab.state).isInstanceOf(WtpState.Run.class);
    assertThat(echoes).as("every 60 s, as the AC's CAPWAP Timers say").isBetween(57, 60);
    assertThat(keepAlives).isBetween(115, 120);
  }

  @Test
  void p_anAcThatAnswersNoEchoIsGivenUp() {
    Lab lab = new Lab().inRun();
    lab.actions.clear();
    while (lab.state instanceof WtpState.Run) {
      if (lab.deadline().stream().anyMatch(SendDataKeepAlive.class::isInstance)) {
        lab.on(new DataKeepAliveReceived(lab.session().id()));
      }
    }
    assertThat(lab.reports())
        .startsWith(
            new Report.NoAnswer(Lab.AC.address(), "Echo Request", 6),
            new Report.Restarting("no answer"),
            new Report.StateEntered("DTLS Teardown"));
    assertThat(Lab.sent(lab.actions)).hasSize(6).containsOnly(new EchoRequest());
  }

  @Test
  void p_aDeadDataChannelTearsDownAfterDataChannelDeadInterval() {
    Lab lab = new Lab().inRun();
    long start = lab.now.getEpochSecond();
    while (lab.state instanceof WtpState.Run) {
      if (lab.deadline().stream().anyMatch(SendControl.class::isInstance)) {
        lab.answer(new EchoResponse());
      }
    }
    assertThat(lab.now.getEpochSecond() - start).isEqualTo(30 + 60);
  }

  /** RFC 5415 4.4.1 and 4.5.3: the wait doubles, up to half the EchoInterval. */
  @Test
  void aKeepAliveWithoutAnswerIsRepeatedAsARequestIs() {
    Lab check = new Lab().inDataCheck();
    check.answer(new ChangeStateEventResponse());
    check.on(new DataChannelOpened());
    assertThat(keepAliveSeconds(check)).startsWith(3L, 9L, 21L).hasSize(3);

    Lab run = new Lab().inRun();
    assertThat(keepAliveSeconds(run)).startsWith(30L, 33L, 39L, 51L, 75L).hasSize(5);
  }

  /** When keep-alives go out from now on, until the session is given up for want of an answer. */
  private static List<Long> keepAliveSeconds(Lab lab) {
    Class<?> state = lab.state.getClass();
    Instant start = lab.now;
    List<Long> seconds = new ArrayList<>();
    while (state.isInstance(lab.state)) {
      List<WtpAction> done = lab.deadline();
      lab.serve(done);
      if (done.stream().anyMatch(SendDataKeepAlive.class::isInstance)) {
        seconds.add(Duration.between(start, lab.now).toSeconds());
      }
    }
    return seconds;
  }

  @Test
  void p_aLostDataChannelTearsDown() {
    assertThat(Lab.stages(new Lab().inRun().on(new DataChannelFailed("closed"))))
        .startsWith("DTLS Teardown");
  }

  @Test
  void q_eventsAreSentOneAtATimeInOrder() {
    Lab lab = new Lab().inRun();
    MessageElement one = new VendorSpecificPayload(9, 1, Octets.utf8("1"));
    MessageElement two = new VendorSpecificPayload(9, 1, Octets.utf8("2"));
    assertThat(Lab.sent(lab.on(new WtpEventRaised(one)))).containsExactly(new WtpEventRequest(one));
    assertThat(Lab.sent(lab.on(new WtpEventRaised(two)))).isEmpty();
    assertThat(Lab.sent(lab.answer(new WtpEventResponse())))
        .containsExactly(new WtpEventRequest(two));
  }

  @Test
  void q_eventsThatWaitAreBoundedAndTheOldestGivesWay() {
    Lab lab = new Lab().inRun();
    List<WtpAction> actions = new ArrayList<>();
    for (int i = 0; i < 18; i++) {
      actions.addAll(lab.on(new WtpEventRaised(new VendorSpecificPayload(9, i, Octets.EMPTY))));
    }
    WtpState.Run run = (WtpState.Run) lab.state;
    assertThat(run.telling().events()).hasSize(16);
    assertThat(((VendorSpecificPayload) run.telling().events().get(0)).elementId()).isEqualTo(2);
    assertThat(Lab.reports(actions))
        .containsExactly(new Report.MessageDiscarded("CAPWAP_WTP_EVENT_REQUEST", 9, "Run", 11));
  }

  @Test
  void q_aVersionThatTheTrialPutOffIsJoinedForOnceTheTrialHasPassed() {
    Inventory trial =
        new Inventory(Lab.RUNNING, Optional.of("8.10.130.0"), Optional.empty(), Set.of(), true);
    for (String wanted : List.of(Lab.WANTED, Lab.RUNNING)) {
      Lab lab = new Lab().inJoin(trial);
      lab.answer(Lab.joinResponse(wanted));
      lab.toRun();
      List<WtpAction> actions = lab.on(new InventoryChanged(trial.confirmed()));
      assertThat(Lab.stages(actions).contains("DTLS Teardown"))
          .isEqualTo(wanted.equals(Lab.WANTED));
    }
  }

  @Test
  void q_configurationUpdatesAreAnsweredAndTimersApply() {
    Lab lab = new Lab().inRun();
    assertThat(answered(lab, new ConfigurationUpdateRequest(new CapwapTimers(9, 5)))).isZero();
    assertThat(lab.session().echoMillis()).isEqualTo(5_000);
    assertThat(Lab.sent(lab.pass(5_000))).contains(new EchoRequest());
    assertThat(answered(lab, new ClearConfigurationRequest())).isZero();
    assertThat(lab.session().echoMillis()).isEqualTo(30_000);
    assertThat(((WtpState.Run) lab.state).memory().maxDiscoveryMillis()).isEqualTo(20_000);
  }

  @Test
  void q_whatTheAgentCannotDoIsSaid() {
    Lab lab = new Lab().inRun();
    assertThat(answered(lab, new StationConfigurationRequest())).isEqualTo(13);
    assertThat(answered(lab, new WlanConfigurationRequest(new DeleteWlan(1, 1)))).isEqualTo(13);
    List<WtpAction> unknown = lab.request(new UnknownMessage(0x0102_0301, List.of()));
    assertThat(Lab.sent(unknown))
        .containsExactly(new UnknownMessage(0x0102_0302, List.of(ResultCode.UNRECOGNIZED_REQUEST)));
    assertThat(answered(lab, new ResetRequest())).as("no Image Identifier").isEqualTo(20);
    assertThat(
            answered(
                lab, new ConfigurationUpdateRequest(new UnknownElement(999, Octets.utf8("x")))))
        .isEqualTo(21);
    assertThat(lab.on(new ControlReceived(77, new UnknownMessage(0x0102_0304, List.of()))))
        .as("an unknown response")
        .isEmpty();
    assertThat(lab.request(new EchoRequest())).as("its response can carry no code").isEmpty();
    assertThat(lab.state).isInstanceOf(WtpState.Run.class);
  }

  @Test
  void q_aRepeatedRequestIsAnsweredFromTheCacheAndAnOlderOneIgnored() {
    Lab lab = new Lab().inRun();
    lab.acSequence = 5;
    List<WtpAction> first = lab.request(new ConfigurationUpdateRequest(new CapwapTimers(9, 5)));
    lab.on(new InventoryChanged(Lab.INVENTORY));
    lab.acSequence = 5;
    assertThat(lab.request(new ConfigurationUpdateRequest(new CapwapTimers(9, 99))))
        .isEqualTo(first);
    assertThat(lab.session().echoMillis()).as("not processed again").isEqualTo(5_000);
    lab.acSequence = 4;
    assertThat(lab.request(new ClearConfigurationRequest())).isEmpty();
  }

  // --- Reset ---

  @Test
  void r_s_aStoredVersionIsAnsweredActivatedTornDownAndBootedInThisOrder() {
    Lab lab = inRunWith(Lab.INVENTORY.withStored(Lab.WANTED));
    List<WtpAction> actions = lab.request(Lab.resetRequest(Lab.WANTED));
    assertThat(Lab.code(Lab.sent(actions).get(0))).isZero();
    assertThat(actions.get(0)).isInstanceOf(SendControl.class);
    assertThat(actions).endsWith(new ActivateUpdate(Lab.WANTED));
    assertThat(lab.state).isInstanceOf(WtpState.Reset.class);
    List<WtpAction> activated = lab.on(new WtpEvent.UpdateActivated());
    assertThat(Lab.stages(activated)).containsExactly("DTLS Teardown");
    assertThat(activated).as("closing is the AC's part").doesNotContain(new DtlsShutdown());
    assertThat(lab.on(new WtpEvent.DtlsPeerDisconnect()))
        .endsWith(new Reboot("Image Upgrade", RunEnd.AC_IMAGE));
  }

  @Test
  void r_anAcThatClosesEarlyDoesNotStopTheActivation() {
    Lab lab = inRunWith(Lab.INVENTORY.withStored(Lab.WANTED));
    lab.request(Lab.resetRequest(Lab.WANTED));
    lab.on(new WtpEvent.DtlsPeerDisconnect());
    assertThat(lab.state).isInstanceOf(WtpState.Reset.class);
    assertThat(lab.on(new WtpEvent.UpdateActivated()))
        .endsWith(new Reboot("Image Upgrade", RunEnd.AC_IMAGE));
  }

  @Test
  void s_aRepeatedResetRequestIsAnsweredAgainUntilDtlsSessionDelete() {
    Lab lab = new Lab().inRun();
    List<WtpAction> first = lab.request(Lab.resetRequest(Lab.RUNNING));
    assertThat(Lab.stages(first)).containsExactly("Reset", "DTLS Teardown");
    lab.acSequence--;
    assertThat(lab.request(Lab.resetRequest(Lab.RUNNING))).containsExactly(first.get(0));
    assertThat(lab.pass(4_999)).isEmpty();
    assertThat(lab.pass(1))
        .contains(new DtlsShutdown())
        .endsWith(new Reboot("Controller Reload command", RunEnd.AC_INITIATED));
  }

  @Test
  void r_aVersionThatIsNotThereIsRefusedAndTheWtpRebootsAllTheSame() {
    Lab lab = inRunWith(Lab.INVENTORY.withStored(Lab.WANTED));
    List<WtpAction> actions = lab.request(Lab.resetRequest("18.1.1.1"));
    assertThat(Lab.code(Lab.sent(actions).get(0))).isEqualTo(11);
    assertThat(actions).noneMatch(ActivateUpdate.class::isInstance);
    assertThat(lab.pass(5_000))
        .endsWith(new Reboot("Controller Reload command", RunEnd.AC_INITIATED));
  }

  @Test
  void r_onTrialOrQuarantinedNothingIsActivated() {
    Inventory trial =
        new Inventory(
            Lab.RUNNING, Optional.of(Lab.WANTED), Optional.of(Lab.WANTED), Set.of(), true);
    Inventory quarantined =
        Lab.INVENTORY.withStored(Lab.WANTED).withQuarantined(Set.of(Lab.WANTED));
    for (Inventory inventory : List.of(trial, quarantined)) {
      List<WtpAction> actions = inRunWith(inventory).request(Lab.resetRequest(Lab.WANTED));
      assertThat(Lab.code(Lab.sent(actions).get(0))).isEqualTo(11);
      assertThat(actions).noneMatch(ActivateUpdate.class::isInstance);
    }
  }

  @Test
  void r_aFailedActivationRebootsAllTheSameOnceItIsCleanedUp() {
    Lab lab = inRunWith(Lab.INVENTORY.withStored(Lab.WANTED));
    lab.request(Lab.resetRequest(Lab.WANTED));
    lab.on(
        new WtpEvent.UpdateFailed(
            new UpdateFailure(UpdateFailure.Cause.PAYLOAD_MISMATCH, "part1")));
    assertThat(lab.state).isInstanceOf(WtpState.DtlsTeardown.class);
    assertThat(lab.on(new WtpEvent.UpdateAborted()))
        .endsWith(new Reboot("Controller Reload command", RunEnd.AC_INITIATED));
  }

  @Test
  void s_anActivationThatHangsIsBounded() {
    Lab lab = inRunWith(Lab.INVENTORY.withStored(Lab.WANTED));
    lab.request(Lab.resetRequest(Lab.WANTED));
    assertThat(lab.pass(299_999)).isEmpty();
    assertThat(Lab.stages(lab.pass(1))).containsExactly("DTLS Teardown");
  }

  @Test
  void r_alsoFromConfigureAndDataCheck() {
    for (Lab lab : List.of(new Lab().inConfigure(), new Lab().inDataCheck())) {
      assertThat(Lab.stages(lab.request(Lab.resetRequest(Lab.RUNNING))))
          .containsExactly("Reset", "DTLS Teardown");
    }
    assertThat(answered(new Lab().inJoin(Lab.INVENTORY), Lab.resetRequest(Lab.RUNNING)))
        .isEqualTo(18);
  }
}
