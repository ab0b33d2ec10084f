package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.element.AcNameWithPriority;
import io.apfw.capwap.wire.element.DiscoveryType;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ClearConfigurationRequest;
import io.apfw.capwap.wire.message.ConfigurationStatusRequest;
import io.apfw.capwap.wire.message.ConfigurationUpdateRequest;
import io.apfw.capwap.wire.message.DiscoveryRequest;
import io.apfw.capwap.wire.message.DiscoveryResponse;
import io.apfw.capwap.wire.message.JoinResponse;
import io.apfw.capwap.wtp.DiscoveryPolicy.Criterion;
import io.apfw.capwap.wtp.DiscoveryPolicy.Strangers;
import io.apfw.capwap.wtp.WtpAction.DtlsStart;
import io.apfw.capwap.wtp.WtpAction.SendClear;
import io.apfw.capwap.wtp.WtpEvent.ClearReceived;
import io.apfw.capwap.wtp.WtpEvent.ControllersFound;
import io.apfw.capwap.wtp.WtpEvent.DtlsEstablishFail;
import io.apfw.report.Report;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RFC 5415 2.3.1 (%) and 3.3: which AC is taken. */
class ChoosingTest {
  private static final Endpoint BROADCAST = new Endpoint("255.255.255.255", 5246);
  private static final Endpoint ALL_ACS_V6 = new Endpoint("ff05:0:0:0:0:0:0:18c", 5246);
  private static final Endpoint NEAR = new Endpoint("192.0.2.99", 5246);
  private static final Endpoint NEAR_V6 = new Endpoint("fe80:0:0:0:0:0:0:1%2", 5246);
  private static final long INTERVAL = 5_000;

  private static Lab lab(DiscoveryPolicy policy, Candidate... candidates) {
    WtpConfig base = Lab.config();
    Lab lab =
        new Lab(
            new WtpConfig(
                policy,
                base.identity(),
                base.timers(),
                base.counters(),
                ImageBlockDialect.RFC5415,
                false,
                false,
                MtuPolicy.fixed(),
                false),
            42);
    lab.candidates = List.of(candidates);
    lab.started(Lab.INVENTORY);
    return lab;
  }

  private static DiscoveryPolicy by(Criterion... criteria) {
    return new DiscoveryPolicy(List.of(criteria), Strangers.IGNORED, true);
  }

  private static void answers(Lab lab, Endpoint ac, String name, int wtps) {
    lab.on(new ClearReceived(ac, 0, Lab.discoveryResponse(name, wtps, 100)));
  }

  /** The AC to which a session is begun, if one is. */
  private static Optional<Endpoint> chosen(List<WtpAction> actions) {
    return actions.stream()
        .filter(DtlsStart.class::isInstance)
        .map(action -> ((DtlsStart) action).ac())
        .findFirst();
  }

  private static List<Endpoint> asked(List<WtpAction> actions) {
    return actions.stream()
        .filter(SendClear.class::isInstance)
        .map(action -> ((SendClear) action).to())
        .toList();
  }

  @Test
  void percent_theSourcesOrderGoesBeforeLoad() {
    Lab lab = lab(DiscoveryPolicy.defaults(), Lab.candidate(Lab.AC, 0), Lab.candidate(NEAR, 1));
    lab.deadline();
    answers(lab, NEAR, "idle", 0);
    answers(lab, Lab.AC, "busy", 99);
    assertThat(chosen(lab.pass(INTERVAL))).contains(Lab.AC);
  }

  @Test
  void percent_amongEqualsTheLessLoadedIsTaken() {
    Lab lab = lab(DiscoveryPolicy.defaults(), Lab.candidate(Lab.AC, 7), Lab.candidate(NEAR, 7));
    lab.deadline();
    answers(lab, Lab.AC, "busy", 51);
    answers(lab, NEAR, "idle", 50);
    assertThat(chosen(lab.pass(INTERVAL))).contains(NEAR);
  }

  @Test
  void percent_anAcThatIsFullOrDoesNotSayIsTheMostLoaded() {
    Lab lab =
        lab(
            by(Criterion.LOAD),
            Lab.candidate(Lab.AC, 0),
            Lab.candidate(Lab.OTHER_AC, 0),
            Lab.candidate(NEAR, 0));
    lab.deadline();
    lab.on(new ClearReceived(Lab.AC, 0, Lab.discoveryResponse("no limit told", 0, 0)));
    lab.on(new ClearReceived(Lab.OTHER_AC, 0, new DiscoveryResponse(List.of())));
    answers(lab, NEAR, "nearly full", 99);
    assertThat(chosen(lab.pass(INTERVAL))).contains(NEAR);
  }

  @Test
  void percent_acNameWithPriorityOfAConfigurationUpdateDecidesTheNextTime() {
    Lab lab =
        lab(
            by(Criterion.NAME, Criterion.ORDER),
            Lab.candidate(Lab.AC, 0),
            Lab.candidate(Lab.OTHER_AC, 1));
    lab.deadline();
    answers(lab, Lab.AC, "ac-1", 1);
    lab.pass(INTERVAL);
    lab.on(new WtpEvent.DtlsEstablished("CN=ac-1"));
    lab.answer(Lab.joinResponse(Lab.RUNNING));
    lab.toRun();
    lab.request(
        new ConfigurationUpdateRequest(
            new AcNameWithPriority(2, "ac-1"), new AcNameWithPriority(1, "ac-2")));
    lab.on(new WtpEvent.DtlsPeerDisconnect());
    lab.deadline();
    answers(lab, Lab.AC, "ac-1", 1);
    answers(lab, Lab.OTHER_AC, "ac-2", 1);

    assertThat(chosen(lab.pass(INTERVAL))).contains(Lab.OTHER_AC);
    lab.on(new WtpEvent.DtlsEstablished("CN=ac-2"));
    List<WtpAction> configure = lab.answer(Lab.joinResponse(Lab.RUNNING));
    assertThat(((ConfigurationStatusRequest) Lab.sent(configure).get(0)).elements())
        .as("8.2: the WTP tells what it holds")
        .containsSubsequence(new AcNameWithPriority(1, "ac-2"), new AcNameWithPriority(2, "ac-1"));
  }

  @Test
  void q_clearConfigurationForgetsTheNames() {
    Lab lab = new Lab().inRun();
    lab.request(new ConfigurationUpdateRequest(new AcNameWithPriority(1, "ac-2")));
    assertThat(((WtpState.Run) lab.state).memory().acs().priority("ac-2")).isEqualTo(1);
    lab.request(new ClearConfigurationRequest());
    assertThat(((WtpState.Run) lab.state).memory().acs().priorities()).isEmpty();
  }

  @Test
  void hash_theRequestSaysHowTheWtpCameToKnowTheAc() {
    Candidate dhcp = new Candidate(new Ac(NEAR, 5247), Candidate.Source.DHCP, 0, "192.0.2.33");
    Candidate many =
        new Candidate(new Ac(BROADCAST, 5247), Candidate.Source.UNKNOWN, 9, "192.0.2.33");
    Lab lab = lab(DiscoveryPolicy.defaults(), dhcp, many);
    assertThat(lab.deadline())
        .extracting(
            action ->
                ((DiscoveryRequest) ((SendClear) action).message())
                    .first(DiscoveryType.class)
                    .orElseThrow()
                    .source())
        .containsExactly(DiscoveryType.DHCP, DiscoveryType.UNKNOWN);
  }

  @Test
  void percent_afterABroadcastWhoeverAnswersFromThatPortOverIpv4IsTaken() {
    Lab lab = lab(DiscoveryPolicy.defaults(), Lab.candidate(BROADCAST, 9));
    lab.deadline();
    answers(lab, NEAR_V6, "another family", 0);
    answers(lab, new Endpoint("192.0.2.99", 40_000), "another port", 0);
    assertThat(((WtpState.Discovery) lab.state).found()).isEmpty();
    answers(lab, NEAR, "near", 0);
    assertThat(chosen(lab.pass(INTERVAL))).contains(NEAR);
  }

  /** Its address does not show that it is one: the lookup knows it of the interfaces. */
  @Test
  void percent_afterTheBroadcastOfASubnetWhoeverAnswersIsTaken() {
    Ac subnet = new Ac(new Endpoint("192.0.2.255", 5246), 5247);
    for (Candidate.Source source : Candidate.Source.values()) {
      Lab lab = lab(DiscoveryPolicy.defaults(), new Candidate(subnet, source, 9, "192.0.2.33"));
      lab.deadline();
      answers(lab, NEAR, "near", 0);
      assertThat(((WtpState.Discovery) lab.state).found())
          .as("%s", source)
          .hasSize(source == Candidate.Source.UNKNOWN ? 1 : 0);
    }
  }

  @Test
  void percent_afterAnIpv6MulticastWhoeverAnswersOverIpv6IsTaken() {
    Lab lab = lab(DiscoveryPolicy.defaults(), Lab.candidate(ALL_ACS_V6, 9));
    lab.deadline();
    answers(lab, NEAR, "another family", 0);
    answers(lab, NEAR_V6, "near", 0);
    assertThat(chosen(lab.pass(INTERVAL))).contains(NEAR_V6);
  }

  @Test
  void percent_strangersAreIgnoredOrRankedLastAsConfigured() {
    Lab strict = lab(DiscoveryPolicy.defaults(), Lab.candidate(Lab.AC, 0));
    strict.deadline();
    answers(strict, NEAR, "stranger", 0);
    assertThat(((WtpState.Discovery) strict.state).found()).isEmpty();

    DiscoveryPolicy last = new DiscoveryPolicy(List.of(Criterion.LOAD), Strangers.LAST, true);
    Lab both = lab(last, Lab.candidate(Lab.AC, 0));
    both.deadline();
    answers(both, NEAR, "stranger", 0);
    answers(both, Lab.AC, "busy", 99);
    assertThat(chosen(both.pass(INTERVAL))).contains(Lab.AC);

    Lab alone = lab(last, Lab.candidate(Lab.AC, 0));
    alone.deadline();
    answers(alone, NEAR, "stranger", 0);
    assertThat(chosen(alone.pass(INTERVAL))).contains(NEAR);
  }

  @Test
  void hostile_aFloodOfAnswersIsBounded() {
    Lab lab = lab(DiscoveryPolicy.defaults(), Lab.candidate(BROADCAST, 9));
    lab.deadline();
    for (int i = 0; i < 1000; i++) {
      answers(lab, new Endpoint("10.0." + i / 250 + "." + i % 250, 5246), "x", 0);
    }
    assertThat(((WtpState.Discovery) lab.state).found()).hasSize(64);
  }

  @Test
  void dollar_anAcThatFailsRanksLastForATimeThatDoubles() {
    Lab lab = new Lab().inDtlsSetup(Lab.INVENTORY);
    lab.on(new DtlsEstablishFail("no cipher"));
    assertThat(chooseAgain(lab)).contains(Lab.OTHER_AC);
    lab.on(new DtlsEstablishFail("no cipher"));
    assertThat(chooseAgain(lab)).as("both failed: the order again").contains(Lab.AC);
    assertThat(lab.on(new DtlsEstablishFail("no cipher")))
        .contains(new WtpAction.Say(new Report.ControllerRankedLast(Lab.AC.address(), 120_000)));
  }

  @Test
  void dollar_theTimeEnds() {
    Lab lab = new Lab().inDtlsSetup(Lab.INVENTORY);
    lab.on(new DtlsEstablishFail("no cipher"));
    lab.pass(60_000);
    answers(lab, Lab.OTHER_AC, "ac-2", 1);
    answers(lab, Lab.AC, "ac-1", 1);
    assertThat(chosen(lab.pass(INTERVAL))).contains(Lab.AC);
  }

  @Test
  void e_anAcThatRefusesTheJoinRanksLastToo() {
    Lab lab = new Lab().inJoin(Lab.INVENTORY);
    lab.answer(new JoinResponse(ResultCode.JOIN_RESOURCE_DEPLETION));
    assertThat(chooseAgain(lab)).contains(Lab.OTHER_AC);
  }

  @Test
  void dollar_theOnlyAcThatAnswersIsTakenWhateverItDid() {
    Lab lab = new Lab().inDtlsSetup(Lab.INVENTORY);
    lab.on(new DtlsEstablishFail("no cipher"));
    lab.deadline();
    answers(lab, Lab.AC, "ac-1", 1);
    assertThat(chosen(lab.pass(INTERVAL))).contains(Lab.AC);
  }

  @Test
  void o_runClearsWhatAnAcFailedIn() {
    Lab lab = new Lab().inDtlsSetup(Lab.INVENTORY);
    lab.on(new DtlsEstablishFail("once"));
    lab.deadline();
    answers(lab, Lab.AC, "ac-1", 1);
    lab.pass(INTERVAL);
    lab.on(new WtpEvent.DtlsEstablished("CN=ac-1"));
    lab.answer(Lab.joinResponse(Lab.RUNNING));
    lab.toRun();
    assertThat(((WtpState.Run) lab.state).memory().acs().failures()).isEmpty();
  }

  @Test
  void hash_aLookupThatEndsLateIsAskedAboutAtOnce() {
    Lab lab = lab(DiscoveryPolicy.defaults());
    assertThat(asked(lab.deadline())).as("nobody is known yet").isEmpty();
    List<WtpAction> late = lab.on(new ControllersFound(List.of(Lab.candidate(Lab.AC, 0))));
    assertThat(asked(late)).containsExactly(Lab.AC);
    assertThat(lab.state.deadline()).contains(lab.now.plusMillis(INTERVAL));
    assertThat(asked(lab.on(new ControllersFound(List.of(Lab.candidate(Lab.AC, 0)))))).isEmpty();
  }

  @Test
  void hash_eachRoundLooksAgainAndWhatIsGoneIsNotAskedButMayStillAnswer() {
    Lab lab = lab(DiscoveryPolicy.defaults(), Lab.candidate(Lab.AC, 0));
    lab.deadline();
    lab.candidates = List.of(Lab.candidate(Lab.OTHER_AC, 0));
    lab.pass(INTERVAL);
    assertThat(asked(lab.deadline())).containsExactly(Lab.OTHER_AC);
    answers(lab, Lab.AC, "late", 1);
    assertThat(((WtpState.Discovery) lab.state).found()).hasSize(1);
  }

  @Test
  void hash_aLookupThatFindsNothingLeavesWhatWasKnown() {
    Lab lab = lab(DiscoveryPolicy.defaults(), Lab.candidate(Lab.AC, 0));
    lab.candidates = List.of();
    lab.deadline();
    lab.pass(INTERVAL);
    assertThat(asked(lab.deadline())).containsExactly(Lab.AC);
  }

  @Test
  void theBookKeepsItsBounds() {
    AcBook book = AcBook.empty(true);
    for (int i = 0; i < 200; i++) {
      Endpoint ac = new Endpoint("10.0.0." + i, 5246);
      book = book.failed(ac, new AcBook.Failure(1, Instant.EPOCH.plusSeconds(i)));
    }
    assertThat(book.failures()).hasSize(64).containsKey(new Endpoint("10.0.0.199", 5246));
  }

  /** Both answer; the one that is taken. */
  private static Optional<Endpoint> chooseAgain(Lab lab) {
    lab.deadline();
    answers(lab, Lab.AC, "ac-1", 1);
    answers(lab, Lab.OTHER_AC, "ac-2", 1);
    return chosen(lab.pass(INTERVAL));
  }
}
