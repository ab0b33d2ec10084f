package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.element.MtuDiscoveryPadding;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ControlMessageCodec;
import io.apfw.capwap.wire.message.DiscoveryRequest;
import io.apfw.capwap.wire.message.MtuProbe;
import io.apfw.capwap.wire.message.PrimaryDiscoveryRequest;
import io.apfw.capwap.wtp.WtpAction.DtlsMtuUpdate;
import io.apfw.capwap.wtp.WtpAction.DtlsStart;
import io.apfw.capwap.wtp.WtpAction.SendClear;
import io.apfw.report.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 5415 section 3.5: how long packets to an AC may be. */
class PathMtuTest {
  private static final Endpoint V6 = new Endpoint("2001:db8::4", 5246);
  private static final int ANSWER_MILLIS = 1_000;
  private static final int AGE_MILLIS = 600_000;

  private final Lab lab = lab(new MtuPolicy(true, 1500));

  private static Lab lab(MtuPolicy policy) {
    WtpConfig fixed = Lab.config();
    return new Lab(
        new WtpConfig(
            fixed.discovery(),
            fixed.identity(),
            fixed.timers(),
            fixed.counters(),
            fixed.dialect(),
            fixed.preferDtlsData(),
            fixed.followSoftwareVersion(),
            policy,
            false),
        42);
  }

  /** The padded requests, each as it went out. */
  private static List<SendClear> asked(List<WtpAction> actions) {
    return actions.stream()
        .filter(SendClear.class::isInstance)
        .map(SendClear.class::cast)
        .filter(send -> send.message().first(MtuDiscoveryPadding.class).isPresent())
        .toList();
  }

  /** Bytes of the IPv4 packets that they make. */
  private static List<Integer> lengths(List<WtpAction> actions) {
    return asked(actions).stream()
        .map(
            send ->
                MtuProbe.IPV4_UDP_BYTES
                    + new CapwapPacket(
                            CapwapHeader.control(),
                            ControlMessageCodec.encode(send.sequence(), send.message()))
                        .encode()
                        .length)
        .toList();
  }

  /** An AC has answered and was chosen. */
  private List<WtpAction> chosen(Lab lab, Endpoint ac) {
    lab.candidates = List.of(Lab.candidate(ac, 0), Lab.candidate(Lab.OTHER_AC, 1));
    lab.started(Lab.INVENTORY);
    lab.deadline();
    lab.on(new WtpEvent.ClearReceived(ac, 0, Lab.discoveryResponse("ac-1")));
    return lab.deadline();
  }

  private List<WtpAction> answered(Endpoint from, int sequence) {
    return lab.on(new WtpEvent.ClearReceived(from, sequence, Lab.discoveryResponse("ac-1")));
  }

  @Test
  void percent_theLongestPacketGoesOutAloneAndItsAnswerLeadsToDtlsSetup() {
    List<WtpAction> first = chosen(lab, Lab.AC);
    assertThat(lengths(first)).containsExactly(1500);
    assertThat(asked(first)).allMatch(send -> send.to().equals(Lab.AC));
    assertThat(asked(first).get(0).message()).isInstanceOf(DiscoveryRequest.class);
    assertThat(lab.state).isInstanceOf(WtpState.Discovery.class);

    List<WtpAction> then = answered(Lab.AC, asked(first).get(0).sequence());

    assertThat(then)
        .containsSubsequence(new DtlsMtuUpdate(1468), new DtlsStart(Lab.AC)); // RFC 2.3.2.1
    assertThat(Lab.reports(then)).contains(new Report.PathMtu("192.0.2.4", 1500, true));
  }

  @Test
  void percent_whenItIsLostAllShorterOnesFollowAndTheLongestAnsweredCounts() {
    chosen(lab, Lab.AC);
    assertThat(lab.pass(ANSWER_MILLIS - 1)).isEmpty();
    List<WtpAction> shorter = lab.pass(1);
    assertThat(lengths(shorter)).containsExactly(1492, 1460, 1420, 1380, 1280, 1006, 576);

    for (SendClear one : asked(shorter).subList(3, 7)) {
      assertThat(answered(Lab.AC, one.sequence())).isEmpty();
    }
    List<WtpAction> then = lab.pass(ANSWER_MILLIS);

    assertThat(then).containsSubsequence(new DtlsMtuUpdate(1380 - 28 - 4), new DtlsStart(Lab.AC));
  }

  @Test
  void percent_theAnswerToTheLongestThatIsLeftEndsTheWait() {
    chosen(lab, Lab.AC);
    List<WtpAction> shorter = lab.pass(ANSWER_MILLIS);

    assertThat(answered(Lab.AC, asked(shorter).get(0).sequence()))
        .contains(new DtlsMtuUpdate(1492 - 28 - 4), new DtlsStart(Lab.AC));
  }

  @Test
  void percent_anAcThatAnswersNoneGetsWhatComesThroughEverywhere() {
    chosen(lab, Lab.AC);
    List<WtpAction> then = lab.pass(2 * ANSWER_MILLIS);

    assertThat(then).contains(new DtlsMtuUpdate(576 - 28 - 4), new DtlsStart(Lab.AC));
    assertThat(Lab.reports(then)).contains(new Report.PathMtu("192.0.2.4", 576, false));
  }

  @Test
  void percent_overIpv6NothingShorterThan1280IsTriedOrUsed() {
    assertThat(lengths(chosen(lab, V6))).containsExactly(1500 - 20);
    List<WtpAction> shorter = lab.pass(ANSWER_MILLIS);
    assertThat(lengths(shorter))
        .containsExactly(1492 - 20, 1460 - 20, 1420 - 20, 1380 - 20, 1280 - 20);

    assertThat(lab.pass(ANSWER_MILLIS))
        .contains(new DtlsMtuUpdate(1280 - 48 - 4), new DtlsStart(V6));
  }

  @Test
  void percent_onlyTheAcThatWasAskedAnswersAndOnlyWhatWasSent() {
    int sequence = asked(chosen(lab, Lab.AC)).get(0).sequence();

    assertThat(answered(Lab.OTHER_AC, sequence)).isEmpty();
    assertThat(answered(Lab.AC, 0)).isEmpty(); // a late answer to the request without padding
    assertThat(answered(Lab.AC, sequence + 1)).isEmpty(); // a length that is not on its way
    assertThat(lab.state).isInstanceOf(WtpState.Discovery.class);
    assertThat(answered(Lab.AC, sequence)).contains(new DtlsStart(Lab.AC));
  }

  @Test
  void percent_theChoiceStandsWhileThePathIsAsked() {
    chosen(lab, Lab.OTHER_AC);

    answered(Lab.AC, 0);

    assertThat(lab.pass(2 * ANSWER_MILLIS)).contains(new DtlsStart(Lab.OTHER_AC));
  }

  @Test
  void percent_noLengthAboveTheConfiguredOne() {
    Lab bounded = lab(new MtuPolicy(true, 1400));

    assertThat(lengths(chosen(bounded, Lab.AC))).containsExactly(1400);
    assertThat(lengths(bounded.pass(ANSWER_MILLIS))).containsExactly(1380, 1280, 1006, 576);
  }

  @Test
  void percent_withoutASearchTheConfiguredLengthIsUsed() {
    assertThat(chosen(lab(new MtuPolicy(false, 1400)), Lab.AC))
        .containsSubsequence(new DtlsMtuUpdate(1400 - 28 - 4), new DtlsStart(Lab.AC));
  }

  @Test
  void q_inRunThePathIsAskedAnewAndAShorterOneIsTaken() {
    inRun();
    List<WtpAction> first = lab.passServed(AGE_MILLIS);
    assertThat(lengths(first)).containsExactly(1500);
    assertThat(asked(first).get(0).message()).isInstanceOf(PrimaryDiscoveryRequest.class);
    List<WtpAction> shorter = lab.passServed(ANSWER_MILLIS);
    assertThat(lengths(shorter)).startsWith(1492).endsWith(576);

    primary(asked(shorter).get(5).sequence());
    List<WtpAction> then = lab.passServed(ANSWER_MILLIS);

    assertThat(then).contains(new DtlsMtuUpdate(1006 - 28 - 4));
    assertThat(Lab.reports(then)).contains(new Report.PathMtu("192.0.2.4", 1006, true));
    List<WtpAction> again = lab.passServed(AGE_MILLIS);
    assertThat(primary(asked(again).get(0).sequence())).contains(new DtlsMtuUpdate(1468));
  }

  @Test
  void q_inRunAnAcThatAnswersNoneLeavesAllAsItIs() {
    inRun();
    List<WtpAction> done = lab.passServed(AGE_MILLIS + 2 * ANSWER_MILLIS);

    assertThat(asked(done)).hasSize(8);
    assertThat(done).doesNotHaveAnyElementsOfTypes(DtlsMtuUpdate.class);
    assertThat(lab.state).isInstanceOf(WtpState.Run.class);
  }

  private void inRun() {
    int sequence = asked(chosen(lab, Lab.AC)).get(0).sequence();
    answered(Lab.AC, sequence);
    lab.on(new WtpEvent.DtlsEstablished("CN=ac-1"));
    lab.answer(Lab.joinResponse(Lab.RUNNING));
    lab.toRun();
  }

  private List<WtpAction> primary(int sequence) {
    ControlMessage response = Lab.primaryDiscoveryResponse("ac-1");
    return lab.on(new WtpEvent.ClearReceived(Lab.AC, sequence, response));
  }
}
