package io.apfw.drills.text;

import io.apfw.drills.check.Checks;
import io.apfw.storage.slot.SlotId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Holds what comes of one AP against what is expected, as it comes. */
public final class Judge {
  /** What stands on an AP's disk. */
  public interface Slots {
    /** Version and state, such as {@code 17.9.4.27 GOOD}. */
    String text(SlotId slot);
  }

  private final Script.Expected expected;
  private final List<String> states = new ArrayList<>();
  private final List<String> boots = new ArrayList<>();
  private final List<String> forbidden = new ArrayList<>();
  private int nextLine;
  private int nextState;

  public Judge(Script.Expected expected) {
    this.expected = expected;
  }

  /** The AP's log has this line. */
  public void line(String line) {
    if (nextLine < expected.log().size() && expected.log().get(nextLine).matcher(line).find()) {
      nextLine++;
    }
    for (Pattern never : expected.never()) {
      if (never.matcher(line).find()) {
        forbidden.add(never + ": " + line);
      }
    }
  }

  /** The AP entered this state. */
  public void state(String state) {
    states.add(state);
    if (nextState < expected.states().size() && expected.states().get(nextState).equals(state)) {
      nextState++;
    }
  }

  /** The boot loader took this slot. */
  public void booted(SlotId slot) {
    boots.add(slot.label());
  }

  /** Whether nothing is missing as things stand. */
  public boolean content(Slots slots) {
    return nextLine == expected.log().size()
        && nextState == expected.states().size()
        && failures(slots).isEmpty();
  }

  /** What is wrong as things stand. */
  public List<String> failures(Slots slots) {
    Checks checks = new Checks();
    checks.that(
        nextLine == expected.log().size(),
        "log",
        nextLine < expected.log().size()
            ? "a line with \"%s\", the %d. of %d"
                .formatted(expected.log().get(nextLine), nextLine + 1, expected.log().size())
            : "",
        "none");
    checks.that(
        nextState == expected.states().size(),
        "states",
        "%s".formatted(expected.states()),
        "%s".formatted(states));
    checks.equal("lines that must not come", List.of(), forbidden);
    for (Map.Entry<SlotId, String> slot : expected.slots().entrySet()) {
      checks.equal(slot.getKey().label(), slot.getValue(), slots.text(slot.getKey()));
    }
    Optional<String> last =
        boots.isEmpty() ? Optional.empty() : Optional.of(boots.get(boots.size() - 1));
    expected
        .running()
        .ifPresent(slot -> checks.equal("slot that runs", Optional.of(slot.label()), last));
    if (!expected.boots().isEmpty()) {
      checks.equal("slots booted", expected.boots(), boots);
    }
    return checks.failures();
  }
}
