package io.apfw.drills.ac;

import io.apfw.drills.ac.Predownload.Event;
import io.apfw.drills.ac.Predownload.Job;
import io.apfw.drills.ac.Predownload.Limits;
import io.apfw.drills.ac.Predownload.Start;
import io.apfw.machine.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Predownloads by the field's rules, pure: in sets, a set at a time every so often, only so many at
 * once, and again after a while where one failed. The vendor's guide: sets of 16 every 60 s, at
 * most 100 at once.
 */
final class PredownloadRules {
  private final Limits limits;

  PredownloadRules(Limits limits) {
    this.limits = limits;
  }

  /** One event. */
  Step<Predownload, Start> step(Predownload state, Event event, Instant now) {
    Map<String, Job> jobs = new TreeMap<>(state.jobs());
    if (event instanceof Event.Wanted wanted) {
      jobs.put(wanted.ap(), Job.of(wanted.version(), wanted.present()));
    } else if (event instanceof Event.Present present) {
      jobs.computeIfPresent(present.ap(), (ap, job) -> job.present(true));
    } else if (event instanceof Event.Gone gone) {
      jobs.computeIfPresent(
          gone.ap(),
          (ap, job) ->
              (job.runs() ? failed(job, PredownloadStatus.FAILED, now) : job).present(false));
    } else if (event instanceof Event.Progress progress) {
      jobs.computeIfPresent(progress.ap(), (ap, job) -> job.goesOn());
    } else if (event instanceof Event.Ended ended) {
      jobs.computeIfPresent(
          ended.ap(), (ap, job) -> job.runs() ? ended(job, ended.how(), now) : job);
    }
    jobs.replaceAll((ap, job) -> late(job, now) ? failed(job, PredownloadStatus.FAILED, now) : job);
    return begin(jobs, state.nextSet(), now);
  }

  private static boolean late(Job job, Instant now) {
    return job.deadline().isPresent() && !now.isBefore(job.deadline().get());
  }

  private Job ended(Job job, PredownloadStatus how, Instant now) {
    return how == PredownloadStatus.FAILED ? failed(job, how, now) : job.ended(how);
  }

  private Job failed(Job job, PredownloadStatus how, Instant now) {
    return job.retries() < limits.retriesMax()
        ? job.again(how, now.plus(limits.retryInterval()))
        : job.ended(how);
  }

  /** Begins a set if it is time for one. */
  private Step<Predownload, Start> begin(
      Map<String, Job> jobs, Optional<Instant> nextSet, Instant now) {
    if (nextSet.isPresent() && now.isBefore(nextSet.get())) {
      return Step.to(new Predownload(jobs, nextSet));
    }
    long running = jobs.values().stream().filter(Job::runs).count();
    long room = Math.min(limits.setSize(), limits.atOnceMax() - running);
    List<Start> starts = new ArrayList<>();
    for (Map.Entry<String, Job> entry : jobs.entrySet()) {
      if (starts.size() < room && entry.getValue().waits(now)) {
        starts.add(new Start(entry.getKey(), entry.getValue().version()));
        entry.setValue(entry.getValue().started(now.plus(limits.startMax())));
      }
    }
    return new Step<>(
        new Predownload(
            jobs,
            starts.isEmpty() ? Optional.empty() : Optional.of(now.plus(limits.setInterval()))),
        starts);
  }

  /** When the predownloads want to be looked at again, if they do. */
  Optional<Instant> nextDeadline(Predownload state) {
    Stream<Instant> ofJobs =
        state.jobs().values().stream()
            .flatMap(
                job ->
                    Stream.concat(
                        job.deadline().stream(),
                        job.retryAt().stream().filter(at -> job.present())));
    return Stream.concat(state.nextSet().stream(), ofJobs).min(Instant::compareTo);
  }
}
