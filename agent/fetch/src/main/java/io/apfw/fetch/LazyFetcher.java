package io.apfw.fetch;

import org.jspecify.annotations.Nullable;

/**
 * A fetcher that is made when it is first needed: an AP whose controller sends its images never
 * needs one for the web, whose classes and authorities take megabytes.
 */
public final class LazyFetcher implements Fetcher {
  /** Makes the fetcher. */
  public interface Maker {
    /**
     * Once; again if that failed.
     *
     * @throws FetchException when something that it needs cannot be had
     */
    Fetcher make() throws FetchException;
  }

  private final Maker maker;
  private @Nullable Fetcher made;

  public LazyFetcher(Maker maker) {
    this.maker = maker;
  }

  @Override
  public void fetch(Request request, Sink sink, Cancellation cancellation)
      throws FetchException, InterruptedException {
    made().fetch(request, sink, cancellation);
  }

  private synchronized Fetcher made() throws FetchException {
    Fetcher there = made == null ? maker.make() : made;
    made = there;
    return there;
  }

  @Override
  public synchronized void close() {
    if (made != null) {
      made.close();
    }
  }
}
