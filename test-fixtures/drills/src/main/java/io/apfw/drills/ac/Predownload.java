package io.apfw.drills.ac;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The predownloads of a controller, between two events; {@link PredownloadRules} moves it.
 *
 * @param jobs by AP
 * @param nextSet when the next set may begin; empty when none has begun or nobody waits
 */
record Predownload(Map<String, Job> jobs, Optional<Instant> nextSet) {
  static final Predownload NOTHING = new Predownload(Map.of(), Optional.empty());

  Predownload {
    jobs = Collections.unmodifiableMap(new TreeMap<>(jobs));
  }

  /**
   * One AP's.
   *
   * @param version what it is to have
   * @param status how it stands
   * @param present whether the AP is there to be asked
   * @param retries failures so far after which it was to be tried again
   * @param retryAt when that is
   * @param deadline when an AP that was asked and does nothing has failed
   */
  record Job(
      String version,
      PredownloadStatus status,
      boolean present,
      int retries,
      Optional<Instant> retryAt,
      Optional<Instant> deadline) {
    static Job of(String version, boolean present) {
      return new Job(
          version, PredownloadStatus.INITIATED, present, 0, Optional.empty(), Optional.empty());
    }

    Job present(boolean there) {
      return new Job(version, status, there, retries, retryAt, deadline);
    }

    Job started(Instant until) {
      return new Job(
          version,
          PredownloadStatus.IN_PROGRESS,
          present,
          retries,
          Optional.empty(),
          Optional.of(until));
    }

    Job goesOn() {
      return new Job(version, status, present, retries, retryAt, Optional.empty());
    }

    Job ended(PredownloadStatus how) {
      return new Job(version, how, present, retries, Optional.empty(), Optional.empty());
    }

    Job again(PredownloadStatus how, Instant at) {
      return new Job(version, how, present, retries + 1, Optional.of(at), Optional.empty());
    }

    /** Whether it is to begin: for the first time, or because its time has come. */
    boolean waits(Instant now) {
      return present
          && (retryAt.isPresent()
              ? !now.isBefore(retryAt.get())
              : status == PredownloadStatus.INITIATED);
    }

    boolean runs() {
      return status == PredownloadStatus.IN_PROGRESS;
    }
  }

  /**
   * The bounds.
   *
   * @param setSize APs that begin at once
   * @param setInterval from one set to the next
   * @param atOnceMax APs that fetch at one time
   * @param retriesMax failures after which an AP is asked again
   * @param retryInterval from a failure to the next attempt
   * @param startMax from the request to the first block
   */
  record Limits(
      int setSize,
      Duration setInterval,
      int atOnceMax,
      int retriesMax,
      Duration retryInterval,
      Duration startMax) {}

  /** What happens. */
  sealed interface Event {
    /** An operator wants this version on an AP; the AP may be away. */
    record Wanted(String ap, String version, boolean present) implements Event {}

    /** The AP is in Run. */
    record Present(String ap) implements Event {}

    /** The AP has gone. */
    record Gone(String ap) implements Event {}

    /** The first block goes to the AP. */
    record Progress(String ap) implements Event {}

    /** The AP is done, one way or the other. */
    record Ended(String ap, PredownloadStatus how) implements Event {}

    /** The time of {@link PredownloadRules#nextDeadline} has come. */
    record DeadlineReached() implements Event {}
  }

  /** The AP is to fetch this version. */
  record Start(String ap, String version) {}
}
