package io.apfw.agent.crash;

import java.util.List;

/** What was asked of a disk, in the order asked. Files are numbered, for names change. */
sealed interface DiskOp {
  /** The sectors of one write, none of them durable yet. */
  record Write(int file, List<Change> changes) implements DiskOp {}

  /** A file is durable with this content. */
  record Force(int file, Content content) implements DiskOp {}

  /** A name in a directory changes. */
  sealed interface Naming extends DiskOp {
    /** The directory. */
    String directory();
  }

  /** A file gets a name. */
  record Create(String directory, String path, int file) implements Naming {}

  /** A directory gets a name. */
  record MakeDirectory(String directory, String path) implements Naming {}

  /** A file changes its name within a directory, replacing another. */
  record Rename(String directory, String from, String to) implements Naming {}

  /** The names in a directory are durable. */
  record ForceDirectory(String directory) implements DiskOp {}

  /**
   * One sector.
   *
   * @param index its number, -1 for cutting the file to nothing
   * @param sizeBytes the file has at least this size then
   */
  record Change(int index, Sector sector, int sizeBytes) {
    void applyTo(Content content) {
      if (index < 0) {
        content.truncate();
      } else {
        content.put(index, sector, sizeBytes);
      }
    }
  }
}
