package io.apfw.drills.check;

import java.util.ArrayList;
import java.util.List;

/** Collects what did not hold: what was expected and what came. */
public final class Checks {
  private final List<String> failures = new ArrayList<>();

  /** Both must be equal. */
  public void equal(String what, Object expected, Object came) {
    if (!expected.equals(came)) {
      failures.add(what + ": expected " + expected + ", came " + came);
    }
  }

  /** The condition must hold. */
  public void that(boolean holds, String what, String expected, String came) {
    if (!holds) {
      failures.add(what + ": expected " + expected + ", came " + came);
    }
  }

  /** The log must have the anchors in their order. */
  public void order(List<String> log, List<Anchor> anchors) {
    failures.addAll(LogOrder.failures(log, anchors));
  }

  /** Something went wrong that leaves nothing to compare. */
  public void fail(String what) {
    failures.add(what);
  }

  /** What did not hold, in the order it was checked. */
  public List<String> failures() {
    return List.copyOf(failures);
  }
}
