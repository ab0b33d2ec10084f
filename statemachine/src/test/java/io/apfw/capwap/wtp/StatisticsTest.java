package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.element.DecryptionErrorReportPeriod;
import io.apfw.capwap.wire.element.IdleTimeout;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.StatisticsTimer;
import io.apfw.capwap.wire.element.WtpRadioStatistics;
import io.apfw.capwap.wire.element.WtpRebootStatistics;
import io.apfw.capwap.wire.message.ClearConfigurationRequest;
import io.apfw.capwap.wire.message.ConfigurationStatusRequest;
import io.apfw.capwap.wire.message.ConfigurationUpdateRequest;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.MessageGrammar;
import io.apfw.capwap.wire.message.WtpEventRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 5415 4.7.14: statistics go to the AC in WTP Events, as often as it wants them. */
class StatisticsTest {
  private static List<ControlMessage> events(List<WtpAction> actions) {
    return Lab.sent(actions).stream().filter(WtpEventRequest.class::isInstance).toList();
  }

  @Test
  void q_everyStatisticsTimerTheAcHearsOfRebootsAndOfEachRadio() {
    Lab lab = new Lab().inRun();
    assertThat(events(lab.passServed(119_999))).isEmpty();
    List<ControlMessage> told = events(lab.passServed(1));
    assertThat(told).hasSize(1);
    ControlMessage event = told.get(0);
    assertThat(MessageGrammar.of(event.type()).orElseThrow().violations(event)).isEmpty();
    assertThat(event.all(WtpRebootStatistics.class)).hasSize(1);
    assertThat(event.all(WtpRadioStatistics.class))
        .extracting(WtpRadioStatistics::radioId)
        .containsExactly(1, 2);
    assertThat(events(lab.passServed(240_000))).hasSize(2);
  }

  @Test
  void q_theAcSetsTheTimerAndClearsIt() {
    Lab lab = new Lab().inRun();
    lab.request(new ConfigurationUpdateRequest(new StatisticsTimer(10)));
    assertThat(events(lab.passServed(60_000))).hasSize(6);
    lab.request(new ConfigurationUpdateRequest(new StatisticsTimer(0)));
    assertThat(events(lab.passServed(60_000))).as("0 is no time at all").hasSize(6);
    lab.request(new ClearConfigurationRequest());
    assertThat(events(lab.passServed(119_999))).isEmpty();
    assertThat(events(lab.passServed(1))).hasSize(1);
  }

  /** No station is served, so that none is idle and no frame of one is decrypted. */
  @Test
  void q_idleTimeoutAndReportPeriodAreTakenAndThereIsNothingToReport() {
    Lab lab = new Lab().inRun();
    List<WtpAction> answer =
        lab.request(
            new ConfigurationUpdateRequest(
                new IdleTimeout(1), new DecryptionErrorReportPeriod(1, 1)));
    assertThat(Lab.sent(answer))
        .singleElement()
        .satisfies(sent -> assertThat(sent.first(ResultCode.class)).contains(ResultCode.SUCCESS));
    assertThat(events(lab.passServed(119_999))).isEmpty();
  }

  @Test
  void q_statisticsThatAnAcDoesNotAnswerDoNotPileUp() {
    Lab lab = new Lab().inRun();
    lab.request(new ConfigurationUpdateRequest(new StatisticsTimer(1)));
    long distinct = events(lab.pass(20_000)).stream().count();
    assertThat(distinct).as("the first, sent again after 3 and 9 s").isEqualTo(3);
    assertThat(((WtpState.Run) lab.state).telling().events()).isEmpty();
  }

  @Test
  void g_theConfigurationStatusRequestSaysHowOften() {
    Lab lab =
        new Lab(
            new WtpConfig(
                DiscoveryPolicy.defaults(),
                Lab.IDENTITY,
                Timers.defaults().with(Timer.STATISTICS, 45_000),
                Counters.defaults(),
                io.apfw.capwap.wire.element.ImageBlockDialect.RFC5415,
                false,
                false,
                MtuPolicy.fixed(),
                false),
            42);
    lab.inConfigure();
    assertThat(Lab.sent(lab.actions))
        .filteredOn(ConfigurationStatusRequest.class::isInstance)
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.first(StatisticsTimer.class)).contains(new StatisticsTimer(45)));
  }
}
