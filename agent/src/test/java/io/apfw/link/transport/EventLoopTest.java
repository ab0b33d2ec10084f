package io.apfw.link.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.agent.Patience;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {
  private final EventLoop loop = new EventLoop(new MonotonicClock());

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void tasksRunInOrderOnOneThread() throws Exception {
    List<Integer> order = new ArrayList<>();
    CompletableFuture<Boolean> inLoop = new CompletableFuture<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      loop.execute(() -> order.add(number));
    }
    loop.execute(() -> inLoop.complete(loop.inLoop()));

    assertThat(inLoop.get(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(order).hasSize(100).isSorted();
    assertThat(loop.inLoop()).isFalse();
  }

  @Test
  void aTimerFiresNotBeforeItsDeadline() throws Exception {
    CompletableFuture<Instant> fired = new CompletableFuture<>();
    Instant deadline = loop.now().plusMillis(20);
    DeadlineTimer timer = loop.timer(() -> fired.complete(loop.now()));
    loop.execute(() -> timer.arm(deadline));

    assertThat(fired.get(Patience.SECONDS, TimeUnit.SECONDS)).isAfterOrEqualTo(deadline);
  }

  @Test
  void aDeadlineInThePastFiresAtOnce() throws Exception {
    CompletableFuture<Boolean> fired = new CompletableFuture<>();
    DeadlineTimer timer = loop.timer(() -> fired.complete(true));
    loop.execute(() -> timer.arm(loop.now().minusSeconds(60)));

    assertThat(fired.get(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void onlyTheLastDeadlineCounts() throws Exception {
    List<String> fired = new ArrayList<>();
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    DeadlineTimer cancelled = loop.timer(() -> fired.add("cancelled"));
    DeadlineTimer moved = loop.timer(() -> fired.add("moved"));
    DeadlineTimer earlier = loop.timer(() -> fired.add("earlier"));
    DeadlineTimer last = loop.timer(() -> done.complete(true));
    loop.execute(
        () -> {
          Instant now = loop.now();
          cancelled.arm(now.plusMillis(5));
          cancelled.arm(null);
          moved.arm(now.plusMillis(5));
          moved.arm(now.plusSeconds(3600));
          earlier.arm(now.plusSeconds(3600));
          earlier.arm(now.plusMillis(10));
          last.arm(now.plusMillis(30));
        });

    assertThat(done.get(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(fired).containsExactly("earlier");
  }

  @Test
  void aTimerMayArmItselfAgain() throws Exception {
    CompletableFuture<Integer> done = new CompletableFuture<>();
    List<DeadlineTimer> self = new ArrayList<>();
    int[] count = {0};
    self.add(
        loop.timer(
            () -> {
              if (++count[0] == 3) {
                done.complete(count[0]);
              } else {
                self.get(0).arm(loop.now().plusMillis(1));
              }
            }));
    loop.execute(() -> self.get(0).arm(loop.now()));

    assertThat(done.get(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo(3);
  }

  @Test
  void whatATaskOrATimerLetsEscapeIsReportedAndTheLoopGoesOn() throws Exception {
    CompletableFuture<Throwable> bug = loop.bug().toCompletableFuture();
    DeadlineTimer timer =
        loop.timer(
            () -> {
              throw new IllegalStateException("first");
            });
    loop.execute(() -> timer.arm(loop.now()));

    assertThat(bug.get(Patience.SECONDS, TimeUnit.SECONDS)).hasMessage("first");
    CompletableFuture<Boolean> alive = new CompletableFuture<>();
    loop.execute(() -> alive.complete(true));
    assertThat(alive.get(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aClosedLoopTakesNoTasks() {
    loop.close();

    assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }
}
