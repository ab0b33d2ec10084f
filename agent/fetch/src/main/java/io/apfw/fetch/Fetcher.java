package io.apfw.fetch;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads one file, or a part of it, from where a URL says. One adapter a transport; all pass the
 * same contract tests.
 *
 * <p>Blocks until all is in the sink or the fetch has failed, and may be blocked by the sink: that
 * is the back-pressure. Holds at most {@value #BUFFER_BYTES} bytes of the file and what the
 * transport's own window has. Loses nothing: the sink sees every byte once, in order, or the fetch
 * fails; bytes given before a failure are those of the file. Waits for a silent server no longer
 * than its time-outs; a cancellation from another thread, or an interrupt where the transport can,
 * ends it sooner. Tries once: trying again is the caller's.
 *
 * <p>May be used from several threads; requests share connections where the transport can.
 */
public interface Fetcher extends AutoCloseable {
  /** How much is handed to the sink at once, at most. */
  int BUFFER_BYTES = 64 * 1024;

  /**
   * Fetches.
   *
   * @throws FetchException with the numbered cause; the sink may have had a part
   * @throws InterruptedException if the thread was interrupted while it waited
   */
  void fetch(Request request, Sink sink, Cancellation cancellation)
      throws FetchException, InterruptedException;

  @Override
  void close();

  /**
   * What is wanted.
   *
   * @param offset the first byte wanted, from 0
   * @param bytes how many are wanted from there; to the end of the file when empty. More than the
   *     file has ends with the file.
   * @param validator what {@link Facts#validator} told of the file that an earlier part came from:
   *     if the file has changed since, the fetch fails with {@code FILE_CHANGED}
   * @param bytesMax the longest file accepted; a longer one fails with {@code FILE_TOO_LARGE},
   *     before the first byte where the server tells its length
   */
  record Request(
      Location location,
      long offset,
      OptionalLong bytes,
      Optional<String> validator,
      long bytesMax) {
    /** A whole file. */
    public static Request whole(Location location, long bytesMax) {
      return new Request(location, 0, OptionalLong.empty(), Optional.empty(), bytesMax);
    }

    /** The file's rest, or some of it, where it is still the same. */
    public Request part(long from, OptionalLong count, Optional<String> of) {
      return new Request(location, from, count, of, bytesMax);
    }
  }

  /**
   * What is known of the file before its first byte.
   *
   * @param offset where the bytes begin that follow: as asked for, or 0 from a server that has no
   *     ranges, which then sends the whole file whatever was asked for
   * @param fileBytes length of the whole file, where the server tells it
   * @param ranges whether another part may be asked for
   * @param validator changes when the file does; empty where the server has none
   * @param roundTripMillis from the question to the beginning of its answer; 0 when not known
   */
  record Facts(
      long offset,
      OptionalLong fileBytes,
      boolean ranges,
      Optional<String> validator,
      long roundTripMillis) {
    Facts(long offset, OptionalLong fileBytes, boolean ranges, Optional<String> validator) {
      this(offset, fileBytes, ranges, validator, 0);
    }

    /** The same with the time that the answer took. */
    Facts after(long millis) {
      return new Facts(offset, fileBytes, ranges, validator, millis);
    }
  }

  /** Takes the bytes. Called on the fetching thread. */
  interface Sink {
    /** Once a fetch, before its first byte; a file may have none. */
    void begins(Facts facts) throws FetchException;

    /** The next bytes; blocks while there is no room. The array is the fetcher's. */
    void bytes(byte[] buffer, int offset, int length) throws FetchException, InterruptedException;
  }
}
