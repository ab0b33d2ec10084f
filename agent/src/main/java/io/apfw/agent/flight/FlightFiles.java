package io.apfw.agent.flight;

import io.apfw.agent.AgentVersion;
import io.apfw.storage.state.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The records in the state directory: {@code flights/flight-KIND-TIME.jsonl}, readable by owner and
 * group, the newest {@value #FILES_MAX} of each kind, each at most {@link Flight#BYTES_MAX} bytes.
 * They are written off the event loop and whole or not at all; an error is told and stops nothing.
 */
public final class FlightFiles implements AutoCloseable {
  static final int FILES_MAX = 3;

  private static final String PREFIX = "flight-";
  private static final String SUFFIX = ".jsonl";
  private static final int WAITING_MAX = 4;

  /** A stop of the agent has five seconds. */
  private static final long CLOSE_SECONDS_MAX = 3;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What a record was written for. */
  public enum Kind {
    UPDATE,
    SESSION,
    CLOUD,
    BUG,
    STALL,
    ASKED;

    private String prefix() {
      return PREFIX + name().toLowerCase(Locale.ROOT) + "-";
    }
  }

  private final Path directory;
  private final InstantSource clock;
  private final Consumer<String> log;

  /** Without a thread until something is written. */
  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING_MAX),
          task -> {
            Thread thread = new Thread(task, "apfw-flight");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param directory need not exist yet
   * @param log hears of each record and of each that could not be written, on the writer's thread
   */
  public FlightFiles(Path directory, InstantSource clock, Consumer<String> log) {
    this.directory = directory;
    this.clock = clock;
    this.log = log;
  }

  /**
   * Writes a record, later.
   *
   * @return its file, once it is on the medium
   */
  CompletionStage<Path> write(Kind kind, Flight flight) {
    CompletableFuture<Path> written = new CompletableFuture<>();
    try {
      writer.execute(
          () -> {
            try {
              Path file = save(kind, flight);
              // Not the reason: whoever counts a failure's number in the log must find it once.
              log.accept("Flight record of the last steps: " + file);
              written.complete(file);
            } catch (IOException e) {
              failed(e, written);
            }
          });
    } catch (RejectedExecutionException e) {
      failed(e, written);
    }
    return written.minimalCompletionStage();
  }

  private void failed(Exception e, CompletableFuture<Path> written) {
    log.accept("No flight record could be written to " + directory + ": " + e);
    written.completeExceptionally(e);
  }

  private Path save(Kind kind, Flight flight) throws IOException {
    Instant now = clock.instant();
    byte[] text = flight.text(AgentVersion.get(), now).getBytes(StandardCharsets.UTF_8);
    DurableFiles.createDirectory(directory);
    remove(PREFIX, SUFFIX + DurableFiles.UNFINISHED, 0);
    // Before it is written: a full medium is the last place that needs one more.
    remove(kind.prefix(), SUFFIX, FILES_MAX - 1);
    Path file = directory.resolve(kind.prefix() + TIME.format(now) + SUFFIX);
    DurableFiles.replace(
        file,
        text,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    return file;
  }

  /** Removes the oldest of such files, but for so many. */
  private void remove(String prefix, String suffix, int left) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files =
          all.filter(
                  file -> {
                    String name = file.getFileName().toString();
                    return name.startsWith(prefix) && name.endsWith(suffix);
                  })
              .sorted()
              .toList();
    }
    for (Path file : files.subList(0, Math.max(0, files.size() - left))) {
      Files.deleteIfExists(file);
    }
  }

  /** Writes what waits. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
        log.accept("A flight record in " + directory + " is not written to its end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
