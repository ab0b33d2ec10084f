package io.apfw.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.cloud.CloudConfig.Wanted;
import io.apfw.cloud.CloudFailure.Cause;
import io.apfw.cloud.CloudVerdict.Outcome;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import io.apfw.update.Offer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way through the states, and when the next check is. */
class CloudCheckMachineTest {
  private final CloudBench bench = new CloudBench(CloudBench.config());

  @Test
  void theFirstCheckComesWithinTheBootSpread() {
    bench.started();
    Duration wait = Duration.between(bench.now, bench.state.nextDeadline().orElseThrow());
    assertThat(wait).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    bench.on(new CloudEvent.DeadlineReached());
    assertThat(bench.state).as("too early").isInstanceOf(CloudState.Idle.class);
    bench.deadline();
    assertThat(bench.only(CloudAction.Begin.class).request().members())
        .isEqualTo("CJ0080398, 18:64:72:c1:d3:fa, AP-115\r\n");
  }

  @Test
  void aNewerVersionIsOfferedWithItsUrlAndProvesThePeer() {
    bench.started().proved(CloudBench.CHALLENGE).answered("25 " + CloudBench.URL);
    CloudAction.OfferUpdate offer = bench.only(CloudAction.OfferUpdate.class);
    assertThat(offer.offer().version()).isEqualTo("17.9.4.27");
    assertThat(offer.offer().source()).isEqualTo(Offer.Source.CLOUD);
    assertThat(offer.offer().family()).isEqualTo("ap1g8");
    assertThat(offer.url()).isEqualTo(CloudBench.URL);
    assertThat(bench.all(CloudAction.PeerProved.class)).hasSize(1);
    assertThat(bench.verdict().outcome()).isEqualTo(Outcome.OFFERED);
    Duration wait = Duration.between(bench.now, bench.state.nextDeadline().orElseThrow());
    assertThat(wait).isBetween(Duration.ofMinutes(9_072), Duration.ofDays(7));
  }

  @Test
  void theProofIsAboutEverythingThatWasSaid() {
    bench.started().verified().challenged(CloudBench.CHALLENGE);
    assertThat(bench.only(CloudAction.Prove.class).text().text())
        .isEqualTo(
            String.join(
                "\r\n",
                CloudBench.CHALLENGE,
                CloudBench.SESSION,
                "ccefd96301942b6e277f607117948cff7d657d1127aa8aaa93",
                "CK0028642, ac:a3:1e:c5:9a:6e, AP-215",
                "CJ0080398, 18:64:72:c1:d3:fa, AP-115",
                ""));
  }

  @ParameterizedTest
  @CsvSource({
    "17.3.3.26, NEWER, NOT_WANTED",
    "17.3.3.25, NEWER, NOT_WANTED",
    "17.3.3.27, NEWER, OFFERED",
    "17.10.0.1, NEWER, OFFERED",
    "17.3.3.26, OTHER, NOT_WANTED",
    "17.3.3.25, OTHER, OFFERED"
  })
  void policyDecidesWhichVersionIsWanted(String version, Wanted wanted, Outcome outcome) {
    CloudBench other = new CloudBench(CloudBench.config(Map.of(), wanted, false));
    other.started().proved(CloudBench.CHALLENGE);
    other.answered("7 http://images.example/ArubaInstant_Centaurus_" + version + "_1");
    assertThat(other.verdict().outcome()).isEqualTo(outcome);
    assertThat(other.all(CloudAction.OfferUpdate.class))
        .hasSize(outcome == Outcome.OFFERED ? 1 : 0);
  }

  @Test
  void noLineMeansNothingNew() {
    bench.started().proved(CloudBench.CHALLENGE).answered("");
    assertThat(bench.verdict().outcome()).isEqualTo(Outcome.NOT_OFFERED);
    assertThat(bench.all(CloudAction.PeerProved.class)).hasSize(1);
  }

  @Test
  void whatTheOtherSlotHoldsIsBootedAndNotFetched() {
    bench.started(CloudBench.inventory().withStored("17.9.4.27"));
    bench.proved(CloudBench.CHALLENGE).answered("25 " + CloudBench.URL);
    assertThat(bench.only(CloudAction.ActivateUpdate.class).version()).isEqualTo("17.9.4.27");
    assertThat(bench.all(CloudAction.OfferUpdate.class)).isEmpty();
  }

  @Test
  void whatFailedBeforeIsNotFetchedAgain() {
    bench.started(CloudBench.inventory().withQuarantined(Set.of("17.9.4.27")));
    bench.proved(CloudBench.CHALLENGE).answered("25 " + CloudBench.URL);
    assertThat(bench.verdict().outcome()).isEqualTo(Outcome.QUARANTINED);
  }

  @Test
  void onTrialTheAnswerIsTheProofAndNothingElse() {
    bench.started(new Inventory("17.3.3.26", Optional.empty(), Optional.empty(), Set.of(), true));
    bench.proved(CloudBench.CHALLENGE).answered("25 " + CloudBench.URL);
    assertThat(bench.verdict().outcome()).isEqualTo(Outcome.ON_TRIAL);
    assertThat(bench.all(CloudAction.PeerProved.class)).hasSize(1);
    assertThat(bench.all(CloudAction.OfferUpdate.class)).isEmpty();
  }

  @Test
  void eachMemberHasItsOwnClassAndAnotherOnesTroubleIsNotOurs() {
    CloudBench three = new CloudBench(CloudBench.config(Map.of(), Wanted.NEWER, false));
    three.started().proved(CloudBench.CHALLENGE).answered("25 " + CloudBench.URL);
    List<CloudVerdict.Member> members = three.verdict().members();
    assertThat(members.get(0).url()).contains(CloudBench.URL);
    assertThat(members.get(1).failure().orElseThrow().cause()).isEqualTo(Cause.CLASS_UNKNOWN);
    assertThat(three.verdict().outcome()).isEqualTo(Outcome.OFFERED);
  }

  @Test
  void failuresDoubleTheWaitUpToItsBoundAndAnAnswerEndsThat() {
    bench.started();
    Duration before = Duration.ZERO;
    for (int failure = 1; failure <= 20; failure++) {
      bench.deadline();
      bench.on(new CloudEvent.Failed(bench.attempt(), new CloudFailure(Cause.CLOUD_TLS, "x")));
      Duration wait = Duration.between(bench.now, bench.state.nextDeadline().orElseThrow());
      Duration whole = Duration.ofMinutes(1L << Math.min(failure - 1, 11));
      Duration most = whole.compareTo(Duration.ofDays(1)) < 0 ? whole : Duration.ofDays(1);
      assertThat(wait).as("failure %d", failure).isBetween(most.dividedBy(2), most);
      before = wait;
    }
    assertThat(before).isGreaterThan(Duration.ofHours(11));
    bench.proved(CloudBench.CHALLENGE).answered("");
    bench.deadline();
    bench.on(new CloudEvent.Failed(bench.attempt(), new CloudFailure(Cause.CLOUD_TLS, "x")));
    assertThat(Duration.between(bench.now, bench.state.nextDeadline().orElseThrow()))
        .isLessThanOrEqualTo(Duration.ofMinutes(1));
  }

  /** Its image's server is away, say: the next check is another try. */
  @Test
  void anUpdateThatComesToNothingIsTriedAgainAndTheWaitDoublesToo() {
    bench.started();
    for (int failure = 1; failure <= 20; failure++) {
      offered(failure);
      bench.on(new CloudEvent.UpdateFailed());
      Duration wait = Duration.between(bench.now, bench.state.nextDeadline().orElseThrow());
      Duration whole = Duration.ofMinutes(1L << Math.min(failure - 1, 11));
      Duration most = whole.compareTo(Duration.ofDays(1)) < 0 ? whole : Duration.ofDays(1);
      assertThat(wait).as("failure %d", failure).isBetween(most.dividedBy(2), most);
    }
    bench.proved(CloudBench.CHALLENGE).answered("");
    offered(21);
    bench.on(new CloudEvent.UpdateFailed());
    assertThat(Duration.between(bench.now, bench.state.nextDeadline().orElseThrow()))
        .as("a check with nothing to fetch ends that")
        .isLessThanOrEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void anUpdateThatComesToNothingWhileAControllerManagesTheApIsTriedAgainOnceItHasGone() {
    bench.started();
    offered(1);
    bench.on(new CloudEvent.ManagedChanged(true));
    bench.on(new CloudEvent.UpdateFailed());
    assertThat(bench.state).isInstanceOf(CloudState.Suspended.class);
    bench.now = bench.now.plusSeconds(3600);
    bench.on(new CloudEvent.ManagedChanged(false));
    assertThat(Duration.between(bench.now, bench.state.nextDeadline().orElseThrow()))
        .isLessThanOrEqualTo(Duration.ofMinutes(1));
  }

  private void offered(int time) {
    bench.proved("%052d".formatted(time));
    assertThat(bench.answered("25 " + CloudBench.URL + "\r\n"))
        .hasAtLeastOneElementOfType(CloudAction.OfferUpdate.class);
  }

  @Test
  void anExchangeThatNeverEndsIsEnded() {
    bench.started().verified();
    bench.now = CloudBench.START.plusSeconds(1);
    bench.on(new CloudEvent.DeadlineReached());
    assertThat(bench.state).isInstanceOf(CloudState.AwaitingChallenge.class);
    bench.deadline();
    assertThat(bench.cause()).isEqualTo(Cause.CLOUD_TIMEOUT);
    assertThat(bench.all(CloudAction.Disconnect.class)).hasSize(1);
  }

  @Test
  void whatAnExchangeOfBeforeHasToSayIsDropped() {
    bench.started().verified();
    int old = bench.attempt();
    bench.deadline();
    CloudState idle = bench.state;
    assertThat(bench.on(new CloudEvent.Answered(old, CloudBench.challenge("1", "s")))).isEmpty();
    assertThat(bench.state).isEqualTo(idle);
    bench.deadline();
    assertThat(bench.on(new CloudEvent.Connected(old))).isEmpty();
    assertThat(bench.state).isInstanceOf(CloudState.Connecting.class);
  }

  @Test
  void aChallengeOfBeforeIsRefused() {
    bench.started().proved(CloudBench.CHALLENGE).answered("");
    bench.verified().challenged(CloudBench.CHALLENGE);
    assertThat(bench.cause()).isEqualTo(Cause.CHALLENGE_REPLAYED);
    assertThat(bench.all(CloudAction.Prove.class)).as("no second proof").hasSize(1);
  }

  @Test
  void aControllerSuspendsTheScheduleAndNotTheOperator() {
    bench.started();
    bench.on(new CloudEvent.ManagedChanged(true));
    assertThat(bench.state).isInstanceOf(CloudState.Suspended.class);
    assertThat(bench.machine.nextDeadline(bench.state)).isEmpty();
    bench.on(new CloudEvent.CheckRequested());
    bench.accepted().challenged(CloudBench.CHALLENGE);
    bench.on(new CloudEvent.ProofMade(bench.attempt(), CloudBench.PROOF));
    bench.answered("25 " + CloudBench.URL);
    assertThat(bench.verdict().outcome()).as("only shown").isEqualTo(Outcome.MANAGED);
    assertThat(bench.all(CloudAction.OfferUpdate.class)).isEmpty();
    assertThat(bench.state).isInstanceOf(CloudState.Suspended.class);
    bench.on(new CloudEvent.ManagedChanged(false));
    assertThat(bench.state).isInstanceOf(CloudState.Idle.class);
    assertThat(bench.state.nextDeadline().orElseThrow())
        .isAfter(bench.now.plus(Duration.ofDays(6)));
  }

  @Test
  void aControllerCutsTheExchangeOfTheSchedule() {
    bench.started().verified();
    bench.on(new CloudEvent.ManagedChanged(true));
    assertThat(bench.state).isInstanceOf(CloudState.Suspended.class);
    assertThat(bench.all(CloudAction.Disconnect.class)).hasSize(1);
    bench.now = bench.now.plusSeconds(3_600);
    bench.on(new CloudEvent.ManagedChanged(false));
    assertThat(Duration.between(bench.now, bench.state.nextDeadline().orElseThrow()))
        .as("what was due comes soon")
        .isBetween(Duration.ZERO, Duration.ofMinutes(1));
  }

  @Test
  void bothAtATimeWhereTheConfigurationHasItSo() {
    CloudBench both = new CloudBench(CloudBench.config(Map.of(), Wanted.NEWER, true));
    both.started();
    both.on(new CloudEvent.ManagedChanged(true));
    both.proved(CloudBench.CHALLENGE).answered("25 " + CloudBench.URL);
    assertThat(both.verdict().outcome()).isEqualTo(Outcome.OFFERED);
  }

  @Test
  void anOperatorJoinsTheCheckThatIsUnderWay() {
    bench.started().verified();
    assertThat(bench.on(new CloudEvent.CheckRequested())).isEmpty();
    bench.on(new CloudEvent.ManagedChanged(true));
    assertThat(bench.state).as("goes on").isInstanceOf(CloudState.AwaitingChallenge.class);
  }

  @Test
  void anAnswerOutOfTurnIsRefused() {
    bench.started().deadline();
    bench.on(
        new CloudEvent.Answered(
            bench.attempt(), CloudBench.challenge(CloudBench.CHALLENGE, CloudBench.SESSION)));
    assertThat(bench.cause()).isEqualTo(Cause.CLOUD_TLS);
    assertThat(bench.all(CloudAction.Say.class))
        .as("nothing was connected yet")
        .noneMatch(say -> say.report() instanceof Report.CloudDisconnected);
  }

  @Test
  void theActivationKeyIsCoveredInWhatIsSaid() {
    bench.started().proved(CloudBench.CHALLENGE).answered("");
    Report.CloudReceived head = bench.last(Report.CloudReceived.class);
    assertThat(head.message()).contains("X-Activation-Key: 3C******\r\n");
    assertThat(bench.actions.toString()).doesNotContain("3CNO5NTP");
  }
}
