package io.apfw.fetch;

import io.apfw.update.UpdateFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends a fetch from another thread. A fetcher registers what unblocks it, and fails with the given
 * reason.
 */
public final class Cancellation {
  /** Takes a registered hook back. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private final List<Runnable> hooks = new ArrayList<>();
  private Optional<UpdateFailure> reason = Optional.empty();

  /** Ends the fetch; the first reason counts. Does not wait. */
  public void cancel(UpdateFailure why) {
    List<Runnable> due;
    synchronized (this) {
      if (reason.isPresent()) {
        return;
      }
      reason = Optional.of(why);
      due = List.copyOf(hooks);
      hooks.clear();
    }
    due.forEach(Runnable::run);
  }

  /** Why the fetch is to end, if it is. */
  public synchronized Optional<UpdateFailure> reason() {
    return reason;
  }

  /**
   * Passes unless the fetch is to end.
   *
   * @throws FetchException with the reason
   */
  public void check() throws FetchException {
    Optional<UpdateFailure> why = reason();
    if (why.isPresent()) {
      throw new FetchException(why.get());
    }
  }

  /**
   * Registers what unblocks the fetcher; it must not block and may run on any thread, at once if
   * the fetch is cancelled already.
   */
  public Registration onCancel(Runnable hook) {
    synchronized (this) {
      if (reason.isEmpty()) {
        hooks.add(hook);
        return () -> remove(hook);
      }
    }
    hook.run();
    return () -> {};
  }

  /** A cancellation of a part: ends with this one, or alone. */
  Cancellation part() {
    Cancellation part = new Cancellation();
    onCancel(() -> reason().ifPresent(part::cancel));
    return part;
  }

  private synchronized void remove(Runnable hook) {
    hooks.remove(hook);
  }
}
