package io.apfw.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateEvent.BootFacts;
import io.apfw.update.UpdateEvent.Unfinished;
import io.apfw.update.UpdateFailure.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** An update machine, what it has asked for and said, and a world that finishes its tasks. */
abstract class UpdateBench {
  static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  static final UpdateConfig CONFIG = new UpdateConfig(3, 60_000, 2, 1_000_000);
  static final Offer OFFER =
      new Offer(
          Offer.Source.CONTROLLER,
          "192.0.2.1",
          "17.9.4.27",
          "ap1g8",
          OptionalLong.of(70_512_640),
          Optional.empty(),
          false);
  static final ManifestFacts MANIFEST =
      new ManifestFacts("17.9.4.27", "ap1g8", 70_000_000, "ab".repeat(32), 7);
  static final UpdateFailure LOST = new UpdateFailure(Cause.SOURCE_LOST, "teardown");

  UpdateMachine machine = new UpdateMachine(CONFIG);
  final List<UpdateTask> started = new ArrayList<>();
  final List<News> told = new ArrayList<>();

  /** News with whom they are for, and what a fetch is told. */
  final List<UpdateAction> others = new ArrayList<>();

  final List<String> restarts = new ArrayList<>();
  final List<Report> said = new ArrayList<>();
  final List<Inventory> inventories = new ArrayList<>();
  Instant now = T0;
  Quarantine quarantine = Quarantine.NONE;
  boolean wayBack = true;
  UpdateState state = boot(Optional.empty(), false);

  UpdateState boot(Optional<Unfinished> unfinished, boolean onTrial) {
    started.clear();
    told.clear();
    others.clear();
    restarts.clear();
    said.clear();
    inventories.clear();
    Inventory inventory =
        new Inventory(
            "17.3.3.26", Optional.of("8.10.130.0"), Optional.of("8.10.130.0"), Set.of(), onTrial);
    BootFacts facts = new BootFacts("part2", "part1", inventory, quarantine, unfinished, wayBack);
    return take(machine.start(new UpdateEvent.Booted(facts), now));
  }

  UpdateState take(Step<UpdateState, UpdateAction> step) {
    for (UpdateAction action : step.actions()) {
      if (action instanceof UpdateAction.Start start) {
        started.add(start.task());
      } else if (action instanceof UpdateAction.Tell tell) {
        told.add(tell.news());
        others.add(tell);
      } else if (action instanceof UpdateAction.Restart restart) {
        restarts.add(restart.reason());
      } else if (action instanceof UpdateAction.Fetch || action instanceof UpdateAction.StopFetch) {
        others.add(action);
      } else if (action instanceof UpdateAction.Say say) {
        said.add(say.report());
      } else if (action instanceof UpdateAction.TellInventory tell) {
        inventories.add(tell.inventory());
      }
    }
    state = step.state();
    return state;
  }

  void on(UpdateEvent event) {
    take(machine.step(state, event, now));
  }

  /** Finishes the task that was started last, so many times. */
  void finish(int tasks) {
    for (int i = 0; i < tasks; i++) {
      on(new UpdateEvent.TaskFinished(started.get(started.size() - 1), ""));
    }
  }

  void failLast(UpdateFailure failure) {
    on(new UpdateEvent.TaskFailed(started.get(started.size() - 1), failure));
  }

  void receiveUpToWriting() {
    on(new UpdateEvent.Offered(OFFER));
    finish(2);
    on(new UpdateEvent.HeadVerified(MANIFEST));
    finish(3);
  }

  void verified() {
    receiveUpToWriting();
    on(new UpdateEvent.PayloadWritten(70, 0, 0));
    finish(3);
  }

  /** What writes down the only image in quarantine. */
  UpdateTask keptQuarantine() {
    assertThat(state.facts().quarantine().entries()).hasSize(1);
    return new UpdateTask.KeepQuarantine(state.facts().quarantine().entries().get(0));
  }

  UpdateState bootOnTarget() {
    return bootOnTarget(0);
  }

  UpdateState bootOnTarget(int unreached) {
    UpdateState onTrial =
        boot(
            Optional.of(
                new Unfinished(
                    Unfinished.Phase.ACTIVATING, "part2", "17.3.3.26", "ab", true, 1, unreached)),
            true);
    assertThat(said).containsExactly(new Report.TrialStarted("part2", "17.3.3.26", 60_000));
    return onTrial;
  }
}
