package io.apfw.agent.crash;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What is on a medium while the power is off: directories and files by absolute path. */
public final class DiskImage {
  private final Map<String, Content> files;
  private final Set<String> directories;

  DiskImage(Map<String, Content> files, Set<String> directories) {
    this.files = new TreeMap<>(files);
    this.directories = new TreeSet<>(directories);
  }

  /** A medium with these directories and files. */
  public static DiskImage of(Set<String> directories, Map<String, byte[]> files) {
    Map<String, Content> contents = new TreeMap<>();
    files.forEach((path, bytes) -> contents.put(path, Content.of(bytes)));
    return new DiskImage(contents, directories);
  }

  Map<String, Content> files() {
    return files;
  }

  Set<String> directories() {
    return directories;
  }

  /** Whether a file begins with all bytes of a file of another image. */
  public boolean startsWith(String path, DiskImage other, String otherPath) {
    Content mine = files.get(path);
    Content theirs = other.files.get(otherPath);
    return mine != null && theirs != null && mine.startsWith(theirs);
  }

  /** Whether a file has the same bytes there as a file of another image. */
  public boolean holds(String path, DiskImage other, String otherPath, int from, int count) {
    Content mine = files.get(path);
    Content theirs = other.files.get(otherPath);
    return mine != null
        && theirs != null
        && Arrays.equals(mine.bytes(from, count), theirs.bytes(from, count));
  }

  /** A number that differs, but for chance, when the chosen files differ. */
  public long hash(Predicate<String> which) {
    long mixed = directories.hashCode();
    for (Map.Entry<String, Content> file : files.entrySet()) {
      if (which.test(file.getKey())) {
        mixed = (mixed * 31 + file.getKey().hashCode()) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 31)) + file.getValue().hash();
      }
    }
    return mixed;
  }
}
