package io.apfw.drills.writes;

import java.util.ArrayList;
import java.util.List;

/** A write that a power cut may take away, as long as no flush has come. */
final class UnflushedWrite {
  final LoggedWrite logged;
  final List<Version> versions = new ArrayList<>();

  /** What it makes of a disk that has nothing else that is not flushed. */
  final Tally alone;

  /** What its absence makes of a disk that has everything else. */
  final Tally missing;

  /** Another one has written one of its sectors. */
  boolean shared;

  UnflushedWrite(LoggedWrite logged, Medium medium) {
    this.logged = logged;
    this.alone = new Tally(medium);
    this.missing = new Tally(medium);
  }
}
