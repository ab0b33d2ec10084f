package io.apfw.drills.virtual;

import io.apfw.drills.text.Script.Disk;
import io.apfw.drills.text.Script.Flaw;
import io.apfw.drills.virtual.VirtualDisk.Incoming;
import io.apfw.storage.slot.SlotId;
import io.apfw.update.Offer;
import io.apfw.update.ScriptVerb;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateTask;
import io.apfw.update.UpdateTask.Job;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an agent does for its update machine: tasks, one at a time, each taking its time; and an
 * image that comes in, of which only the length is real.
 */
final class VirtualIngest {
  private static final Duration SCRIPT = Duration.ofMillis(200);
  private static final Duration JOB = Duration.ofMillis(5);
  private static final long READ_BYTES_PER_MILLI = 50_000;

  /** Hears of it. */
  interface Events {
    void on(UpdateEvent event);

    void accepted(int sequence);

    /** Whether the agent still runs. */
    boolean alive();
  }

  private final VirtualTime time;
  private final VirtualDisk disk;
  private final SlotId active;
  private final String family;
  private final Map<String, VirtualImage> images;
  private final Events events;
  private final int bootTries;
  private final Disk trouble;
  private final InstantSource clock;
  private @Nullable Taking taking;

  /** The image that comes in. */
  private static final class Taking {
    private final VirtualImage image;
    private long bytes;
    private boolean judged;
    private boolean open;
    private boolean whole;
    private boolean failed;

    private Taking(VirtualImage image) {
      this.image = image;
    }
  }

  VirtualIngest(
      VirtualTime time,
      VirtualDisk disk,
      SlotId active,
      String family,
      Map<String, VirtualImage> images,
      Events events,
      int bootTries,
      Disk trouble,
      InstantSource clock) {
    this.time = time;
    this.disk = disk;
    this.active = active;
    this.family = family;
    this.images = images;
    this.events = events;
    this.bootTries = bootTries;
    this.trouble = trouble;
    this.clock = clock;
  }

  // --- tasks ---

  void start(UpdateTask task, Optional<Offer> offer, Optional<UpdateFailure> failure) {
    time.after(
        duration(task),
        () -> {
          if (events.alive()) {
            run(task, offer, failure);
          }
        });
  }

  private Duration duration(UpdateTask task) {
    if (task instanceof UpdateTask.Script) {
      return SCRIPT;
    }
    boolean reads = task == Job.READ_BACK || task == Job.VERIFY_AGAIN;
    long bytes = taking == null ? 0 : taking.bytes;
    return reads ? JOB.plusMillis(bytes / READ_BYTES_PER_MILLI) : JOB;
  }

  private void run(UpdateTask task, Optional<Offer> offer, Optional<UpdateFailure> failure) {
    if (task instanceof UpdateTask.Script script) {
      boolean unfit = script.verb() == ScriptVerb.HEALTH && disk.flaw(active) == Flaw.UNHEALTHY;
      events.on(
          unfit
              ? new UpdateEvent.TaskFailed(
                  task,
                  new UpdateFailure(
                      Cause.TRIAL_FAILED, "the board's check says that it is not fit"))
              : new UpdateEvent.TaskFinished(task, ""));
      return;
    }
    Optional<UpdateFailure> hindrance = disk.hindrance(task);
    if (hindrance.isPresent()) {
      events.on(new UpdateEvent.TaskFailed(task, hindrance.get()));
      return;
    }
    if (task instanceof UpdateTask.KeepQuarantine keep) {
      disk.keep(keep.entry());
      events.on(new UpdateEvent.TaskFinished(task, ""));
      return;
    }
    Job job = (Job) task;
    if (job == Job.BEGIN_INGEST) {
      taking = new Taking(image(offer.orElseThrow().version()));
    } else if (job == Job.DISCARD_INGEST) {
      taking = null;
    }
    String note = disk.run(job, active, coming(), failure, bootTries, clock.instant());
    if (job == Job.RECORD_VERIFIED) {
      taking = null;
    }
    events.on(new UpdateEvent.TaskFinished(job, note));
    if (job == Job.OPEN_INACTIVE && taking != null) {
      taking.open = true;
      look(taking);
    }
  }

  private VirtualImage image(String version) {
    VirtualImage image = images.get(version);
    return image == null ? new VirtualImage(version, 1, Flaw.TRUNCATED) : image;
  }

  private Optional<Incoming> coming() {
    return Optional.ofNullable(taking)
        .map(image -> new Incoming(image.image.manifest(family), image.image.flaw()));
  }

  // --- blocks ---

  /** Takes a block of so many bytes. */
  void append(int sequence, int bytes, boolean last) {
    Taking image = taking;
    if (image == null || image.failed) {
      return;
    }
    image.bytes += bytes;
    image.whole = last;
    if (!last) {
      events.accepted(sequence);
    }
    look(image);
  }

  private void look(Taking image) {
    if (!image.judged && (image.bytes >= image.image.headBytes() || image.whole)) {
      image.judged = true;
      Optional<UpdateFailure> refused = atHead(image.image);
      if (refused.isPresent()) {
        fail(image, refused.get());
        return;
      }
      events.on(new UpdateEvent.HeadVerified(image.image.manifest(family)));
    }
    if (image.open && !image.failed) {
      Optional<UpdateFailure> failure = whileWriting(image);
      if (failure.isPresent()) {
        fail(image, failure.get());
      } else if (image.whole) {
        events.on(
            new UpdateEvent.PayloadWritten(image.image.bytes() - image.image.headBytes(), 0, 0));
      }
    }
  }

  private void fail(Taking image, UpdateFailure failure) {
    image.failed = true;
    events.on(new UpdateEvent.IngestFailed(failure));
  }

  private static Optional<UpdateFailure> atHead(VirtualImage image) {
    return switch (image.flaw()) {
      case UNTRUSTED_SIGNER -> failure(Cause.SIGNER_UNTRUSTED, "the signer is a stranger");
      case EXPIRED_SIGNER -> failure(Cause.SIGNER_EXPIRED, "since yesterday");
      case OTHER_FAMILY -> failure(Cause.FAMILY_MISMATCH, "it is for another family");
      default -> Optional.empty();
    };
  }

  private Optional<UpdateFailure> whileWriting(Taking image) {
    boolean half = image.bytes >= image.image.bytes() / 2;
    if (image.image.flaw() == Flaw.TRUNCATED && image.whole) {
      return failure(Cause.IMAGE_TRUNCATED, "after " + image.bytes + " bytes");
    } else if (!half) {
      return Optional.empty();
    } else if (image.image.flaw() == Flaw.FLIPPED_BIT) {
      return failure(Cause.BLOCK_MISMATCH, "a block after " + image.bytes + " bytes");
    }
    String where = active.other() + " after " + image.bytes + " bytes";
    return switch (trouble) {
      case WELL -> Optional.empty();
      case FULL -> failure(Cause.SLOT_FULL, where);
      case IO_ERROR -> failure(Cause.SLOT_IO_ERROR, where);
      case READ_ONLY -> failure(Cause.SLOT_READ_ONLY, where);
      case GONE -> failure(Cause.SLOT_GONE, where);
    };
  }

  private static Optional<UpdateFailure> failure(Cause cause, String detail) {
    return Optional.of(new UpdateFailure(cause, detail));
  }
}
