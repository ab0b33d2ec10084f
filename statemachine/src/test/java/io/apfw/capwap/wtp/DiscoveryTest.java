package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.element.WtpDescriptor;
import io.apfw.capwap.wire.message.DiscoveryRequest;
import io.apfw.capwap.wtp.WtpAction.DtlsStart;
import io.apfw.capwap.wtp.WtpAction.SendClear;
import io.apfw.capwap.wtp.WtpEvent.ClearReceived;
import io.apfw.report.Report;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  private static final long MAX_DISCOVERY_MILLIS = 20_000;
  private static final long DISCOVERY_MILLIS = 5_000;

  private static List<Endpoint> asked(List<WtpAction> actions) {
    return actions.stream()
        .filter(SendClear.class::isInstance)
        .map(action -> ((SendClear) action).to())
        .toList();
  }

  @Test
  void zero_one_startedGoesThroughIdleToDiscovery() {
    Lab lab = new Lab();
    assertThat(Lab.stages(lab.started(Lab.INVENTORY))).containsExactly("Idle", "Discovery");
  }

  @Test
  void one_theFirstRequestsWaitARandomTimeBelowMaxDiscoveryInterval() {
    List<Long> waits =
        LongStream.range(0, 200)
            .mapToObj(
                entropy -> {
                  Lab lab = new Lab(Lab.config(), entropy);
                  lab.started(Lab.INVENTORY);
                  return Duration.between(lab.now, lab.state.deadline().orElseThrow()).toMillis();
                })
            .toList();
    assertThat(waits).allSatisfy(w -> assertThat(w).isBetween(0L, MAX_DISCOVERY_MILLIS - 1));
    assertThat(waits.stream().mapToLong(Long::longValue).average().orElseThrow())
        .isBetween(8_000.0, 12_000.0);
  }

  @Test
  void one_everyConfiguredAcIsAskedInClear() {
    Lab lab = new Lab().inDiscovery();
    List<WtpAction> actions = lab.deadline();
    assertThat(asked(actions)).containsExactly(Lab.AC, Lab.OTHER_AC);
    DiscoveryRequest request = (DiscoveryRequest) ((SendClear) actions.get(0)).message();
    WtpDescriptor descriptor = request.wtpDescriptor().orElseThrow();
    assertThat(descriptor.first(WtpDescriptor.ACTIVE_SOFTWARE)).contains(Lab.RUNNING);
    assertThat(descriptor.first(WtpDescriptor.OTHER_SOFTWARE)).contains("8.10.130.0");
  }

  @Test
  void hash_withoutAnAnswerItAsksAgainAfterAnotherRandomWait() {
    Lab lab = new Lab().inDiscovery();
    lab.deadline();
    assertThat(lab.deadline())
        .as("DiscoveryInterval is over")
        .containsExactly(new WtpAction.FindControllers(List.of()));
    assertThat(asked(lab.deadline())).containsExactly(Lab.AC, Lab.OTHER_AC);
  }

  @Test
  void percent_theFirstConfiguredAcThatAnsweredIsTaken() {
    Lab lab = new Lab().inDiscovery();
    lab.deadline();
    lab.on(new ClearReceived(Lab.OTHER_AC, 0, Lab.discoveryResponse("ac-2")));
    lab.pass(DISCOVERY_MILLIS - 1);
    lab.on(new ClearReceived(Lab.AC, 0, Lab.discoveryResponse("ac-1")));
    assertThat(lab.state).isInstanceOf(WtpState.Discovery.class);
    List<WtpAction> actions = lab.pass(1);
    assertThat(actions).contains(new DtlsStart(Lab.AC));
    assertThat(lab.reports())
        .contains(
            new Report.Discovered("192.0.2.5", "ac-2"), new Report.Discovered("192.0.2.4", "ac-1"));
  }

  @Test
  void percent_anAnswerBetweenTwoRoundsIsTakenToo() {
    Lab lab = new Lab().inDiscovery();
    lab.deadline();
    lab.deadline();
    lab.on(new ClearReceived(Lab.OTHER_AC, 0, Lab.discoveryResponse("ac-2")));
    lab.pass(DISCOVERY_MILLIS);
    assertThat(lab.actions).contains(new DtlsStart(Lab.OTHER_AC));
  }

  @Test
  void anAnswerOfAStrangerOrBeforeTheQuestionIsIgnored() {
    Lab lab = new Lab().inDiscovery();
    assertThat(lab.on(new ClearReceived(Lab.AC, 0, Lab.discoveryResponse("ac-1")))).isEmpty();
    lab.deadline();
    Endpoint stranger = new Endpoint("203.0.113.9", 5246);
    assertThat(lab.on(new ClearReceived(stranger, 0, Lab.discoveryResponse("x")))).isEmpty();
    assertThat(lab.on(new ClearReceived(Lab.AC, 0, Lab.joinResponse("x")))).isEmpty();
    lab.on(new ClearReceived(Lab.AC, 0, Lab.discoveryResponse("ac-1")));
    assertThat(lab.on(new ClearReceived(Lab.AC, 0, Lab.discoveryResponse("ac-1"))))
        .as("a second answer of the same AC")
        .isEmpty();
  }

  @Test
  void bang_at_afterMaxDiscoveriesItSulksAndStartsOverAfterSilentInterval() {
    Lab lab = new Lab().inDiscovery();
    while (lab.state instanceof WtpState.Discovery) {
      lab.deadline();
    }
    assertThat(asked(lab.actions)).hasSize(10 * 2);
    assertThat(lab.state).isInstanceOf(WtpState.Sulking.class);
    assertThat(lab.on(new ClearReceived(Lab.AC, 9, Lab.discoveryResponse("late"))))
        .as("&: everything is ignored")
        .isEmpty();
    assertThat(lab.pass(29_999)).isEmpty();
    assertThat(Lab.stages(lab.pass(1))).containsExactly("Idle", "Discovery");
    assertThat(((WtpState.Discovery) lab.state).rounds()).isZero();
  }

  @Test
  void aDeadlineThatComesEarlyChangesNothing() {
    Lab lab = new Lab().inDiscovery();
    WtpState before = lab.state;
    assertThat(lab.on(new WtpEvent.DeadlineReached())).isEmpty();
    assertThat(lab.state).isEqualTo(before);
  }
}
