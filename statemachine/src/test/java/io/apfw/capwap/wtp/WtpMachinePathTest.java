package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ChangeStateEventResponse;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wire.message.MessageGrammar;
import io.apfw.report.Report;
import io.apfw.report.Report.StateEntered;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two drills, step by step, against an AC whose every word is written here. */
class WtpMachinePathTest {
  private static final String AC = Lab.AC.address();

  private static Lab upgrade(long entropy) {
    Lab lab = new Lab(Lab.config(), entropy).inImageData();
    lab.on(new WtpEvent.UpdateReady());
    lab.answer(new ImageDataResponse(ResultCode.SUCCESS));
    for (int i = 0; i < 3; i++) {
      lab.block("data" + i, false);
      lab.on(new WtpEvent.BlockAccepted(i));
    }
    lab.block("end", true);
    lab.on(new WtpEvent.UpdateVerified());
    lab.on(new WtpEvent.UpdateActivated());
    return lab;
  }

  @Test
  void joinAndUpgradeReportsInTheOrderOfTheCapture() {
    assertThat(upgrade(42).reports())
        .containsExactly(
            new StateEntered("Idle"),
            new StateEntered("Discovery"),
            new Report.Discovered(AC, "ac-1"),
            new StateEntered("DTLS Setup"),
            new StateEntered("Join"),
            new StateEntered("Image Data"),
            new Report.VersionsCompared(Lab.RUNNING, "8.10.130.0", Lab.WANTED),
            new Report.VersionVerdict(false),
            new Report.ImageRequested(AC, "ap1g8", 0),
            new Report.ImageAnswered(AC, 0),
            new Report.BlockReceived(1, 5),
            new Report.BlockReceived(2, 10),
            new Report.BlockReceived(3, 15),
            new Report.BlockReceived(4, 18),
            new Report.TransferEnded(4, 18, 3),
            new StateEntered("Reset"),
            new StateEntered("DTLS Teardown"),
            new Report.Rebooting("Image Upgrade"));
  }

  @Test
  void joinAndUpgradeActsInOrder() {
    List<String> acts =
        upgrade(42).actions.stream()
            .filter(action -> !(action instanceof WtpAction.Say))
            .map(action -> action.getClass().getSimpleName())
            .toList();
    assertThat(acts)
        .containsExactly(
            "FindControllers",
            "SendClear",
            "SendClear",
            "DtlsMtuUpdate",
            "DtlsStart",
            "SendControl",
            "OfferUpdate",
            "SendControl",
            "AppendBlock",
            "SendControl",
            "AppendBlock",
            "SendControl",
            "AppendBlock",
            "SendControl",
            "AppendBlock",
            "SendControl",
            "ActivateUpdate",
            "DtlsShutdown",
            "CloseDataChannel",
            "Reboot");
  }

  @Test
  void afterTheRebootTheSameAcLeadsToRun() {
    Lab lab = new Lab().inJoin(Lab.INVENTORY);
    List<WtpAction> configure = lab.answer(Lab.joinResponse(Lab.RUNNING));
    assertThat(Lab.reports(configure))
        .containsExactly(
            new Report.VersionsCompared(Lab.RUNNING, "8.10.130.0", Lab.RUNNING),
            new Report.VersionVerdict(true),
            new StateEntered("Configure"));
    lab.answer(Lab.configurationStatusResponse(20, 30));
    lab.answer(new ChangeStateEventResponse());
    lab.on(new WtpEvent.DataChannelOpened());
    List<WtpAction> run = lab.on(new WtpEvent.DataKeepAliveReceived(lab.session().id()));
    assertThat(run)
        .containsExactly(
            new WtpAction.Say(new Report.DataChannelUp(AC, false)),
            new WtpAction.Say(new StateEntered("Run")),
            new WtpAction.PeerProved());
  }

  @Test
  void imageDownloadCannotStartReportsInTheOrderOfTheCapture() {
    Lab lab = new Lab().receiving();
    WtpEvent raised = new WtpEvent.WtpEventRaised(ResultCode.SUCCESS);
    lab.actions.clear();
    lab.pass(8_000);
    lab.on(raised);
    lab.pass(22_000);
    lab.on(new WtpEvent.UpdateAborted());
    assertThat(lab.reports().subList(0, 6))
        .containsExactly(
            new Report.MessageDiscarded("CAPWAP_WTP_EVENT_REQUEST", 9, "Image Data", 10),
            new Report.Restarting("image download cannot start"),
            new StateEntered("DTLS Teardown"),
            new Report.MessageDiscarded("CAPWAP_WTP_EVENT_REQUEST", 9, "DTLS Teardown", 4),
            new StateEntered("Idle"),
            lab.reports().get(5));
    assertThat(lab.reports().get(5)).isInstanceOf(Report.BackingOff.class);
    assertThat(lab.actions)
        .contains(
            new WtpAction.AbortUpdate(
                new UpdateFailure(
                    Cause.DOWNLOAD_CANNOT_START, "accepted, no block within 30000 ms")));
    assertThat(((WtpState.Idle) lab.state).memory().eventsDiscarded()).isEqualTo(2);
  }

  @Test
  void theSameEntropyGivesTheSameSteps() {
    assertThat(upgrade(7).actions).isEqualTo(upgrade(7).actions).isNotEqualTo(upgrade(8).actions);
  }

  @Test
  void whatTheWtpSendsFollowsTheGrammar() {
    Lab lab = upgrade(42);
    Lab run = new Lab().inRun();
    run.pass(100_000);
    List<ControlMessage> sent = new java.util.ArrayList<>(Lab.sent(lab.actions));
    sent.addAll(Lab.sent(run.actions));
    lab.actions.stream()
        .filter(WtpAction.SendClear.class::isInstance)
        .forEach(action -> sent.add(((WtpAction.SendClear) action).message()));
    assertThat(sent).hasSizeGreaterThan(10);
    assertThat(sent)
        .allSatisfy(
            message ->
                assertThat(MessageGrammar.of(message.type()).orElseThrow().violations(message))
                    .isEmpty());
  }
}
