package io.apfw.capwap.wtp;

import static io.apfw.capwap.wtp.Stage.IMAGE_DATA;
import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.machine.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever comes in whatever state: the machine answers, and stays within its bounds. */
class AnyEventTest {
  private static final Instant LATE = Instant.EPOCH.plus(Duration.ofDays(1));

  @Test
  void theSamplesHaveEveryState() {
    Set<Stage> stages = new HashSet<>();
    Samples.states().forEach(state -> stages.add(state.stage()));
    assertThat(stages).containsExactlyInAnyOrder(Stage.values());
  }

  @Test
  void noEventInAnyStateThrowsAndASecondTimeGivesTheSame() {
    WtpMachine machine = Samples.machine();
    for (WtpState state : Samples.states()) {
      for (WtpEvent event : Samples.events(state)) {
        for (Instant now : List.of(Instant.EPOCH, LATE)) {
          Step<WtpState, WtpAction> step = machine.step(state, event, now);
          assertThat(machine.step(state, event, now)).isEqualTo(step);
        }
      }
    }
  }

  @Test
  void everyStateButTheFirstAndTheLastHasADeadline() {
    for (WtpState state : Samples.states()) {
      assertThat(state.deadline().isPresent())
          .as("%s", state.stage())
          .isEqualTo(state.stage() != Stage.START && state.stage() != Stage.ENDED);
    }
  }

  @Test
  void aDeadlineThatIsServedMovesOn() {
    WtpMachine machine = Samples.machine();
    for (WtpState state : Samples.states()) {
      state
          .deadline()
          .ifPresent(
              at -> {
                WtpState next = machine.step(state, new WtpEvent.DeadlineReached(), at).state();
                assertThat(next).as("%s: no busy loop", state.stage()).isNotEqualTo(state);
                next.deadline()
                    .ifPresent(
                        later -> assertThat(later).as("%s", state.stage()).isAfterOrEqualTo(at));
              });
    }
  }

  @Test
  void randomLivesKeepTheRulesThatNoEventMayBreak() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      for (Lab lab : Samples.labs()) {
        live(lab, random, "seed " + seed);
      }
    }
  }

  private static void live(Lab lab, Random random, String seed) {
    List<WtpEvent> events = Samples.events(lab.state);
    for (int i = 0; i < 40 && lab.state.stage() != Stage.ENDED; i++) {
      WtpState before = lab.state;
      List<WtpAction> actions =
          random.nextBoolean() && before.deadline().isPresent()
              ? lab.deadline()
              : lab.on(events.get(random.nextInt(events.size())));
      String where = seed + ", event " + i + " in " + before.stage();
      long appended = actions.stream().filter(WtpAction.AppendBlock.class::isInstance).count();
      assertThat(appended).as(where).isLessThanOrEqualTo(before.stage() == IMAGE_DATA ? 1 : 0);
      assertThat(Lab.sent(actions).isEmpty() || session(before) || session(lab.state))
          .as("%s: a control message without a session", where)
          .isTrue();
      if (lab.state.stage() == Stage.ENDED) {
        assertThat(actions.get(actions.size() - 1))
            .as(where)
            .isInstanceOfAny(WtpAction.Reboot.class, WtpAction.Exit.class);
      }
    }
  }

  private static boolean session(WtpState state) {
    return state instanceof WtpState.Connected
        || (state instanceof WtpState.DtlsTeardown teardown && teardown.lingering().isPresent());
  }
}
