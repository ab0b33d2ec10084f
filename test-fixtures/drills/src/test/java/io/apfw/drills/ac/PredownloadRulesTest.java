package io.apfw.drills.ac;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.ac.Predownload.Event;
import io.apfw.drills.ac.Predownload.Limits;
import io.apfw.drills.ac.Predownload.Start;
import io.apfw.machine.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PredownloadRulesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String VERSION = "17.12.1.5";
  private static final Limits FIELD =
      new Limits(16, Duration.ofMinutes(1), 100, 2, Duration.ofMinutes(2), Duration.ofMinutes(5));

  private final List<String> started = new ArrayList<>();
  private PredownloadRules rules = new PredownloadRules(FIELD);
  private Predownload state = Predownload.NOTHING;
  private Instant now = START;

  private List<Start> step(Event event) {
    Step<Predownload, Start> step = rules.step(state, event, now);
    state = step.state();
    step.actions().forEach(start -> started.add(start.ap()));
    return step.actions();
  }

  private void want(int aps) {
    for (int i = 0; i < aps; i++) {
      step(new Event.Wanted("ap%04d".formatted(i), VERSION, true));
    }
  }

  private void goOn() {
    now = rules.nextDeadline(state).orElseThrow();
    step(new Event.DeadlineReached());
  }

  private Predownload.Job job(String ap) {
    return Optional.ofNullable(state.jobs().get(ap)).orElseThrow();
  }

  @Test
  void aSetOf16EveryMinuteAndAHundredAtOnce() {
    step(new Event.Wanted("ap", VERSION, true));
    assertThat(started).containsExactly("ap");
    started.clear();
    want(200);

    List<Integer> perSet = new ArrayList<>();
    for (int set = 1; set <= 7; set++) {
      int before = started.size();
      goOn();
      perSet.add(started.size() - before);
      assertThat(now).isEqualTo(START.plusSeconds(60L * set));
      state.jobs().keySet().forEach(ap -> step(new Event.Progress(ap)));
    }
    assertThat(perSet).containsExactly(16, 16, 16, 16, 16, 16, 3);
    assertThat(state.jobs().values().stream().filter(Predownload.Job::runs)).hasSize(100);

    step(new Event.Ended("ap", PredownloadStatus.COMPLETE));
    now = now.plusSeconds(60);
    step(new Event.DeadlineReached());
    assertThat(started).hasSize(100);
    assertThat(job("ap").status()).isEqualTo(PredownloadStatus.COMPLETE);
  }

  @Test
  void aFailureIsTriedAgainSoOftenAndNoMore() {
    want(1);
    for (int attempt = 0; attempt < 2; attempt++) {
      step(new Event.Ended("ap0000", PredownloadStatus.FAILED));
      assertThat(job("ap0000").status()).isEqualTo(PredownloadStatus.FAILED);
      assertThat(job("ap0000").retries()).isEqualTo(attempt + 1);
      assertThat(job("ap0000").retryAt()).contains(now.plusSeconds(120));
      now = now.plusSeconds(120);
      assertThat(step(new Event.DeadlineReached())).containsExactly(new Start("ap0000", VERSION));
    }
    step(new Event.Ended("ap0000", PredownloadStatus.FAILED));
    assertThat(job("ap0000").retryAt()).isEmpty();
    assertThat(job("ap0000").retries()).isEqualTo(2);
    now = now.plusSeconds(10_000);
    assertThat(step(new Event.DeadlineReached())).isEmpty();
    assertThat(rules.nextDeadline(state)).isEmpty();
  }

  @Test
  void whatNoRepetitionMendsIsNotRepeated() {
    want(1);
    step(new Event.Ended("ap0000", PredownloadStatus.UNSUPPORTED));
    assertThat(job("ap0000").status()).isEqualTo(PredownloadStatus.UNSUPPORTED);
    assertThat(job("ap0000").retryAt()).isEmpty();
  }

  @Test
  void anApThatGoesIsAskedWhenItIsBack() {
    want(1);
    step(new Event.Gone("ap0000"));
    now = now.plusSeconds(500);
    assertThat(step(new Event.DeadlineReached())).isEmpty();
    assertThat(rules.nextDeadline(state)).isEmpty();
    assertThat(step(new Event.Present("ap0000"))).hasSize(1);
  }

  @Test
  void anApThatWasAwayFromTheBeginningIsAskedWhenItComes() {
    step(new Event.Wanted("ap", VERSION, false));
    assertThat(started).isEmpty();
    step(new Event.Present("ap"));
    assertThat(started).containsExactly("ap");
  }

  @Test
  void anApThatDoesNothingGivesItsPlaceBack() {
    rules =
        new PredownloadRules(
            new Limits(1, Duration.ZERO, 1, 0, Duration.ofMinutes(2), Duration.ofMinutes(5)));
    want(2);
    assertThat(started).containsExactly("ap0000");
    now = now.plusSeconds(300);
    step(new Event.DeadlineReached());
    assertThat(job("ap0000").status()).isEqualTo(PredownloadStatus.FAILED);
    assertThat(started).containsExactly("ap0000", "ap0001");
    step(new Event.Progress("ap0001"));
    now = now.plusSeconds(3_000);
    step(new Event.DeadlineReached());
    assertThat(job("ap0001").runs()).isTrue();
  }

  /** Whatever the bounds: all come to an end, none is asked twice, no bound is passed. */
  @Test
  void everyApIsAskedOnceWithinTheBounds() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      everyApIsAskedOnce(
          1 + random.nextInt(20),
          1 + random.nextInt(30),
          random.nextInt(61),
          1 + random.nextInt(90),
          "seed " + seed);
    }
  }

  private void everyApIsAskedOnce(int setSize, int atOnce, int seconds, int aps, String seed) {
    rules =
        new PredownloadRules(
            new Limits(
                setSize,
                Duration.ofSeconds(seconds),
                atOnce,
                0,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10)));
    state = Predownload.NOTHING;
    now = START;
    started.clear();
    want(aps);
    while (started.size() < aps) {
      int before = started.size();
      assertThat(state.jobs().values().stream().filter(Predownload.Job::runs).count())
          .as(seed)
          .isLessThanOrEqualTo(atOnce);
      state.jobs().entrySet().stream()
          .filter(job -> job.getValue().runs())
          .findFirst()
          .ifPresent(job -> step(new Event.Ended(job.getKey(), PredownloadStatus.COMPLETE)));
      rules.nextDeadline(state).ifPresent(at -> now = at.isAfter(now) ? at : now);
      step(new Event.DeadlineReached());
      assertThat(started.size() - before).as(seed).isLessThanOrEqualTo(2 * setSize);
    }
    assertThat(started).as(seed).doesNotHaveDuplicates().hasSize(aps);
  }
}
