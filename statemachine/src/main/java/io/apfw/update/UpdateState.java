package io.apfw.update;

import io.apfw.update.UpdateEvent.BootFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where an update stands. */
public sealed interface UpdateState {

  /** What storage said at start, kept up to date. */
  BootFacts facts();

  /** The same with other facts. */
  UpdateState withFacts(BootFacts facts);

  /**
   * Whether what an agent finds at its start is settled, so that it may turn to its controller. A
   * commit that has failed is: it is tried again for ever, and the image is good to the boot
   * loader.
   */
  default boolean settled() {
    return true;
  }

  /** A state in which a task is under way. */
  sealed interface Working extends UpdateState {
    /** What is left to do. */
    Plan plan();

    /** The same with less to do. */
    Working withPlan(Plan plan);

    @Override
    Working withFacts(BootFacts facts);

    @Override
    default boolean settled() {
      return false;
    }

    /** Why this ends early, for tasks that write it down. */
    default Optional<UpdateFailure> reason() {
      return Optional.empty();
    }
  }

  /** A state of a download. */
  sealed interface Downloading extends UpdateState {
    /** What is being downloaded. */
    Offer offer();

    /** The inactive slot has been marked bad, or may have been. */
    boolean touched();

    /** The image's identity; empty until its manifest has passed. */
    default String manifestSha256() {
      return "";
    }
  }

  /** Nothing goes on. */
  record Idle(BootFacts facts) implements UpdateState {
    @Override
    public Idle withFacts(BootFacts next) {
      return new Idle(next);
    }
  }

  /** Getting ready: PRECHECK, then the ingest. */
  record Preparing(BootFacts facts, Offer offer, Plan plan) implements Working, Downloading {
    @Override
    public Preparing withPlan(Plan next) {
      return new Preparing(facts, offer, next);
    }

    @Override
    public Preparing withFacts(BootFacts next) {
      return new Preparing(next, offer, plan);
    }

    @Override
    public boolean touched() {
      return false;
    }
  }

  /** Bytes come in; the head has not passed and no slot has been touched. */
  record ReceivingHead(BootFacts facts, Offer offer) implements Downloading {
    @Override
    public ReceivingHead withFacts(BootFacts next) {
      return new ReceivingHead(next, offer);
    }

    @Override
    public boolean touched() {
      return false;
    }
  }

  /** The head passed; the inactive slot is taken out of use and opened. */
  record Opening(BootFacts facts, Offer offer, ManifestFacts manifest, Plan plan)
      implements Working, Downloading {
    @Override
    public Opening withPlan(Plan next) {
      return new Opening(facts, offer, manifest, next);
    }

    @Override
    public Opening withFacts(BootFacts next) {
      return new Opening(next, offer, manifest, plan);
    }

    @Override
    public boolean touched() {
      return plan.current() != UpdateTask.Job.JOURNAL_INTENT;
    }

    @Override
    public String manifestSha256() {
      return manifest.manifestSha256();
    }
  }

  /** The payload goes onto the slot. */
  record Writing(BootFacts facts, Offer offer, ManifestFacts manifest) implements Downloading {
    @Override
    public Writing withFacts(BootFacts next) {
      return new Writing(next, offer, manifest);
    }

    @Override
    public boolean touched() {
      return true;
    }

    @Override
    public String manifestSha256() {
      return manifest.manifestSha256();
    }
  }

  /** The payload is complete: board work, read-back, record. */
  record Finishing(BootFacts facts, Offer offer, ManifestFacts manifest, Plan plan)
      implements Working, Downloading {
    @Override
    public Finishing withPlan(Plan next) {
      return new Finishing(facts, offer, manifest, next);
    }

    @Override
    public Finishing withFacts(BootFacts next) {
      return new Finishing(next, offer, manifest, plan);
    }

    @Override
    public boolean touched() {
      return true;
    }

    @Override
    public String manifestSha256() {
      return manifest.manifestSha256();
    }
  }

  /**
   * The verified image is made first in boot order.
   *
   * @param by who wants it
   */
  record Activating(BootFacts facts, Offer.Source by, String version, Plan plan)
      implements Working {
    @Override
    public Activating withPlan(Plan next) {
      return new Activating(facts, by, version, next);
    }

    @Override
    public Activating withFacts(BootFacts next) {
      return new Activating(next, by, version, plan);
    }
  }

  /** The reboot is due. */
  record Activated(BootFacts facts) implements UpdateState {
    @Override
    public Activated withFacts(BootFacts next) {
      return new Activated(next);
    }
  }

  /**
   * An update is taken back.
   *
   * @param hearers who began it and who wanted it ended; nobody hears of one that the agent before
   *     this one left open
   * @param failure why
   * @param touched the inactive slot has been marked bad by then
   */
  record Aborting(
      BootFacts facts,
      List<Offer.Source> hearers,
      Optional<Offer> offer,
      UpdateFailure failure,
      boolean touched,
      Plan plan)
      implements Working {
    public Aborting {
      hearers = List.copyOf(hearers);
    }

    Aborting heardBy(Offer.Source another) {
      if (hearers.contains(another)) {
        return this;
      }
      List<Offer.Source> more = new ArrayList<>(hearers);
      more.add(another);
      return new Aborting(facts, more, offer, failure, touched, plan);
    }

    @Override
    public Aborting withPlan(Plan next) {
      return new Aborting(facts, hearers, offer, failure, touched, next);
    }

    @Override
    public Aborting withFacts(BootFacts next) {
      return new Aborting(next, hearers, offer, failure, touched, plan);
    }

    @Override
    public Optional<UpdateFailure> reason() {
      return Optional.of(failure);
    }
  }

  /**
   * The running image has to prove itself; the other slot is read-only.
   *
   * @param underWay the task that runs: the count of this boot, or a check of health
   * @param healthDue when health is to be checked, while it is not known and no task runs
   */
  record OnTrial(
      BootFacts facts,
      Instant deadline,
      int extensions,
      Evidence evidence,
      Optional<UpdateTask> underWay,
      Instant healthDue)
      implements UpdateState {

    /**
     * What speaks for the image.
     *
     * @param healthy HEALTH has passed
     * @param reached a peer has proved itself
     * @param lastWord why HEALTH could not tell the last time; empty when it was not asked
     * @param vouched an operator has confirmed it, and hears what comes of that
     */
    public record Evidence(boolean healthy, boolean reached, String lastWord, boolean vouched) {
      static final Evidence NONE = new Evidence(false, false, "", false);

      Evidence withHealthy() {
        return new Evidence(true, reached, lastWord, vouched);
      }

      Evidence withReached() {
        return new Evidence(healthy, true, lastWord, vouched);
      }

      Evidence withLastWord(String word) {
        return new Evidence(healthy, reached, word, vouched);
      }

      Evidence withVouched() {
        return new Evidence(healthy, true, lastWord, true);
      }
    }

    @Override
    public OnTrial withFacts(BootFacts next) {
      return new OnTrial(next, deadline, extensions, evidence, underWay, healthDue);
    }

    OnTrial with(Evidence other) {
      return new OnTrial(facts, deadline, extensions, other, underWay, healthDue);
    }

    OnTrial busyWith(UpdateTask task) {
      return new OnTrial(facts, deadline, extensions, evidence, Optional.of(task), healthDue);
    }

    OnTrial idle(Instant nextHealth) {
      return new OnTrial(facts, deadline, extensions, evidence, Optional.empty(), nextHealth);
    }

    OnTrial extended(Instant until) {
      return new OnTrial(facts, until, extensions + 1, evidence, underWay, healthDue);
    }
  }

  /**
   * The trial has passed and is written down, to the end: once the boot loader has been told that
   * the slot is good there is no way back, whatever fails after.
   *
   * @param asked an operator has asked for it and hears of it
   */
  record Committing(BootFacts facts, Plan plan, boolean asked) implements Working {
    @Override
    public boolean settled() {
      return plan.failures() > 0;
    }

    @Override
    public Committing withPlan(Plan next) {
      return new Committing(facts, next, asked);
    }

    @Override
    public Committing withFacts(BootFacts next) {
      return new Committing(next, plan, asked);
    }

    Committing withAsker() {
      return new Committing(facts, plan, true);
    }
  }

  /**
   * The way back to the other slot is written down.
   *
   * @param reboot this image still runs and has to end
   * @param asked an operator has asked for it and hears of it
   */
  record RollingBack(
      BootFacts facts, UpdateFailure failure, boolean reboot, boolean asked, Plan plan)
      implements Working {
    @Override
    public RollingBack withPlan(Plan next) {
      return new RollingBack(facts, failure, reboot, asked, next);
    }

    @Override
    public RollingBack withFacts(BootFacts next) {
      return new RollingBack(next, failure, reboot, asked, plan);
    }

    @Override
    public Optional<UpdateFailure> reason() {
      return Optional.of(failure);
    }
  }

  /**
   * The tasks still to do, the first of them under way or waiting for another try.
   *
   * @param tasks not empty
   * @param failures how often the first of them has failed
   * @param retryAt when it is tried again; empty while it runs
   */
  record Plan(List<UpdateTask> tasks, int failures, Optional<Instant> retryAt) {
    public Plan {
      tasks = List.copyOf(tasks);
      if (tasks.isEmpty()) {
        throw new IllegalArgumentException("a plan has a task");
      }
    }

    /** Begins. */
    Plan(List<UpdateTask> tasks) {
      this(tasks, 0, Optional.empty());
    }

    /** The first task. */
    public UpdateTask current() {
      return tasks.get(0);
    }

    /** What is left after the current task; empty when it was the last. */
    public Optional<Plan> rest() {
      return tasks.size() == 1
          ? Optional.empty()
          : Optional.of(new Plan(tasks.subList(1, tasks.size())));
    }

    /** The current task has failed. */
    Plan waitingUntil(Instant at) {
      return new Plan(tasks, failures + 1, Optional.of(at));
    }

    /** The current task is started once more. */
    Plan again() {
      return new Plan(tasks, failures, Optional.empty());
    }
  }
}
