package io.apfw.agent.crash;

import io.apfw.agent.crash.DiskOp.Change;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A disk that is powered: a file system in memory, which records what is asked of it. */
public final class CrashDisk {
  /** Bytes of each copy of a state file, for {@link Fault#SINGLE_COPY}. */
  private static final int COPY_BYTES = 4096;

  /** Ways in which a disk, or the code that writes to it, can be wrong: the checker must notice. */
  public enum Fault {
    /** No force of a file is ever asked for. */
    NO_FORCE,
    /** No force of a file below /slots is ever asked for. */
    NO_SLOT_FORCE,
    /** No force of a directory is ever asked for. */
    NO_DIRECTORY_FORCE,
    /** State files have one copy: what is written to one is written to both at once. */
    SINGLE_COPY
  }

  private final DiskImage before;
  private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
  private final Map<String, Integer> names = new HashMap<>();
  private final Set<String> directories = new HashSet<>();
  private final List<Content> contents = new ArrayList<>();
  private final List<DiskOp> ops = new ArrayList<>();
  private final CrashFileSystem fileSystem = new CrashFileSystem(this);

  /** Powers a medium up. */
  public CrashDisk(DiskImage before, Set<Fault> faults) {
    this.before = before;
    this.faults.addAll(faults);
    directories.addAll(before.directories());
    before.files().forEach((path, content) -> names.put(path, add(content.copy())));
  }

  /** A path on this disk. */
  public Path path(String absolute) {
    return fileSystem.getPath(absolute);
  }

  /** What a clean shutdown would leave. */
  public synchronized DiskImage now() {
    Map<String, Content> files = new HashMap<>();
    names.forEach((path, file) -> files.put(path, contents.get(file).copy()));
    return new DiskImage(files, directories);
  }

  /** What power cuts since power-up could leave. */
  public synchronized CrashPoints points(CrashPoints.Budget budget) {
    return new CrashPoints(before, List.copyOf(ops), budget);
  }

  /** How many operations there have been since power-up. */
  public synchronized int operations() {
    return ops.size();
  }

  private int add(Content content) {
    contents.add(content);
    return contents.size() - 1;
  }

  synchronized boolean isDirectory(String path) {
    return directories.contains(path);
  }

  synchronized boolean exists(String path) {
    return names.containsKey(path) || directories.contains(path);
  }

  synchronized int open(String path, boolean create, boolean truncate) throws NoSuchFileException {
    Integer known = names.get(path);
    if (known == null) {
      if (!create || !directories.contains(CrashPath.parent(path))) {
        throw new NoSuchFileException(path);
      }
      int file = add(new Content());
      names.put(path, file);
      ops.add(new DiskOp.Create(CrashPath.parent(path), path, file));
      return file;
    }
    if (truncate && contents.get(known).sizeBytes() > 0) {
      apply(known, List.of(new Change(-1, Sector.ZERO, 0)));
    }
    return known;
  }

  synchronized void makeDirectory(String path) throws FileAlreadyExistsException {
    if (exists(path)) {
      throw new FileAlreadyExistsException(path);
    }
    directories.add(path);
    ops.add(new DiskOp.MakeDirectory(CrashPath.parent(path), path));
  }

  synchronized void rename(String from, String to) throws NoSuchFileException {
    Integer file = names.remove(from);
    if (file == null) {
      throw new NoSuchFileException(from);
    }
    names.put(to, file);
    ops.add(new DiskOp.Rename(CrashPath.parent(from), from, to));
  }

  synchronized int sizeBytes(int file) {
    return contents.get(file).sizeBytes();
  }

  synchronized byte[] read(int file, int at, int count) {
    return contents.get(file).bytes(at, count);
  }

  synchronized void write(int file, byte[] bytes, int at) {
    List<Change> changes = changes(contents.get(file), bytes, at);
    if (faults.contains(Fault.SINGLE_COPY) && bytes.length == COPY_BYTES && at <= COPY_BYTES) {
      changes.addAll(changes(contents.get(file), bytes, COPY_BYTES - at));
    }
    apply(file, changes);
  }

  private static List<Change> changes(Content content, byte[] bytes, int at) {
    List<Change> changes = new ArrayList<>();
    for (int done = 0; done < bytes.length; ) {
      int index = (at + done) / Sector.BYTES;
      int within = (at + done) % Sector.BYTES;
      int count = Math.min(Sector.BYTES - within, bytes.length - done);
      Sector sector = content.sector(index).with(bytes, done, within, count);
      done += count;
      changes.add(new Change(index, sector, at + done));
    }
    return changes;
  }

  private void apply(int file, List<Change> changes) {
    changes.forEach(change -> change.applyTo(contents.get(file)));
    ops.add(new DiskOp.Write(file, changes));
  }

  synchronized void force(String path, int file) {
    boolean skipped =
        faults.contains(Fault.NO_FORCE)
            || (faults.contains(Fault.NO_SLOT_FORCE) && path.startsWith("/slots/"));
    if (!skipped) {
      ops.add(new DiskOp.Force(file, contents.get(file).copy()));
    }
  }

  synchronized void forceDirectory(String path) {
    if (!faults.contains(Fault.NO_DIRECTORY_FORCE)) {
      ops.add(new DiskOp.ForceDirectory(path));
    }
  }
}
