package io.apfw.agent.crash;

import io.apfw.agent.crash.DiskOp.Change;
import io.apfw.agent.crash.DiskOp.Create;
import io.apfw.agent.crash.DiskOp.Force;
import io.apfw.agent.crash.DiskOp.ForceDirectory;
import io.apfw.agent.crash.DiskOp.MakeDirectory;
import io.apfw.agent.crash.DiskOp.Naming;
import io.apfw.agent.crash.DiskOp.Rename;
import io.apfw.agent.crash.DiskOp.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a power cut could leave of a recorded run. After each operation the power may go; of the
 * sectors written and not forced any subset is on the medium, and of the names changed in a
 * directory and not forced any number, in order.
 *
 * <p>Up to {@link Budget#exhaustiveMax} combinations are all tried. Above that: every prefix of the
 * sectors, every prefix that lacks one sector at its end, and random subsets by the seed.
 */
public final class CrashPoints {
  /**
   * How many subsets.
   *
   * @param exhaustiveMax so many combinations after one operation are all tried
   * @param random so many random ones otherwise, at most
   * @param randomPerSector and at most so many for each sector that may be lost
   * @param seed of the random ones
   */
  public record Budget(int exhaustiveMax, int random, int randomPerSector, long seed) {
    /** What {@link #toString} has made. */
    public static Budget parse(String text) {
      String[] part = text.split(",", 4);
      return new Budget(
          Integer.parseInt(part[0]),
          Integer.parseInt(part[1]),
          Integer.parseInt(part[2]),
          Long.parseLong(part[3]));
    }

    @Override
    public String toString() {
      return exhaustiveMax + "," + random + "," + randomPerSector + "," + seed;
    }
  }

  /** Takes crash points one after the other. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One crash point.
     *
     * @param op number of the last operation begun
     * @param choice number of the combination
     * @return whether to go on
     */
    boolean visit(int op, int choice, DiskImage left) throws Exception;
  }

  private final DiskImage before;
  private final List<DiskOp> ops;
  private final Budget budget;
  private final Map<Integer, Content> durable = new HashMap<>();
  private final Map<String, Integer> names = new HashMap<>();
  private final Set<String> directories = new HashSet<>();
  private final List<Unforced> unforced = new ArrayList<>();
  private final Map<String, List<Naming>> unforcedNames = new TreeMap<>();

  private record Unforced(int file, Change change) {}

  CrashPoints(DiskImage before, List<DiskOp> ops, Budget budget) {
    this.before = before;
    this.ops = ops;
    this.budget = budget;
  }

  /** Visits every crash point. */
  public void forEach(Visitor visitor) throws Exception {
    begin();
    for (int op = 0; op < ops.size(); op++) {
      perform(ops.get(op));
      // A force takes possibilities away and adds none.
      if (ops.get(op) instanceof Write || ops.get(op) instanceof Naming) {
        int count = choices();
        for (int choice = 0; choice < count; choice++) {
          if (!visitor.visit(op, choice, image(op, choice))) {
            return;
          }
        }
      }
    }
  }

  /** One crash point again. */
  public DiskImage at(int op, int choice) {
    begin();
    ops.subList(0, op + 1).forEach(this::perform);
    return image(op, choice);
  }

  /** What a process that is killed after an operation leaves: the system loses nothing. */
  public DiskImage killedAfter(int op) {
    begin();
    ops.subList(0, op + 1).forEach(this::perform);
    return image(namings() - 1, index -> true);
  }

  private void begin() {
    durable.clear();
    names.clear();
    directories.clear();
    unforced.clear();
    unforcedNames.clear();
    directories.addAll(before.directories());
    for (Map.Entry<String, Content> file : before.files().entrySet()) {
      durable.put(names.size(), file.getValue());
      names.put(file.getKey(), names.size());
    }
  }

  private void perform(DiskOp op) {
    if (op instanceof Write write) {
      write.changes().forEach(change -> addUnlessEqual(write.file(), change));
    } else if (op instanceof Naming naming) {
      unforcedNames.computeIfAbsent(naming.directory(), d -> new ArrayList<>()).add(naming);
    } else if (op instanceof Force force) {
      durable.put(force.file(), force.content());
      unforced.removeIf(change -> change.file() == force.file());
    } else if (op instanceof ForceDirectory force) {
      List<Naming> now = unforcedNames.remove(force.directory());
      if (now != null) {
        now.forEach(naming -> name(naming, names, directories));
      }
    }
  }

  /** A sector written with what it already has is the same written or not. */
  private void addUnlessEqual(int file, Change change) {
    Content old = durable.getOrDefault(file, new Content());
    boolean equal =
        change.index() >= 0
            && change.sizeBytes() <= old.sizeBytes()
            && old.sector(change.index()).sameAs(change.sector())
            && unforced.stream().noneMatch(u -> u.file() == file && u.change().index() < 0)
            && unforced.stream()
                .noneMatch(u -> u.file() == file && u.change().index() == change.index());
    if (!equal) {
      unforced.add(new Unforced(file, change));
    }
  }

  private static void name(Naming naming, Map<String, Integer> names, Set<String> directories) {
    if (naming instanceof Create create) {
      names.put(create.path(), create.file());
    } else if (naming instanceof MakeDirectory make) {
      directories.add(make.path());
    } else if (naming instanceof Rename rename) {
      Integer file = names.remove(rename.from());
      if (file != null) {
        names.put(rename.to(), file);
      }
    }
  }

  private int namings() {
    int product = 1;
    for (List<Naming> inDirectory : unforcedNames.values()) {
      product = Math.min(product * (inDirectory.size() + 1), 1 << 16);
    }
    return product;
  }

  private boolean exhaustive() {
    return unforced.size() < 20 && (long) namings() << unforced.size() <= budget.exhaustiveMax();
  }

  private int choices() {
    int count = unforced.size();
    return exhaustive()
        ? namings() << count
        : 2 * count + 2 + Math.min(budget.random(), budget.randomPerSector() * count);
  }

  private DiskImage image(int op, int choice) {
    int count = unforced.size();
    if (exhaustive()) {
      int subset = choice % (1 << count);
      return image(choice >> count, index -> (subset >> index & 1) != 0);
    }
    if (choice <= count) {
      return image(choice % namings(), index -> index < choice);
    }
    if (choice <= 2 * count + 1) {
      int missing = choice - count - 1;
      return image(choice % namings(), index -> index != missing);
    }
    Random random = new Random(budget.seed() * 1_000_003 + op * 65_537L + choice);
    int naming = random.nextInt(namings());
    int percent = 1 + random.nextInt(99);
    return image(naming, index -> random.nextInt(100) < percent);
  }

  private DiskImage image(int naming, java.util.function.IntPredicate kept) {
    Map<String, Integer> left = new HashMap<>(names);
    Set<String> leftDirectories = new HashSet<>(directories);
    int rest = naming;
    for (List<Naming> inDirectory : unforcedNames.values()) {
      int some = rest % (inDirectory.size() + 1);
      rest /= inDirectory.size() + 1;
      inDirectory.subList(0, some).forEach(n -> name(n, left, leftDirectories));
    }
    Map<Integer, Content> contents = new HashMap<>();
    for (int index = 0; index < unforced.size(); index++) {
      if (kept.test(index)) {
        Unforced change = unforced.get(index);
        change.change().applyTo(contents.computeIfAbsent(change.file(), this::copy));
      }
    }
    Map<String, Content> files = new HashMap<>();
    left.forEach(
        (path, file) -> {
          Content content = contents.getOrDefault(file, durable.get(file));
          if (leftDirectories.contains(CrashPath.parent(path))) {
            files.put(path, content == null ? new Content() : content);
          }
        });
    return new DiskImage(files, leftDirectories);
  }

  private Content copy(int file) {
    Content content = durable.get(file);
    return content == null ? new Content() : content.copy();
  }
}
