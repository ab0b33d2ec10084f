package io.apfw.fetch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting, which tests do not do. */
@FunctionalInterface
public interface Pause {
  /** Waits on this machine's clock. */
  Pause REAL =
      (millis, cancellation) -> {
        CountDownLatch cancelled = new CountDownLatch(1);
        Cancellation.Registration hook = cancellation.onCancel(cancelled::countDown);
        try {
          var unused = cancelled.await(millis, TimeUnit.MILLISECONDS);
        } finally {
          hook.close();
        }
        cancellation.check();
      };

  /**
   * Returns when the time is over.
   *
   * @throws FetchException the reason, as soon as the fetch is cancelled
   */
  void pause(long millis, Cancellation cancellation) throws FetchException, InterruptedException;
}
