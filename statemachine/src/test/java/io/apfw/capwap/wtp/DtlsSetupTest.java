package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.message.JoinRequest;
import io.apfw.capwap.wtp.WtpAction.DtlsAbortSession;
import io.apfw.capwap.wtp.WtpEvent.DtlsAuthenticateFail;
import io.apfw.capwap.wtp.WtpEvent.DtlsEstablishFail;
import io.apfw.capwap.wtp.WtpEvent.DtlsEstablished;
import io.apfw.capwap.wtp.WtpEvent.DtlsPeerAuthorize;
import io.apfw.report.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

class DtlsSetupTest {
  private static Lab again(Lab lab) {
    lab.deadline();
    lab.on(new WtpEvent.ClearReceived(Lab.AC, 0, Lab.discoveryResponse("ac-1")));
    lab.deadline();
    assertThat(lab.state).isInstanceOf(WtpState.DtlsSetup.class);
    return lab;
  }

  @Test
  void dollar_aFailedSessionGoesBackToIdleAndIsCounted() {
    Lab lab = new Lab().inDtlsSetup(Lab.INVENTORY);
    List<WtpAction> actions = lab.on(new DtlsEstablishFail("no cipher"));
    assertThat(Lab.reports(actions))
        .startsWith(
            new Report.DtlsFailed(Lab.AC.address(), "no cipher"),
            new Report.ControllerRankedLast(Lab.AC.address(), 60_000),
            new Report.StateEntered("Idle"));
    assertThat(((WtpState.Discovery) lab.state).memory().failedDtlsSessions()).isEqualTo(1);
  }

  @Test
  void star_at_theThirdFailureSulksAndThenTheCountersAreCleared() {
    Lab lab = new Lab().inDtlsSetup(Lab.INVENTORY);
    lab.on(new DtlsEstablishFail("1"));
    again(lab).on(new DtlsEstablishFail("2"));
    again(lab).on(new DtlsEstablishFail("3"));
    assertThat(lab.state).isInstanceOf(WtpState.Sulking.class);
    lab.pass(30_000);
    assertThat(((WtpState.Discovery) lab.state).memory().failedDtlsSessions()).isZero();
  }

  @Test
  void dollar_waitDtlsAbortsTheSession() {
    Lab lab = new Lab().inDtlsSetup(Lab.INVENTORY);
    assertThat(lab.pass(59_999)).isEmpty();
    assertThat(lab.pass(1)).startsWith(new DtlsAbortSession());
    assertThat(lab.state).isInstanceOf(WtpState.Discovery.class);
  }

  @Test
  void c_u_authenticationFailuresAreCountedApartAndSulkThroughDtlsTeardown() {
    Lab lab = new Lab().inDtlsSetup(Lab.INVENTORY);
    assertThat(Lab.stages(lab.on(new DtlsAuthenticateFail("not an AC"))))
        .containsExactly("DTLS Teardown", "Idle", "Discovery");
    again(lab).on(new DtlsEstablishFail("other counter"));
    again(lab).on(new DtlsAuthenticateFail("not an AC"));
    assertThat(Lab.stages(again(lab).on(new DtlsAuthenticateFail("not an AC"))))
        .containsExactly("DTLS Teardown", "Sulking");
  }

  @Test
  void fiveA_d_anAuthorizedPeerLeadsThroughDtlsConnectToJoin() {
    Lab lab = new Lab().inDtlsSetup(Lab.INVENTORY);
    assertThat(Lab.stages(lab.on(new DtlsPeerAuthorize()))).containsExactly("DTLS Connect");
    assertThat(Lab.stages(lab.on(new DtlsEstablished("ac-1")))).containsExactly("Join");
  }

  @Test
  void c_waitDtlsInDtlsConnectTearsDown() {
    Lab lab = new Lab().inDtlsSetup(Lab.INVENTORY);
    lab.pass(30_000);
    lab.on(new DtlsPeerAuthorize());
    assertThat(lab.pass(29_999)).isEmpty();
    List<WtpAction> actions = lab.pass(1);
    assertThat(actions).startsWith(new DtlsAbortSession());
    assertThat(Lab.stages(actions)).startsWith("DTLS Teardown");
  }

  @Test
  void d_anEstablishedSessionForgetsTheFailedOnesAndSendsTheJoinRequest() {
    Lab lab = new Lab().inDtlsSetup(Lab.INVENTORY);
    lab.on(new DtlsEstablishFail("1"));
    List<WtpAction> actions = again(lab).on(new DtlsEstablished("ac-1"));
    assertThat(((WtpState.Join) lab.state).memory().failedDtlsSessions()).isZero();
    assertThat(Lab.sent(actions)).singleElement().isInstanceOf(JoinRequest.class);
  }

  @Test
  void twoSessionsHaveDifferentIds() {
    Lab lab = new Lab().inJoin(Lab.INVENTORY);
    Session first = lab.session();
    lab.on(new WtpEvent.DtlsPeerDisconnect());
    again(lab).on(new DtlsEstablished("ac-1"));
    assertThat(first.id().length()).isEqualTo(16);
    assertThat(lab.session().id()).isNotEqualTo(first.id());
  }
}
