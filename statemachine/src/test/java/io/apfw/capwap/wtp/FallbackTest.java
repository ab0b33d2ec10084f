package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.element.CapwapTimers;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.WtpFallback;
import io.apfw.capwap.wire.message.ConfigurationUpdateRequest;
import io.apfw.capwap.wire.message.PrimaryDiscoveryRequest;
import io.apfw.capwap.wire.message.PrimaryDiscoveryResponse;
import io.apfw.capwap.wtp.WtpAction.DtlsStart;
import io.apfw.capwap.wtp.WtpAction.SendClear;
import io.apfw.capwap.wtp.WtpEvent.ClearReceived;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import io.apfw.update.UpdateFailure;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** RFC 5415 5.3, 5.4 and 4.6.42: from Run back to the preferred AC. */
class FallbackTest {
  private static final long PRIMARY = 120_000;

  private static List<SendClear> probes(Lab lab, long millis) {
    return lab.passServed(millis).stream()
        .filter(SendClear.class::isInstance)
        .map(SendClear.class::cast)
        .toList();
  }

  private static int sequence(Lab lab) {
    return ((WtpState.Run) lab.state).memory().acs().probe().orElseThrow().sequence();
  }

  private static Lab probing() {
    Lab lab = new Lab().inRunWithOther();
    assertThat(probes(lab, PRIMARY)).isNotEmpty();
    return lab;
  }

  private static List<WtpAction> answered(Lab lab, Endpoint from, int sequence) {
    return lab.on(new ClearReceived(from, sequence, Lab.primaryDiscoveryResponse("ac-1")));
  }

  @Test
  void q_inRunWithAnotherAcThePreferredOneIsAskedInClearAndTheSessionStays() {
    Lab lab = new Lab().inRunWithOther();
    assertThat(probes(lab, PRIMARY - 1)).isEmpty();
    List<SendClear> probes = probes(lab, 1);
    assertThat(probes).extracting(SendClear::to).containsExactly(Lab.AC);
    assertThat(probes.get(0).message()).isInstanceOf(PrimaryDiscoveryRequest.class);
    assertThat(lab.state).isInstanceOf(WtpState.Run.class);
    assertThat(probes(lab, 10 * PRIMARY)).hasSize(10);
  }

  @Test
  void q_withThePreferredAcNobodyIsAsked() {
    assertThat(probes(new Lab().inRun(), 10 * PRIMARY)).isEmpty();
  }

  @Test
  void q_requestsAreNoMoreFrequentThanEchoRequests() {
    Lab lab = new Lab().inRunWithOther();
    lab.request(new ConfigurationUpdateRequest(new CapwapTimers(20, 240)));
    probes(lab, PRIMARY);
    assertThat(probes(lab, 239_999)).isEmpty();
    assertThat(probes(lab, 1)).hasSize(1);
  }

  @Test
  void p_itsAnswerLeadsThroughTeardownAndDiscoveryToThePreferredAc() {
    Lab lab = probing();
    List<WtpAction> actions = answered(lab, Lab.AC, sequence(lab));
    assertThat(Lab.stages(actions)).containsExactly("DTLS Teardown", "Idle", "Discovery");
    assertThat(actions).contains(new WtpAction.DtlsShutdown(), new WtpAction.CloseDataChannel());
    lab.deadline();
    lab.on(new ClearReceived(Lab.OTHER_AC, 0, Lab.discoveryResponse("ac-2")));
    lab.on(new ClearReceived(Lab.AC, 0, Lab.discoveryResponse("ac-1")));
    assertThat(lab.pass(5_000)).contains(new DtlsStart(Lab.AC));
  }

  @Test
  void hostile_onlyTheAskedAddressWithTheRequestsSequenceNumberIsHeard() {
    Lab lab = probing();
    int sequence = sequence(lab);
    assertThat(answered(lab, Lab.AC, sequence ^ 1)).as("another sequence number").isEmpty();
    assertThat(answered(lab, new Endpoint("203.0.113.9", 5246), sequence)).isEmpty();
    assertThat(answered(lab, new Endpoint(Lab.AC.address(), 5247), sequence)).isEmpty();
    assertThat(answered(lab, Lab.OTHER_AC, sequence)).as("the AC in use").isEmpty();
    assertThat(lab.on(new ClearReceived(Lab.AC, sequence, Lab.discoveryResponse("ac-1"))))
        .isEmpty();
    assertThat(lab.state).isInstanceOf(WtpState.Run.class);
  }

  @Test
  void hostile_anAnswerBeforeAnyRequestIsIgnored() {
    Lab lab = new Lab().inRunWithOther();
    assertThat(answered(lab, Lab.AC, sequence(lab))).isEmpty();
  }

  @Test
  void hostile_anAcThatAnswersAndIsThenNotReachedIsNotAskedForAWhile() {
    Lab lab = probing();
    answered(lab, Lab.AC, sequence(lab));
    lab.deadline();
    lab.on(new ClearReceived(Lab.OTHER_AC, 0, Lab.discoveryResponse("ac-2")));
    lab.deadline();
    lab.on(new WtpEvent.DtlsEstablished("CN=ac-2"));
    lab.answer(Lab.joinResponse(Lab.RUNNING));
    lab.toRun();
    assertThat(lab.reports()).contains(new Report.ControllerRankedLast(Lab.AC.address(), 60_000));
    lab.on(
        new WtpEvent.ControllersFound(
            List.of(Lab.candidate(Lab.AC, 0), Lab.candidate(Lab.OTHER_AC, 1))));
    assertThat(((WtpState.Run) lab.state).memory().acs().avoided(Lab.AC, lab.now)).isTrue();
  }

  @Test
  void q_wtpFallbackDisabledStays() {
    Lab lab = new Lab().inRunWithOther();
    lab.request(new ConfigurationUpdateRequest(new WtpFallback(WtpFallback.DISABLED)));
    assertThat(probes(lab, 5 * PRIMARY)).isEmpty();
    lab.request(new ConfigurationUpdateRequest(new WtpFallback(WtpFallback.ENABLED)));
    assertThat(probes(lab, PRIMARY)).hasSize(1);
  }

  @Test
  void q_aFullAcIsNoReasonToLeave() {
    Lab lab = probing();
    PrimaryDiscoveryResponse full =
        new PrimaryDiscoveryResponse(Lab.discoveryResponse("ac-1", 100, 100).elements());
    assertThat(lab.on(new ClearReceived(Lab.AC, sequence(lab), full))).isEmpty();
  }

  @Test
  void q_aPreferredAcWaitsUntilAnImageHasBeenFetched() {
    Lab lab = probing();
    lab.request(new ConfigurationUpdateRequest(new ImageIdentifier(9, Lab.WANTED)));
    assertThat(answered(lab, Lab.AC, sequence(lab))).as("before its PRECHECK").isEmpty();
    lab.on(new WtpEvent.UpdateReady());
    lab.answer(Fetching.OK);
    lab.block("a", false);
    assertThat(answered(lab, Lab.AC, sequence(lab))).as("between its blocks").isEmpty();
    lab.on(new WtpEvent.BlockAccepted(lab.acSequence - 1));
    lab.block("b", true);
    assertThat(answered(lab, Lab.AC, sequence(lab))).as("while it is verified").isEmpty();
    lab.on(new WtpEvent.UpdateVerified());
    assertThat(Fetching.aborts(lab.actions)).isEmpty();

    assertThat(Lab.stages(answered(lab, Lab.AC, sequence(lab)))).startsWith("DTLS Teardown");
  }

  @Test
  void q_aPreferredAcWaitsUntilAFetchIsTakenBack() {
    Lab lab = probing();
    lab.request(new ConfigurationUpdateRequest(new ImageIdentifier(9, Lab.WANTED)));
    lab.on(Fetching.failed(UpdateFailure.Cause.PRECHECK_FAILED));
    assertThat(answered(lab, Lab.AC, sequence(lab))).isEmpty();
    lab.on(new WtpEvent.UpdateAborted());
    assertThat(Lab.stages(answered(lab, Lab.AC, sequence(lab)))).startsWith("DTLS Teardown");
  }

  @Test
  void q_onTrialTheWtpStaysWhereItIs() {
    Lab lab = probing();
    lab.on(
        new WtpEvent.InventoryChanged(
            new Inventory(Lab.RUNNING, Optional.empty(), Optional.empty(), Set.of(), true)));
    assertThat(answered(lab, Lab.AC, sequence(lab))).isEmpty();
  }
}
