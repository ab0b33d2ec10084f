package io.apfw.drills.check;

import java.util.ArrayList;
import java.util.List;

/** Holds a log to the order of its anchors; lines between them do not matter. */
public final class LogOrder {
  private LogOrder() {}

  /** One line for each anchor that is missing or out of its place; empty when all is well. */
  public static List<String> failures(List<String> log, List<Anchor> anchors) {
    List<String> failures = new ArrayList<>();
    int from = 0;
    String previous = "the start of the log";
    for (Anchor anchor : anchors) {
      int found = find(log, anchor, from, log.size());
      if (found >= 0) {
        from = found + 1;
        previous = "line " + (found + 1) + ": " + log.get(found);
      } else {
        int earlier = find(log, anchor, 0, from);
        failures.add(
            "log: expected \"%s\" (/%s/) after %s; it %s"
                .formatted(
                    anchor.name(),
                    anchor.pattern(),
                    previous,
                    earlier >= 0 ? "came too early, as line " + (earlier + 1) : "did not come"));
      }
    }
    return failures;
  }

  private static int find(List<String> log, Anchor anchor, int from, int to) {
    for (int i = from; i < to; i++) {
      if (anchor.in(log.get(i))) {
        return i;
      }
    }
    return -1;
  }
}
