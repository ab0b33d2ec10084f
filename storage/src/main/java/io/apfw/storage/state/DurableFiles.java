package io.apfw.storage.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.Set;

/**
 * Whole files that are either the old or the new one after a power cut. What root makes belongs to
 * whoever owns the directory: an agent that is not root goes on with what a command has left.
 */
public final class DurableFiles {
  /** What the temporary file's name ends with. */
  public static final String UNFINISHED = ".new";

  private static final int ROOT = 0;

  private DurableFiles() {}

  /**
   * Replaces or creates a file: temporary file, force, rename, force of the directory.
   *
   * @param attributes what the file has from its creation on, such as its permissions
   */
  public static void replace(Path file, byte[] content, FileAttribute<?>... attributes)
      throws IOException {
    Path target = file.toAbsolutePath();
    Path temporary = target.resolveSibling(target.getFileName() + UNFINISHED);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE),
            attributes)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      handOver(temporary);
      channel.force(true);
    }
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path directory = target.getParent();
    if (directory != null) {
      forceDirectory(directory);
    }
  }

  /** Makes a directory, if it is not there, whose own name is on the medium when this returns. */
  public static void createDirectory(Path directory) throws IOException {
    Files.createDirectories(directory);
    handOver(directory);
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      forceDirectory(parent);
    }
  }

  /** Gives a file or directory of root's to the owner and group of the directory it stands in. */
  public static void handOver(Path made) throws IOException {
    Path directory = made.toAbsolutePath().getParent();
    boolean owned = made.getFileSystem().supportedFileAttributeViews().contains("unix");
    if (!owned || directory == null || uid(made) != ROOT || uid(directory) == ROOT) {
      return;
    }
    // A second name may be another's doing, of a file that is to stay root's.
    boolean file = Files.isRegularFile(made, LinkOption.NOFOLLOW_LINKS);
    if (file && (Integer) Files.getAttribute(made, "unix:nlink", LinkOption.NOFOLLOW_LINKS) != 1) {
      return;
    }
    for (String owner : List.of("unix:uid", "unix:gid")) {
      Files.setAttribute(
          made, owner, Files.getAttribute(directory, owner), LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static int uid(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns when the names in a directory are on the medium. */
  public static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
