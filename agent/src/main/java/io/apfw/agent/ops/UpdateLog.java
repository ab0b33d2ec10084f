package io.apfw.agent.ops;

import io.apfw.report.DotLine;
import io.apfw.report.Report;
import io.apfw.update.ScriptVerb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What happened in the last updates, in the words of the log, on the data area: {@code update.log}
 * and the {@value #OLDER_MAX} before it, {@code update.log.1} the newest of these. A reboot does
 * not end a log: activation, trial and the way back are written behind the download that they
 * belong to.
 *
 * <p>A log begins with PRECHECK. What else happens (states, refusals, back-offs) is written while
 * an update goes on, what belongs to an update in any case.
 *
 * <p>Bounded, for such a log may not fill the partition that the state files stand on: {@value
 * #BYTES_MAX} bytes a file, of which the last {@value #END_BYTES} are kept for how it ends; then
 * one line says that others are left out, and the rest is. Lines are written off the event loop;
 * the outcome of an update is flushed with what led to it, all else when the log is closed. An
 * error is told once and stops nothing.
 */
public final class UpdateLog implements AutoCloseable {
  /** Most bytes of one log. */
  public static final int BYTES_MAX = 128 * 1024;

  static final int OLDER_MAX = 3;
  private static final int END_BYTES = 8 * 1024;
  private static final int LINE_CHARS_MAX = 1000;
  private static final int WAITING_MAX = 4096;
  private static final long CLOSE_SECONDS_MAX = 5;
  private static final String LEFT_OUT = "Further lines are left out: the log is full.\n";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("'[*'MM/dd/yyyy HH:mm:ss.SSSS'] '", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Path file;
  private final InstantSource clock;
  private final Consumer<String> onError;
  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING_MAX),
          task -> {
            Thread thread = new Thread(task, "apfw-update-log");
            thread.setDaemon(true);
            return thread;
          },
          // Lines of a disk that does not keep up are lost; the loop is not held up for them.
          new ThreadPoolExecutor.DiscardPolicy());

  /** The line on versions that came before PRECHECK. */
  private List<String> versions = List.of();

  private boolean open;

  /** The writer's: an error was told. */
  private boolean failed;

  /** The writer's: the log says that lines are left out. */
  private boolean full;

  /**
   * @param file where the newest log stands; its directory need not exist yet
   * @param onError hears of the first failure, on the writer's thread
   */
  public UpdateLog(Path file, InstantSource clock, Consumer<String> onError) {
    this.file = file;
    this.clock = clock;
    this.onError = onError;
  }

  /** Writes what belongs into it; from one thread. */
  public void saw(Report report) {
    if (report instanceof Report.VersionsCompared) {
      versions = lines(report);
    }
    boolean begins =
        report instanceof Report.ScriptStarted script && script.verb() == ScriptVerb.PRECHECK;
    if (begins) {
      open = true;
      List<String> head = versions;
      later(() -> begin(head));
    }
    boolean ends = ends(report);
    if (open || ends || ofUpdate(report)) {
      List<String> lines = lines(report);
      if (!lines.isEmpty()) {
        later(() -> append(lines, ends));
      }
    }
    if (report instanceof Report.TrialStarted) {
      open = true;
    } else if (ends) {
      open = false;
    }
  }

  /** Gives the newest log to somebody, on the writer's thread; empty when there is none. */
  public void read(Consumer<byte[]> reader) {
    later(() -> reader.accept(read()));
  }

  private byte[] read() {
    try {
      return Files.size(file) > BYTES_MAX ? new byte[0] : Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    } catch (IOException e) {
      failed("cannot be read", e);
      return new byte[0];
    }
  }

  /** How an update, or a part of it that may be the last, ended. */
  private static boolean ends(Report report) {
    return report instanceof Report.UpdateFailed
        || report instanceof Report.ImageVerified
        || report instanceof Report.SlotActivated
        || report instanceof Report.TrialPassed
        || report instanceof Report.FellBack;
  }

  /** What is written when no update goes on, too: what follows the reboot, or a predownload. */
  private static boolean ofUpdate(Report report) {
    return report instanceof Report.ScriptStarted
        || report instanceof Report.ScriptLine
        || report instanceof Report.Rebooting
        || report instanceof Report.TrialStarted
        || report instanceof Report.TrialExtended
        || report instanceof Report.UpdateAborting;
  }

  private List<String> lines(Report report) {
    List<String> lines = new ArrayList<>();
    List<String> words =
        report instanceof Report.TransferEnded ended
            ? List.of(new DotLine().ended(ended.messages(), ended.bytes(), ended.lastBlockBytes()))
            : report instanceof Report.ScriptStarted script
                ? List.of("Script " + script.verb())
                : Wording.of(report);
    String time = TIME.format(clock.instant());
    for (String line : words) {
      if (!line.isEmpty()) {
        lines.add(time + line.substring(0, Math.min(line.length(), LINE_CHARS_MAX)) + "\n");
      }
    }
    return lines;
  }

  private void later(Runnable task) {
    writer.execute(task);
  }

  // --- on the writer's thread ---

  private void begin(List<String> head) {
    full = false;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      for (int age = OLDER_MAX; age > 0; age--) {
        Path younger = age == 1 ? file : older(age - 1);
        if (Files.exists(younger)) {
          Files.move(younger, older(age), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      failed("cannot be begun", e);
    }
    append(head, false);
  }

  private Path older(int age) {
    return file.resolveSibling(file.getFileName() + "." + age);
  }

  private void append(List<String> lines, boolean durable) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND)) {
        for (String line : lines) {
          append(channel, line, durable);
        }
        if (durable) {
          channel.force(true);
        }
      }
    } catch (IOException e) {
      failed("cannot be written", e);
    }
  }

  private void append(FileChannel channel, String line, boolean outcome) throws IOException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    long size = channel.size();
    if (size + bytes.length <= BYTES_MAX - (outcome ? 0 : END_BYTES)) {
      write(channel, bytes);
    } else if (!full && size + LEFT_OUT.length() <= BYTES_MAX) {
      full = true;
      write(channel, LEFT_OUT.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  private void failed(String what, IOException e) {
    if (!failed) {
      failed = true;
      onError.accept("update log " + file + " " + what + ": " + e);
    }
  }

  /** Writes what waits, and what the medium has not taken yet. */
  @Override
  public void close() {
    later(this::force);
    writer.shutdown();
    try {
      if (!writer.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
        onError.accept("update log " + file + " is not written to its end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void force() {
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      failed("cannot be flushed", e);
    }
  }
}
