package io.apfw.fetch;

import java.io.IOException;
import java.util.Optional;

/** An adapter with servers of its kind, good and bad ones. */
interface FetchBench extends AutoCloseable {
  /** Above this length the fetches of the contract refuse a file. */
  long BYTES_MAX = 4 << 20;

  /** Short enough to wait for, long enough for a loaded machine to see the server's first bytes. */
  int SHORT_MILLIS = 700;

  /** Longer than any test. */
  int LONG_MILLIS = 120_000;

  /** Its name in the table. */
  String adapter();

  /** The adapter, which waits so long for a silent server. */
  Fetcher fetcher(int silenceMillis) throws Exception;

  /** A server that has the file and behaves. */
  Location serve(byte[] file) throws Exception;

  /** A server that misbehaves over the file; empty where this transport has no such thing. */
  Optional<Location> serve(byte[] file, Misbehaviour how) throws Exception;

  /** Whether a good server has ranges. */
  boolean ranges();

  @Override
  void close() throws IOException;
}
