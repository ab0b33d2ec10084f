package io.apfw.agent.update;

import io.apfw.fetch.Cancellation;
import io.apfw.fetch.FetchException;
import io.apfw.fetch.FetchListener;
import io.apfw.fetch.Location;
import io.apfw.fetch.PersistentFetch;
import io.apfw.report.Report;
import io.apfw.storage.image.FilePart;
import io.apfw.storage.image.PartPlan;
import io.apfw.update.Offer;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Fetches the image of an offer into the ingest that waits for it, on a thread of its own. What
 * comes of it is posted as reports and update events. {@link #begin} and {@link #stop} belong to
 * the event loop.
 *
 * <p>Where the source has parts, no more is fetched than the image's head and the blocks that
 * neither slot has; else the whole file. So is a file of this machine: reading it takes less than
 * hashing both slots to spare that.
 */
public final class Fetching implements AutoCloseable {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** The head is not known to be longer or shorter before it is here; one of 64 MiB has 38 KiB. */
  private static final int HEAD_PIECE_BYTES = 64 * 1024;

  private final Runnable closing;
  private final Function<Offer.Source, PersistentFetch> fetches;
  private final UpdateSession session;
  private final UpdateSession.Events events;
  private final LongSupplier nanos;
  private @Nullable Cancellation running;

  /**
   * @param closing closes what the fetch uses
   * @param fetches by who offers the image: not everybody is followed everywhere
   * @param session has the ingest
   * @param nanos a clock that only goes forward, in nanoseconds
   */
  public Fetching(
      Runnable closing,
      Function<Offer.Source, PersistentFetch> fetches,
      UpdateSession session,
      UpdateSession.Events events,
      LongSupplier nanos) {
    this.closing = closing;
    this.fetches = fetches;
    this.session = session;
    this.events = events;
    this.nanos = nanos;
  }

  /** Starts to fetch; the session's ingest has begun. */
  public void begin(Offer offer) {
    Cancellation cancellation = new Cancellation();
    running = cancellation;
    Thread thread = new Thread(() -> run(offer, cancellation), "apfw-fetch");
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends the fetch under way, if there is one; does not wait for its thread. */
  public void stop(UpdateFailure why) {
    if (running != null) {
      running.cancel(why);
      running = null;
    }
  }

  @Override
  public void close() {
    stop(new UpdateFailure(Cause.STOPPED, "the agent ends"));
    closing.run();
  }

  private void run(Offer offer, Cancellation cancellation) {
    try {
      Location location = Location.parse(offer.location().orElse(""));
      events.say(new Report.FetchStarted(location.toString(), offer.version()));
      long start = nanos.getAsLong();
      ImageFeed feed = session.feed();
      PersistentFetch fetch = fetches.apply(offer.source());
      try (PersistentFetch.Run run = fetch.begin(location, cancellation, listener(location))) {
        if (location.scheme() == Location.Scheme.FILE) {
          feed.takesWhole();
          run.fetch(0, OptionalLong.empty(), feed);
        } else {
          run.fetch(0, OptionalLong.of(HEAD_PIECE_BYTES), feed);
          if (run.parts()) {
            parts(location, run, feed);
          }
        }
        events.say(
            new Report.FetchEnded(
                location.toString(),
                run.fileBytes().orElse(feed.bytes()),
                run.moved(),
                (nanos.getAsLong() - start) / NANOS_PER_MILLI));
      }
      feed.end();
    } catch (FetchException e) {
      if (cancellation.reason().filter(why -> why.cause() != Cause.FETCH_DEADLINE).isEmpty()) {
        events.on(new UpdateEvent.IngestFailed(e.failure()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      // What a server says is anybody's; the update would wait for this thread for ever.
      Logger.error(bug, "A bug of apfw ends the download; please report it with this log");
      events.on(
          new UpdateEvent.IngestFailed(new UpdateFailure(Cause.SERVER_PROTOCOL, bug.toString())));
    }
  }

  /** The rest of the head, and what the ingest then finds to be missing. */
  private void parts(Location location, PersistentFetch.Run run, ImageFeed feed)
      throws FetchException, InterruptedException {
    Optional<PartPlan> wanted = feed.wanted();
    while (wanted.isEmpty() && feed.bytes() < run.fileBytes().orElse(Long.MAX_VALUE)) {
      run.fetch(feed.bytes(), OptionalLong.of(HEAD_PIECE_BYTES), feed);
      wanted = feed.wanted();
    }
    if (wanted.isEmpty()) {
      return;
    }
    PartPlan plan = wanted.get();
    events.say(
        new Report.FetchPlanned(
            location.toString(),
            plan.bytes(),
            plan.parts().size(),
            plan.found().keptBytes(),
            plan.found().copiedBytes()));
    run.expectParts(plan.bytes());
    for (FilePart part : plan.parts()) {
      run.fetch(part.offset(), OptionalLong.of(part.bytes()), feed);
    }
  }

  private FetchListener listener(Location location) {
    String url = location.toString();
    return new FetchListener() {
      @Override
      public void progress(
          long bytes, OptionalLong fileBytes, long bytesPerSecond, long roundTripMillis) {
        long left = Math.max(0, fileBytes.orElse(0) - bytes);
        events.say(
            new Report.FetchProgress(
                url,
                bytes,
                fileBytes.orElse(0),
                bytesPerSecond,
                bytesPerSecond == 0 ? 0 : left / bytesPerSecond,
                roundTripMillis));
      }

      @Override
      public void tryingAgain(UpdateFailure failure, long bytes, long pauseMillis) {
        events.say(new Report.FetchInterrupted(url, failure.line(), bytes, pauseMillis));
      }
    };
  }
}
