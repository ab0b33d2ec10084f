package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wtp.WtpAction.AbortUpdate;
import io.apfw.capwap.wtp.WtpAction.CloseDataChannel;
import io.apfw.capwap.wtp.WtpAction.DtlsAbortSession;
import io.apfw.capwap.wtp.WtpAction.DtlsShutdown;
import io.apfw.capwap.wtp.WtpAction.Exit;
import io.apfw.capwap.wtp.WtpAction.Reboot;
import io.apfw.capwap.wtp.WtpEvent.StopRequested;
import io.apfw.capwap.wtp.WtpEvent.UpdateAborted;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure.Cause;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TeardownTest {
  private static final StopRequested STOP = new StopRequested("SIGTERM", RunEnd.STOPPED);

  private static Lab aborting() {
    Lab lab = new Lab().receiving();
    lab.pass(30_000);
    assertThat(lab.state).isInstanceOf(WtpState.DtlsTeardown.class);
    return lab;
  }

  @Test
  void t_itLastsUntilTheUpdateIsTakenBack() {
    Lab lab = aborting();
    assertThat(lab.pass(100_000)).isEmpty();
    assertThat(Lab.stages(lab.on(new UpdateAborted()))).containsExactly("Idle");
  }

  @Test
  void t_itIsBoundedWhenTheUpdateIsNeverTakenBack() {
    Lab lab = aborting();
    assertThat(Lab.stages(lab.pass(120_000))).startsWith("Idle");
  }

  @Test
  void t_inventoryOfTheAbortedUpdateReachesTheNextJoin() {
    Lab lab = aborting();
    lab.on(new WtpEvent.InventoryChanged(Lab.INVENTORY.withQuarantined(Set.of(Lab.WANTED))));
    lab.on(new UpdateAborted());
    assertThat(((WtpState.Idle) lab.state).memory().inventory().quarantined())
        .containsExactly(Lab.WANTED);
  }

  @Test
  void stopInEveryStateEndsInOrder() {
    Lab start = new Lab();
    assertThat(start.on(STOP)).containsExactly(new Exit());
    assertThat(new Lab().inDiscovery().on(STOP)).containsExactly(new Exit());
    assertThat(new Lab().inDtlsSetup(Lab.INVENTORY).on(STOP))
        .containsExactly(new DtlsAbortSession(), new Exit());
    for (Lab lab :
        List.of(
            new Lab().inJoin(Lab.INVENTORY),
            new Lab().inConfigure(),
            new Lab().inDataCheck(),
            new Lab().inRun())) {
      assertThat(lab.on(STOP))
          .containsExactly(
              new WtpAction.Say(new Report.StateEntered("DTLS Teardown")),
              new DtlsShutdown(),
              new CloseDataChannel(),
              new Exit());
      assertThat(lab.state).isEqualTo(new WtpState.Ended());
    }
  }

  @Test
  void stopDuringADownloadTakesItBackFirst() {
    Lab lab = new Lab().receiving();
    List<WtpAction> actions = lab.on(STOP);
    assertThat(actions)
        .filteredOn(AbortUpdate.class::isInstance)
        .singleElement()
        .satisfies(a -> assertThat(((AbortUpdate) a).reason().cause()).isEqualTo(Cause.STOPPED));
    assertThat(lab.on(new UpdateAborted())).containsExactly(new Exit());
  }

  @Test
  void stopWhileCleaningUpWaitsForIt() {
    Lab lab = aborting();
    assertThat(lab.on(STOP)).isEmpty();
    assertThat(lab.on(new UpdateAborted())).endsWith(new Exit());
  }

  @Test
  void stopWithRebootReboots() {
    List<WtpAction> actions =
        new Lab().inRun().on(new StopRequested("rolled back", RunEnd.ROLLED_BACK));
    assertThat(actions)
        .endsWith(
            new WtpAction.Say(new Report.Rebooting("rolled back")),
            new Reboot("rolled back", RunEnd.ROLLED_BACK));
  }

  @Test
  void anImageThatWasActivatedAfterAllIsBooted() {
    assertThat(aborting().on(new WtpEvent.UpdateActivated()))
        .endsWith(new Reboot("Image Upgrade", RunEnd.AC_IMAGE));
    assertThat(new Lab().inRun().on(new WtpEvent.UpdateActivated()))
        .endsWith(new Reboot("Image Upgrade", RunEnd.AC_IMAGE));
    assertThat(new Lab().inDiscovery().on(new WtpEvent.UpdateActivated()))
        .endsWith(new Reboot("Image Upgrade", RunEnd.AC_IMAGE));
  }

  @Test
  void eventsAreDiscardedAndCountedInEveryStateButRun() {
    WtpEvent raised = new WtpEvent.WtpEventRaised(ResultCode.SUCCESS);
    for (Lab lab :
        List.of(
            new Lab().inDiscovery(),
            new Lab().inDtlsSetup(Lab.INVENTORY),
            new Lab().inJoin(Lab.INVENTORY),
            new Lab().inImageData(),
            new Lab().inConfigure(),
            new Lab().inDataCheck(),
            aborting())) {
      Stage stage = lab.state.stage();
      assertThat(Lab.reports(lab.on(raised)))
          .containsExactly(
              new Report.MessageDiscarded(
                  "CAPWAP_WTP_EVENT_REQUEST", 9, stage.title(), stage.number()));
      assertThat(((WtpState.Remembering) lab.state).memory().eventsDiscarded()).isEqualTo(1);
    }
  }

  @Test
  void theFieldsNumbersAreKept() {
    assertThat(List.of(Stage.values()).stream().map(s -> s.number() + " " + s.title()))
        .contains(
            "2 Discovery",
            "3 DTLS Setup",
            "4 DTLS Teardown",
            "5 Join",
            "8 Configure",
            "10 Image Data")
        .doesNotHaveDuplicates();
  }
}
