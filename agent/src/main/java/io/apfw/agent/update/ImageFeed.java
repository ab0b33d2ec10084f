package io.apfw.agent.update;

import io.apfw.agent.fetch.FetchException;
import io.apfw.agent.fetch.Fetcher;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;

/** The way of a fetched image into its ingest: waits while that has no room. */
final class ImageFeed implements Fetcher.Sink {
  private final BlockPipe pipe;
  private long bytes;

  ImageFeed(BlockPipe pipe) {
    this.pipe = pipe;
  }

  @Override
  public void begins(Fetcher.Facts facts) {
    // The image's own head says what it is; a length from a server proves nothing.
  }

  @Override
  public void bytes(byte[] buffer, int offset, int length)
      throws FetchException, InterruptedException {
    try {
      pipe.write(buffer, offset, length);
    } catch (IOException e) {
      throw new FetchException(Cause.STOPPED, String.valueOf(e.getMessage()));
    }
    bytes += length;
  }

  /** Bytes handed over. */
  long bytes() {
    return bytes;
  }

  /** The file is complete. */
  void end() {
    pipe.end();
  }
}
