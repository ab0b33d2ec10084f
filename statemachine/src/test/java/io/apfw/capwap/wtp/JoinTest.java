package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.element.AcDescriptor;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.JoinResponse;
import io.apfw.capwap.wtp.WtpAction.ActivateUpdate;
import io.apfw.capwap.wtp.WtpAction.DtlsShutdown;
import io.apfw.capwap.wtp.WtpAction.OfferUpdate;
import io.apfw.capwap.wtp.WtpAction.Reboot;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import io.apfw.update.UpdateFailure;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinTest {
  private static final Inventory STORED = Lab.INVENTORY.withStored(Lab.WANTED);

  private static List<WtpAction> answered(Inventory inventory, String wanted) {
    return new Lab().inJoin(inventory).answer(Lab.joinResponse(wanted));
  }

  @Test
  void f_joinResponseWithAnotherVersionStartsImageData() {
    List<WtpAction> actions = answered(Lab.INVENTORY, Lab.WANTED);
    assertThat(Lab.reports(actions))
        .containsExactly(
            new Report.StateEntered("Image Data"),
            new Report.VersionsCompared(Lab.RUNNING, "8.10.130.0", Lab.WANTED),
            new Report.VersionVerdict(false));
    OfferUpdate offer = (OfferUpdate) actions.get(actions.size() - 1);
    assertThat(offer.offer().version()).isEqualTo(Lab.WANTED);
    assertThat(offer.offer().family()).isEqualTo("ap1g8");
  }

  @Test
  void g_joinResponseWithTheRunningVersionStartsConfigure() {
    assertThat(Lab.stages(answered(Lab.INVENTORY, Lab.RUNNING))).containsExactly("Configure");
  }

  @Test
  void g_theRunningVersionIsNotSwappedForItsTwin() {
    assertThat(answered(Lab.INVENTORY.withStored(Lab.RUNNING), Lab.RUNNING))
        .noneMatch(ActivateUpdate.class::isInstance);
  }

  @Test
  void g_joinResponseWithoutImageIdentifierSaysNothingOfVersions() {
    assertThat(Lab.reports(answered(Lab.INVENTORY, "")))
        .containsExactly(new Report.StateEntered("Configure"));
  }

  @ParameterizedTest
  @CsvSource({
    "true, '', 17.9.4.27, Image Data",
    "true, '', 8.5.1.0, Image Data", // downwards as well
    "true, '', 17.3.3.26, Configure",
    "true, 17.3.3.26, 17.9.4.27, Configure", // the Image Identifier goes first
    "true, '', 'no version at all', Configure",
    "false, '', 17.9.4.27, Configure"
  })
  void fg_theAcsOwnVersionCountsWhereTheConfigurationSaysSo(
      boolean follow, String named, String software, String stage) {
    WtpConfig config = Lab.config();
    Lab lab =
        new Lab(
                new WtpConfig(
                    config.discovery(),
                    config.identity(),
                    config.timers(),
                    config.counters(),
                    config.dialect(),
                    false,
                    follow,
                    MtuPolicy.fixed(),
                    false),
                1)
            .inJoin(Lab.INVENTORY);
    assertThat(Lab.stages(lab.answer(Lab.joinResponse(named, software)))).containsExactly(stage);
  }

  @Test
  void g_aVersionThatNoImageCanHaveIsNotLookedFor() {
    for (String strange : List.of("a b", "x\ny", "x".repeat(65), "../etc")) {
      assertThat(Lab.stages(answered(Lab.INVENTORY, strange))).containsExactly("Configure");
    }
  }

  @Test
  void g_onTrialNothingIsFetchedOrSwitchedWhateverIsOffered() {
    Inventory trial =
        new Inventory(
            Lab.RUNNING, Optional.of(Lab.WANTED), Optional.of(Lab.WANTED), Set.of(), true);
    for (String wanted : List.of(Lab.WANTED, "17.12.1.5", Lab.RUNNING)) {
      assertThat(Lab.stages(answered(trial, wanted))).containsExactly("Configure");
    }
  }

  @Test
  void g_aQuarantinedVersionIsNeitherFetchedNorBooted() {
    for (Inventory inventory : List.of(Lab.INVENTORY, STORED)) {
      List<WtpAction> actions = answered(inventory.withQuarantined(Set.of(Lab.WANTED)), Lab.WANTED);
      assertThat(Lab.reports(actions))
          .containsExactly(
              new Report.VersionsCompared(
                  Lab.RUNNING, inventory.backup().orElseThrow(), Lab.WANTED),
              new Report.VersionVerdict(false),
              new Report.OfferQuarantined(Lab.WANTED),
              new Report.StateEntered("Configure"));
    }
  }

  @Test
  void e_aStoredVersionIsActivatedInResetAndBooted() {
    Lab lab = new Lab().inJoin(STORED);
    List<WtpAction> actions = lab.answer(Lab.joinResponse(Lab.WANTED));
    assertThat(Lab.stages(actions)).containsExactly("Reset");
    assertThat(actions).endsWith(new ActivateUpdate(Lab.WANTED));
    assertThat(lab.on(new WtpEvent.UpdateActivated()))
        .contains(new DtlsShutdown())
        .endsWith(new Reboot("Image Upgrade", RunEnd.AC_IMAGE));
  }

  @Test
  void e_aStoredVersionThatCannotBeActivatedIsGivenUpWithBackOff() {
    Lab lab = new Lab().inJoin(STORED);
    lab.answer(Lab.joinResponse(Lab.WANTED));
    lab.on(
        new WtpEvent.UpdateFailed(
            new UpdateFailure(UpdateFailure.Cause.PAYLOAD_MISMATCH, "part1")));
    assertThat(lab.state).isInstanceOf(WtpState.DtlsTeardown.class);
    lab.on(new WtpEvent.UpdateAborted());
    assertThat(lab.state).isInstanceOf(WtpState.Idle.class);
    assertThat(lab.actions).noneMatch(Reboot.class::isInstance);
  }

  @ParameterizedTest
  @CsvSource({"1", "3", "4", "5", "6", "7", "8", "9", "99"})
  void e_anErrorCodeTearsDown(int code) {
    Lab lab = new Lab().inJoin(Lab.INVENTORY);
    List<WtpAction> actions =
        lab.answer(Lab.joinResponse(new ResultCode(code), Lab.WANTED, AcDescriptor.POLICY_CLEAR));
    assertThat(actions).contains(new DtlsShutdown());
    assertThat(Lab.reports(actions))
        .startsWith(new Report.Refused(Lab.AC.address(), "Join Request", code));
    assertThat(lab.state).isInstanceOf(WtpState.Discovery.class);
  }

  @Test
  void g_successBehindANatIsSuccess() {
    Lab lab = new Lab().inJoin(Lab.INVENTORY);
    lab.answer(Lab.joinResponse(ResultCode.SUCCESS_NAT, Lab.RUNNING, AcDescriptor.POLICY_CLEAR));
    assertThat(lab.state).isInstanceOf(WtpState.Configure.class);
  }

  @Test
  void e_waitDtlsRunsUntilTheJoinResponse() {
    Lab lab = new Lab().inDtlsSetup(Lab.INVENTORY);
    lab.pass(20_000);
    lab.on(new WtpEvent.DtlsEstablished("ac-1"));
    lab.pass(39_999);
    assertThat(lab.state).isInstanceOf(WtpState.Join.class);
    List<WtpAction> actions = lab.pass(1);
    assertThat(Lab.reports(actions))
        .startsWith(
            new Report.NoAnswer(Lab.AC.address(), "Join Request", 5),
            new Report.Restarting("no Join Response within WaitDTLS"),
            new Report.ControllerRankedLast(Lab.AC.address(), 60_000),
            new Report.StateEntered("DTLS Teardown"));
  }

  @Test
  void e_aJoinResponseWithoutResultCodeCountsAsNone() {
    Lab lab = new Lab().inJoin(Lab.INVENTORY);
    lab.answer(new JoinResponse());
    assertThat(lab.state).isInstanceOf(WtpState.Join.class);
    lab.pass(60_000);
    assertThat(lab.state).isNotInstanceOf(WtpState.Join.class);
  }

  @Test
  void theJoinRequestIsRepeatedUnaltered() {
    Lab lab = new Lab().inJoin(Lab.INVENTORY);
    WtpAction first =
        lab.actions.stream()
            .filter(WtpAction.SendControl.class::isInstance)
            .findFirst()
            .orElseThrow();
    assertThat(lab.pass(3_000)).containsExactly(first);
    assertThat(lab.pass(6_000)).containsExactly(first);
    assertThat(lab.pass(12_000)).containsExactly(first);
  }

  @Test
  void e_eachDtlsLossTearsDown() {
    for (WtpEvent event :
        List.of(
            new WtpEvent.DtlsAborted(),
            new WtpEvent.DtlsReassemblyFailure("bad"),
            new WtpEvent.DtlsPeerDisconnect())) {
      Lab lab = new Lab().inJoin(Lab.INVENTORY);
      assertThat(Lab.stages(lab.on(event))).startsWith("DTLS Teardown");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, false, false", // clear only
    "4, false, true", // DTLS only
    "6, false, false", // both, and we do not ask for DTLS
    "6, true, true",
    "2, true, false",
    "0, true, false" // an AC that says nothing
  })
  void theDataChannelUsesWhatBothSidesCan(int policy, boolean prefer, boolean dtls) {
    WtpConfig config = Lab.config();
    Lab lab =
        new Lab(
                new WtpConfig(
                    config.discovery(),
                    config.identity(),
                    config.timers(),
                    config.counters(),
                    config.dialect(),
                    prefer,
                    false,
                    MtuPolicy.fixed(),
                    false),
                1)
            .inJoin(Lab.INVENTORY);
    lab.answer(Lab.joinResponse(ResultCode.SUCCESS, "", policy));
    assertThat(lab.session().dtlsData()).isEqualTo(dtls);
  }
}
