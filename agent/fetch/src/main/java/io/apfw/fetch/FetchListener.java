package io.apfw.fetch;

import io.apfw.update.UpdateFailure;
import java.util.OptionalLong;

/** Hears how a fetch goes, on the fetching thread; must not block. */
public interface FetchListener {
  /**
   * About once a second while bytes come.
   *
   * @param bytes of the file that are here
   * @param fileBytes its length, where it is known; that of the parts wanted, where it is not whole
   * @param bytesPerSecond since the last time
   * @param roundTripMillis to the server, as its last answer began; 0 when not known
   */
  void progress(long bytes, OptionalLong fileBytes, long bytesPerSecond, long roundTripMillis);

  /**
   * An attempt failed over something that may pass; another follows after a pause.
   *
   * @param bytes where in the file it goes on
   */
  void tryingAgain(UpdateFailure failure, long bytes, long pauseMillis);
}
