package io.apfw.drills.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Holds a log to the order of its anchors; lines between them do not matter. */
public final class LogOrder {
  private LogOrder() {}

  /**
   * One line for each anchor that is missing or out of its place, and one for all that are missing
   * at the end; none when all is well.
   */
  public static List<String> failures(List<String> log, List<Anchor> anchors) {
    List<String> failures = new ArrayList<>();
    int last = lastFound(log, anchors);
    int from = 0;
    String previous = "the start of the log";
    for (int i = 0; i < anchors.size(); i++) {
      Anchor anchor = anchors.get(i);
      int found = find(log, anchor, from, log.size());
      if (found >= 0) {
        from = found + 1;
        previous = "line " + (found + 1) + ": " + log.get(found);
        continue;
      }
      int earlier = find(log, anchor, 0, from);
      String came = earlier >= 0 ? "came too early, as line " + (earlier + 1) : "did not come";
      boolean logEnded = i > last && i + 1 < anchors.size();
      failures.add(
          "log: expected \"%s\" (/%s/) after %s; it %s%s"
              .formatted(
                  anchor.name(),
                  anchor.pattern(),
                  previous,
                  came,
                  logEnded ? ", nor did what follows: " + names(anchors, i + 1) : ""));
      if (logEnded) {
        break;
      }
    }
    return failures;
  }

  /** Index of the last anchor that is anywhere in the log, -1 when none is. */
  private static int lastFound(List<String> log, List<Anchor> anchors) {
    for (int i = anchors.size() - 1; i >= 0; i--) {
      if (find(log, anchors.get(i), 0, log.size()) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private static String names(List<Anchor> anchors, int from) {
    return anchors.stream().skip(from).map(Anchor::name).collect(Collectors.joining(", "));
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
