package io.apfw.drills.writes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a wrong agent would have written: a judge that finds nothing there proves nothing. */
public enum Mutant {
  /** As it was recorded. */
  NONE,
  /** Nothing was ever flushed. */
  NO_FLUSH,
  /** All writes of the slots come after all others, those of the environment among them. */
  FLAG_FIRST;

  /** The one of this name, in lower case and with hyphens, if there is one. */
  public static Optional<Mutant> named(String name) {
    return Arrays.stream(values())
        .filter(mutant -> mutant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name))
        .findFirst();
  }

  List<LoggedWrite> of(List<LoggedWrite> entries, Medium medium) {
    return switch (this) {
      case NONE -> entries;
      case NO_FLUSH -> entries.stream().filter(entry -> !entry.flush()).toList();
      case FLAG_FIRST -> {
        List<LoggedWrite> others = new ArrayList<>();
        List<LoggedWrite> slots = new ArrayList<>();
        for (LoggedWrite entry : entries) {
          boolean slot = !entry.flush() && medium.isSlot(entry.firstSector());
          (slot ? slots : others).add(entry);
        }
        others.addAll(slots);
        yield others;
      }
    };
  }
}
