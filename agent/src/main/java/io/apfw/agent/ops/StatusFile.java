package io.apfw.agent.ops;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a text that changes off the event loop, the newest only: a reader sees the old text or the
 * new one, never half of either. Lives on a run-time file system, so it is not flushed; an error is
 * told once and stops nothing.
 */
public final class StatusFile implements Consumer<String>, AutoCloseable {
  private final Path file;
  private final boolean everybody;
  private final Consumer<String> onError;
  private final AtomicReference<@Nullable String> newest = new AtomicReference<>();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "apfw-status");
            thread.setDaemon(true);
            return thread;
          });
  private boolean failed;

  /**
   * @param everybody whether other users may read it, whatever the process's umask is
   * @param onError hears of the first failure, on the writer's thread
   */
  public StatusFile(Path file, boolean everybody, Consumer<String> onError) {
    this.file = file;
    this.everybody = everybody;
    this.onError = onError;
  }

  @Override
  public void accept(String text) {
    if (newest.getAndSet(text) == null) {
      writer.execute(this::write);
    }
  }

  private void write() {
    String text = newest.getAndSet(null);
    if (text == null) {
      return;
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(fresh, text + "\n", StandardCharsets.UTF_8);
      if (everybody) {
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      if (!failed) {
        failed = true;
        onError.accept(file + " cannot be written: " + e);
      }
    }
  }

  /** Writes what is still waiting. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      writer.awaitTermination(1, java.util.concurrent.TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
