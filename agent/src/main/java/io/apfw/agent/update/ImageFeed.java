package io.apfw.agent.update;

import io.apfw.fetch.FetchException;
import io.apfw.fetch.Fetcher;
import io.apfw.storage.image.PartPlan;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.util.Optional;

/**
 * The way of a fetched image into its ingest: waits while that has no room. Begins as a stream,
 * whose head the ingest judges; a source that has parts then sends those that are {@link #wanted}.
 */
final class ImageFeed implements Fetcher.Sink {
  private final BlockPipe pipe;
  private volatile Optional<Fetcher.Facts> file = Optional.empty();
  private volatile boolean whole;
  private long bytes;

  ImageFeed(BlockPipe pipe) {
    this.pipe = pipe;
  }

  /** The image's own head says what it is; what a server tells only says how it can be fetched. */
  @Override
  public void begins(Fetcher.Facts facts) {
    if (file.isEmpty()) {
      file = Optional.of(facts);
    }
  }

  @Override
  public void bytes(byte[] buffer, int offset, int length)
      throws FetchException, InterruptedException {
    try {
      pipe.write(buffer, offset, length);
    } catch (IOException e) {
      throw stopped(e);
    }
    bytes += length;
  }

  /** Bytes handed over. */
  long bytes() {
    return bytes;
  }

  /**
   * Waits until the ingest has read everything and wants more.
   *
   * @return the parts that are to follow; empty when it is what comes next in the file
   */
  Optional<PartPlan> wanted() throws FetchException {
    try {
      return pipe.wanted();
    } catch (IOException e) {
      throw stopped(e);
    }
  }

  /** All that was wanted is complete. */
  void end() {
    pipe.end();
  }

  /** All of the file comes, though there may be parts; before its first byte. */
  void takesWhole() {
    whole = true;
  }

  /** Whether the image is fetched; known before its first byte; from any thread. */
  boolean begun() {
    return file.isPresent();
  }

  /** Whether only parts come, of a source where these are sure to be of one file; any thread. */
  boolean parts() {
    return !whole
        && file.filter(Fetcher.Facts::ranges).flatMap(Fetcher.Facts::validator).isPresent();
  }

  /** Whether nothing but its end told how long the file is; from any thread. */
  boolean lengthUnknown() {
    return file.filter(facts -> facts.fileBytes().isEmpty()).isPresent();
  }

  private static FetchException stopped(IOException e) {
    return new FetchException(Cause.STOPPED, String.valueOf(e.getMessage()));
  }
}
