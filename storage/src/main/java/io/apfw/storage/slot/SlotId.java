package io.apfw.storage.slot;

import java.util.Optional;

/** One of the two partitions. */
public enum SlotId {
  PART1("part1"),
  PART2("part2");

  private final String label;

  SlotId(String label) {
    this.label = label;
  }

  /** The name that leaves the program: {@code part1} or {@code part2}. */
  public String label() {
    return label;
  }

  /** The one of this name, if there is one. */
  public static Optional<SlotId> ofLabel(String label) {
    for (SlotId id : values()) {
      if (id.label.equals(label)) {
        return Optional.of(id);
      }
    }
    return Optional.empty();
  }

  /** The other partition. */
  public SlotId other() {
    return this == PART1 ? PART2 : PART1;
  }

  @Override
  public String toString() {
    return label;
  }
}
