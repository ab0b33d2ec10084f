package io.apfw.drills.report;

import java.time.Duration;
import java.util.List;

/**
 * How a scenario went, moment by moment.
 *
 * @param name its name
 * @param summary what it shows, in one line
 * @param how who acted it out, such as {@code virtual, seed 1}
 * @param lasted in the scenario's time
 * @param blocks Image Data Requests that came, repeated ones not counted
 * @param expected what had to come of it, line by line
 * @param stories one for each AP
 */
public record Played(
    String name,
    String summary,
    String how,
    Duration lasted,
    long blocks,
    List<String> expected,
    List<Story> stories) {
  /**
   * One AP's.
   *
   * @param ap its name
   * @param moments what happened, in order
   * @param before its slots at the beginning, part1 and part2
   * @param after its slots in the end
   * @param failures what did not hold
   */
  public record Story(
      String ap,
      List<Moment> moments,
      List<String> before,
      List<String> after,
      List<String> failures) {
    public Story {
      moments = List.copyOf(moments);
      before = List.copyOf(before);
      after = List.copyOf(after);
      failures = List.copyOf(failures);
    }
  }

  /**
   * Something that was seen.
   *
   * @param at since the beginning
   * @param kind where
   * @param text what
   */
  public record Moment(Duration at, Kind kind, String text) {}

  /** Where something was seen. */
  public enum Kind {
    /** The AP entered a state. */
    STATE,
    /** A line of the AP's log. */
    LOG,
    /** The boot loader. */
    BOOT,
    /** The controller. */
    CONTROLLER,
    /** So many blocks have come. */
    BLOCKS,
    /** The scenario did something. */
    EVENT
  }

  public Played {
    expected = List.copyOf(expected);
    stories = List.copyOf(stories);
  }

  /** Whether everything held for every AP. */
  public boolean passed() {
    return failed().isEmpty();
  }

  /** The APs for which something did not hold. */
  public List<Story> failed() {
    return stories.stream().filter(story -> !story.failures().isEmpty()).toList();
  }
}
