package io.apfw.drills.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what did not hold: what was expected and what came. */
public final class Checks {
  private final List<String> failures = new ArrayList<>();

  /** Both must be equal. */
  public void equal(String what, Object expected, Object came) {
    if (!expected.equals(came)) {
      failures.add(what + ": expected " + text(expected) + ", came " + text(came));
    }
  }

  private static Object text(Object value) {
    return value instanceof Optional<?> optional
        ? optional.isPresent() ? optional.get() : "nothing"
        : value;
  }

  /** The condition must hold. */
  public void that(boolean holds, String what, String expected, String came) {
    if (!holds) {
      failures.add(what + ": expected " + expected + ", came " + came);
    }
  }

  /** Somebody else found that it does not hold. */
  public void failed(String failure) {
    failures.add(failure);
  }

  /** The log must have the anchors in their order. */
  public void order(List<String> log, List<Anchor> anchors) {
    failures.addAll(LogOrder.failures(log, anchors));
  }

  /** What did not hold, in the order it was checked. */
  public List<String> failures() {
    return List.copyOf(failures);
  }
}
