package io.apfw.agent.crash;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A path on a crash disk: absolute, or a name relative to one. */
final class CrashPath implements Path {
  private final CrashFileSystem fileSystem;
  private final String text;

  CrashPath(CrashFileSystem fileSystem, String text) {
    this.fileSystem = fileSystem;
    this.text = text;
  }

  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  private CrashPath make(String other) {
    return new CrashPath(fileSystem, other);
  }

  private List<String> parts() {
    return List.of(text.split("/", -1)).stream().filter(part -> !part.isEmpty()).toList();
  }

  @Override
  public FileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return text.startsWith("/");
  }

  @Override
  public @Nullable Path getRoot() {
    return isAbsolute() ? make("/") : null;
  }

  @Override
  public @Nullable Path getFileName() {
    List<String> parts = parts();
    return parts.isEmpty() ? null : make(parts.get(parts.size() - 1));
  }

  @Override
  public @Nullable Path getParent() {
    return parts().isEmpty() || !text.contains("/") ? null : make(parent(text));
  }

  @Override
  public int getNameCount() {
    return parts().size();
  }

  @Override
  public Path getName(int index) {
    return make(parts().get(index));
  }

  @Override
  public Path subpath(int beginIndex, int endIndex) {
    return make(String.join("/", parts().subList(beginIndex, endIndex)));
  }

  @Override
  public boolean startsWith(Path other) {
    return text.equals(other.toString()) || text.startsWith(other + "/");
  }

  @Override
  public boolean endsWith(Path other) {
    return text.equals(other.toString()) || text.endsWith("/" + other);
  }

  @Override
  public Path normalize() {
    return this;
  }

  @Override
  public Path resolve(Path other) {
    return other.isAbsolute() ? other : make(text.equals("/") ? "/" + other : text + "/" + other);
  }

  @Override
  public Path relativize(Path other) {
    throw new UnsupportedOperationException();
  }

  @Override
  public URI toUri() {
    return URI.create("crash:" + text);
  }

  @Override
  public Path toAbsolutePath() {
    return isAbsolute() ? this : make("/" + text);
  }

  @Override
  public Path toRealPath(LinkOption... options) {
    return toAbsolutePath();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Path other) {
    return text.compareTo(other.toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CrashPath path
        && path.fileSystem == fileSystem
        && path.text.equals(text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
