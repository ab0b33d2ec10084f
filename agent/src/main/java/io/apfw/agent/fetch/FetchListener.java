package io.apfw.agent.fetch;

import io.apfw.update.UpdateFailure;
import java.util.OptionalLong;

/** Hears how a fetch goes, on the fetching thread; must not block. */
public interface FetchListener {
  /**
   * About once a second while bytes come.
   *
   * @param bytes of the file that are here
   * @param fileBytes its length, where it is known
   * @param bytesPerSecond since the last time
   */
  void progress(long bytes, OptionalLong fileBytes, long bytesPerSecond);

  /**
   * An attempt failed over something that may pass; another follows after a pause.
   *
   * @param bytes of the file that are here
   */
  void tryingAgain(UpdateFailure failure, long bytes, long pauseMillis);
}
