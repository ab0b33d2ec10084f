package io.apfw.agent.update;

import io.apfw.capwap.wire.Octets;
import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.image.BlockWriter;
import io.apfw.storage.image.ImageIngest;
import io.apfw.storage.image.PartPlan;
import io.apfw.storage.image.PartSource;
import io.apfw.storage.trust.ImageFault;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.VerifiedHead;
import io.apfw.update.ManifestFacts;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.tinylog.Logger;

/**
 * One image on its way to the inactive slot, on a thread of its own: bytes are appended on the
 * event loop, checked and written here, and what comes of it is posted as update events.
 */
final class Ingest {
  /** A write that takes this long on a dying medium is given up on. */
  private static final long STOP_MILLIS_MAX = 30_000;

  private final BlockPipe pipe;
  private final ImageFeed feed;
  private final ImageIngest image;
  private final Consumer<UpdateEvent> events;
  private final CompletableFuture<BlockWriter> gate = new CompletableFuture<>();
  private final Thread thread;
  private volatile Optional<VerifiedHead> head = Optional.empty();
  private volatile Optional<Octets> expectedMd5 = Optional.empty();
  private volatile Optional<Octets> expectedSha256 = Optional.empty();
  private volatile Optional<BlockDevice> running = Optional.empty();

  /**
   * @param events takes events from any thread
   * @param room runs on the ingest's thread when an appender may go on
   */
  Ingest(ImageIngest image, Consumer<UpdateEvent> events, Runnable room) {
    this.image = image;
    this.events = events;
    this.pipe = new BlockPipe(room);
    this.feed = new ImageFeed(pipe);
    this.thread = new Thread(this::run, "apfw-ingest");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Takes a block; false when the next has to wait for room. */
  boolean append(Octets block, boolean last) {
    boolean room = pipe.append(block);
    if (last) {
      pipe.end();
    }
    return room;
  }

  /** For a source that is fetched from: bytes come from a thread that may wait. */
  ImageFeed feed() {
    return feed;
  }

  /** The whole file ought to have this digest; judged when it is all here. */
  void expect(Octets md5) {
    expectedMd5 = Optional.of(md5);
  }

  /** The same by SHA-256, which is only reckoned if it is asked for before the first byte. */
  void expectSha256(Octets sha256) {
    expectedSha256 = Optional.of(sha256);
  }

  /** The head, once it has passed. */
  Optional<VerifiedHead> head() {
    return head;
  }

  /** Whether only parts of the image come, so that what the running slot has need not. */
  boolean parts() {
    return feed.parts();
  }

  /**
   * Lets the payload go onto the slot; the ingest closes both.
   *
   * @param active the slot that runs, for an ingest that takes {@link #parts}
   */
  void open(BlockWriter writer, Optional<BlockDevice> active) {
    running = active;
    if (!gate.complete(writer)) {
      close(writer);
      active.ifPresent(Ingest::close);
    }
  }

  /** Stops the ingest and waits for its thread; afterwards nothing is written any more. */
  void discard(String why) throws InterruptedException, IOException {
    discard(why, STOP_MILLIS_MAX);
  }

  /** The same for one who may not wait that long. */
  void discard(String why, long millisMax) throws InterruptedException, IOException {
    pipe.discard(why);
    gate.cancel(false);
    thread.join(millisMax);
    if (thread.isAlive()) {
      throw new IOException("a write has not ended within " + millisMax + " ms");
    }
  }

  private void run() {
    try {
      FileDigest file = new FileDigest(pipe.input(), this::algorithm);
      BlockWriter.Tally tally = image.run(file, this::await, this::source);
      events.accept(judge(file.digest(), tally));
    } catch (ImageRefusedException e) {
      events.accept(new UpdateEvent.IngestFailed(failure(e)));
    } catch (StorageException e) {
      events.accept(new UpdateEvent.IngestFailed(Failures.of(e)));
    } catch (BlockPipe.DiscardedException | InterruptedException e) {
      // Taken back: whoever discarded it goes on.
    } catch (IOException e) {
      events.accept(
          new UpdateEvent.IngestFailed(new UpdateFailure(Cause.SLOT_WRITE, e.toString())));
    } catch (RuntimeException bug) {
      // What comes is anybody's: it must end neither this thread without a word nor the agent.
      Logger.error(bug, "A bug of apfw ends the update; please report it with this log");
      Cause cause = head.isEmpty() ? Cause.NOT_AN_IMAGE : Cause.SLOT_WRITE;
      events.accept(new UpdateEvent.IngestFailed(new UpdateFailure(cause, bug.toString())));
    }
  }

  /** Where nothing tells a file's length, a cut looks like its end: no fault of the image. */
  private UpdateFailure failure(ImageRefusedException e) {
    return e.fault() == ImageFault.IMAGE_TRUNCATED && feed.lengthUnknown()
        ? new UpdateFailure(Cause.TRANSFER_CUT, e.detail())
        : Failures.of(e);
  }

  private Optional<PartSource> source() {
    if (!parts()) {
      return Optional.empty();
    }
    return Optional.of(
        new PartSource() {
          @Override
          public Optional<BlockDevice> running() {
            return running;
          }

          @Override
          public void ask(PartPlan plan) throws IOException {
            pipe.ask(plan);
          }
        });
  }

  /** A controller announces the MD5 of what it sends, or the SHA-256 of what is fetched. */
  private Optional<String> algorithm() {
    if (feed.begun()) {
      return expectedSha256.map(any -> "SHA-256");
    }
    return Optional.of("MD5");
  }

  /**
   * The image is as signed by now; an announced digest can only still speak against it. Of parts it
   * says nothing: each of their blocks is held against the block map that was signed.
   */
  private UpdateEvent judge(Optional<Octets> digest, BlockWriter.Tally tally) {
    Optional<Octets> expected =
        parts() ? Optional.empty() : feed.begun() ? expectedSha256 : expectedMd5;
    return expected.isEmpty() || expected.equals(digest)
        ? new UpdateEvent.PayloadWritten(
            tally.writtenBytes(), tally.keptBytes(), tally.copiedBytes())
        : new UpdateEvent.IngestFailed(
            new UpdateFailure(
                feed.begun() ? Cause.ANNOUNCED_SHA256_MISMATCH : Cause.ANNOUNCED_MD5_MISMATCH,
                "announced "
                    + expected.get().hex()
                    + ", the file that came has "
                    + digest.map(Octets::hex).orElse("none")));
  }

  private BlockWriter await(VerifiedHead verified) throws InterruptedException {
    head = Optional.of(verified);
    events.accept(new UpdateEvent.HeadVerified(facts(verified)));
    try {
      return gate.get();
    } catch (ExecutionException | java.util.concurrent.CancellationException e) {
      throw new InterruptedException("taken back before its slot was opened");
    }
  }

  static ManifestFacts facts(VerifiedHead verified) {
    return new ManifestFacts(
        verified.manifest().version(),
        verified.manifest().family(),
        verified.manifest().payloadBytes(),
        verified.manifestSha256(),
        verified.manifest().securityVersion());
  }

  private static void close(BlockWriter writer) {
    try {
      writer.close();
    } catch (StorageException e) {
      // Nothing was written through it.
    }
  }

  private static void close(BlockDevice device) {
    try {
      device.close();
    } catch (IOException e) {
      // It was only there to be read.
    }
  }
}
