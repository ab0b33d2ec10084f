package io.apfw.fetch;

import org.jspecify.annotations.Nullable;

/** What a client's exception was caused by. */
public final class FaultChain {
  private FaultChain() {}

  /** The first of this kind, from the outermost on; null if there is none. */
  public static <E extends Throwable> @Nullable E find(Throwable e, Class<E> kind) {
    for (@Nullable Throwable each = e; each != null; each = each.getCause()) {
      if (kind.isInstance(each)) {
        return kind.cast(each);
      }
    }
    return null;
  }

  /**
   * One line. The innermost message says most; a client's outer ones repeat a URL with its query,
   * or tell of the client's own parts.
   */
  static String reason(Throwable e) {
    Throwable inner = e;
    for (@Nullable Throwable next = e; next != null; next = next.getCause()) {
      inner = next;
    }
    String message = inner.getMessage();
    return message == null
        ? inner.getClass().getSimpleName()
        : message.lines().findFirst().orElse("no reason");
  }
}
