package io.apfw.storage.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@code mountinfo} file of proc says (proc(5)).
 *
 * @param mounts in the order of the file, in which a later one hides an earlier one
 */
public record MountTable(List<Mount> mounts) {
  /**
   * One mount.
   *
   * @param device the number of the mounted file system's device, {@code MAJOR:MINOR}; of some file
   *     systems (btrfs, overlay) a number that no device has
   * @param point where it is mounted
   * @param source what was mounted, such as {@code /dev/sda1}
   */
  public record Mount(String device, String point, String source) {}

  private static final int DEVICE = 2;
  private static final int POINT = 4;

  public MountTable {
    mounts = List.copyOf(mounts);
  }

  /** Reads a file; lines that are not as expected are skipped. */
  public static MountTable read(Path mountinfo) throws IOException {
    List<Mount> mounts = new ArrayList<>();
    // Mount points are bytes; Latin-1 loses none.
    for (String line : Files.readAllLines(mountinfo, StandardCharsets.ISO_8859_1)) {
      String[] field = line.split(" ", -1);
      int rest = List.of(field).indexOf("-");
      if (rest > POINT && field.length > rest + 2) {
        mounts.add(new Mount(field[DEVICE], plain(field[POINT]), plain(field[rest + 2])));
      }
    }
    return new MountTable(mounts);
  }

  /** proc writes blanks, tabs, line ends and backslashes as octal numbers. */
  static String plain(String escaped) {
    return escaped
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
