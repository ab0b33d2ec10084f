package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.element.AcIpv4List;
import io.apfw.capwap.wire.element.AcIpv6List;
import io.apfw.capwap.wire.element.DiscoveryType;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.DiscoveryRequest;
import io.apfw.capwap.wire.message.JoinResponse;
import io.apfw.capwap.wtp.WtpAction.FindControllers;
import io.apfw.capwap.wtp.WtpAction.SendClear;
import io.apfw.capwap.wtp.WtpEvent.ControllersFound;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** RFC 5415 4.6.2 and 4.6.3: an AC says where others are. */
class ReferralTest {
  private static final Endpoint OTHER = new Endpoint("198.51.100.9", 5246);

  private static JoinResponse join(ResultCode code, MessageElement... lists) {
    List<MessageElement> elements = new ArrayList<>();
    elements.add(code);
    Lab.joinResponse(Lab.RUNNING).elements().stream().skip(1).forEach(elements::add);
    elements.addAll(List.of(lists));
    return new JoinResponse(elements);
  }

  private static List<Endpoint> referred(Lab lab) {
    return ((WtpState.Remembering) lab.state).memory().acs().referred();
  }

  private static List<FindControllers> lookups(List<WtpAction> actions) {
    return actions.stream()
        .filter(FindControllers.class::isInstance)
        .map(FindControllers.class::cast)
        .toList();
  }

  @Test
  void e_anAcThatRefusesAndNamesAnotherIsTakenAtItsWordInTheNextDiscovery() {
    Lab lab = new Lab().inJoin(Lab.INVENTORY);
    List<WtpAction> actions =
        lab.answer(join(ResultCode.FAILURE_AC_LIST, new AcIpv4List(List.of(OTHER.address()))));
    assertThat(Lab.stages(actions)).startsWith("DTLS Teardown");
    List<WtpAction> more = new ArrayList<>(actions);
    while (lookups(more).isEmpty()) {
      more.addAll(lab.deadline());
    }
    assertThat(lookups(more).get(0)).isEqualTo(new FindControllers(List.of(OTHER)));
  }

  @Test
  void g_theJoinResponseAndTheConfigurationNameOthersAndNotThemselvesNorGroups() {
    Lab lab = new Lab().inJoin(Lab.INVENTORY);
    lab.answer(
        join(
            ResultCode.SUCCESS,
            new AcIpv4List(List.of(Lab.AC.address(), OTHER.address(), "224.0.1.140", "0.0.0.0")),
            new AcIpv6List(List.of("2001:db8:0:0:0:0:0:1", "ff02:0:0:0:0:0:0:1"))));
    assertThat(referred(lab)).containsExactly(OTHER, new Endpoint("2001:db8::1", 5246));
    lab.answer(Lab.configurationStatusResponse(10, 60));
    assertThat(referred(lab)).as("that names only the AC itself").hasSize(2);
  }

  @Test
  void theyAreBoundedAndTheLatestStay() {
    AcBook acs = AcBook.empty(true);
    List<Endpoint> many =
        IntStream.range(0, 40).mapToObj(i -> new Endpoint("198.51.100." + i, 5246)).toList();
    for (Endpoint one : many) {
      acs = acs.referredTo(List.of(one));
    }
    assertThat(acs.referred()).isEqualTo(many.subList(24, 40));
    assertThat(acs.referredTo(List.of(many.get(24))).referred())
        .as("named again, it is the latest")
        .hasSize(16)
        .endsWith(many.get(24));
  }

  @Test
  void hash_aReferredAcIsAskedAsOne() {
    Lab lab = new Lab();
    lab.candidates =
        List.of(
            new Candidate(new Ac(OTHER, Ac.DATA_PORT), Candidate.Source.REFERRAL, 9, "192.0.2.33"));
    lab.inDiscovery();
    List<WtpAction> actions = lab.deadline();
    assertThat(actions)
        .filteredOn(SendClear.class::isInstance)
        .singleElement()
        .satisfies(
            action -> {
              SendClear send = (SendClear) action;
              assertThat(send.to()).isEqualTo(OTHER);
              assertThat(((DiscoveryRequest) send.message()).first(DiscoveryType.class))
                  .contains(new DiscoveryType(DiscoveryType.AC_REFERRAL));
            });
  }

  @Test
  void aLookupThatFindsOnlyReferralsKeepsWhatTheSourcesFoundBefore() {
    Candidate configured = Lab.candidate(Lab.AC, 0);
    Candidate other =
        new Candidate(new Ac(OTHER, Ac.DATA_PORT), Candidate.Source.REFERRAL, 9, "192.0.2.33");
    AcBook acs = AcBook.empty(true).found(List.of(configured)).found(List.of(other));
    assertThat(acs.candidates()).containsExactlyInAnyOrder(configured, other);
    assertThat(acs.found(List.of(configured)).candidates()).containsExactly(configured);
    Lab lab = new Lab().inRun();
    lab.on(new ControllersFound(List.of(configured, other)));
    assertThat(Lab.sent(lab.passServed(600_000)))
        .as("nobody leaves for an AC that only another one named")
        .isNotEmpty();
    assertThat(lab.state).isInstanceOf(WtpState.Run.class);
  }
}
