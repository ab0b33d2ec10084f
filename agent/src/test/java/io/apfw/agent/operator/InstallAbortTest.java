package io.apfw.agent.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.ExitCode;
import io.apfw.capwap.wtp.RunEnd;
import io.apfw.fetch.Location;
import io.apfw.update.Offer.Source;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever gives an install up ends its download, and never its activation. */
class InstallAbortTest implements Install.Agent, Install.Watcher {
  private static final UpdateFailure REFUSED =
      new UpdateFailure(Cause.UPDATE_IN_PROGRESS, "let it boot and roll back");

  private final Install install = new Install("ap1g8", InstantSource.fixed(Instant.EPOCH), this);
  private final List<UpdateEvent> events = new ArrayList<>();
  private final List<String> restarts = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();

  @Override
  public void on(UpdateEvent event) {
    events.add(event);
  }

  @Override
  public void restart(String reason, RunEnd how) {
    restarts.add(reason);
  }

  @Override
  public void line(Map<String, ?> event) {}

  @Override
  public void ended(int exitCode, Map<String, ?> result) {
    ends.add(exitCode);
  }

  @BeforeEach
  void begin() throws Exception {
    install.begin(new Install.Order(Location.parse("/tmp/image.apfw"), true, true), this);
    events.clear();
  }

  private void verified() {
    install.heard(new News.Verified());
    assertThat(events).containsExactly(new UpdateEvent.ActivateRequested(Source.OPERATOR, ""));
    events.clear();
  }

  private void activatedAndRebooted() {
    assertThat(install.underWay()).isTrue();
    install.heard(new News.Activated());
    assertThat(ends).containsExactly(ExitCode.OK);
    assertThat(restarts).hasSize(1);
  }

  @Test
  void aClientThatHangsUpEndsADownload() {
    install.giveUp(this);
    assertThat(events).hasSize(1).first().isInstanceOf(UpdateEvent.AbortRequested.class);
  }

  @Test
  void aClientThatHangsUpDuringTheActivationChangesNothing() {
    verified();
    install.giveUp(this);
    assertThat(events).isEmpty();
    activatedAndRebooted();
  }

  @Test
  void anAbortThatIsRefusedEndsItselfAndNotTheInstall() {
    verified();
    install.heard(new News.AbortRefused(REFUSED));
    OrderOutcome abort =
        new OrderProgress(UpdateOrder.ABORT).heard(new News.AbortRefused(REFUSED)).orElseThrow();
    assertThat(abort.exitCode()).isEqualTo(ExitCode.TRY_LATER);
    assertThat(abort.fields()).containsEntry("error", REFUSED.line());
    activatedAndRebooted();
  }

  /** It found nothing under way, for the activation had not begun. */
  @Test
  void anAbortBetweenDownloadAndActivationDoesNotEndTheInstall() {
    verified();
    install.heard(new News.Aborted());
    activatedAndRebooted();
  }

  @Test
  void anActivationThatFailsEndsTheInstall() {
    verified();
    install.heard(new News.Failed(new UpdateFailure(Cause.READ_BACK_MISMATCH, "block 3")));
    install.heard(new News.Aborted());
    assertThat(ends).hasSize(1).doesNotContain(ExitCode.OK);
    assertThat(restarts).isEmpty();
    assertThat(install.underWay()).isFalse();
  }
}
