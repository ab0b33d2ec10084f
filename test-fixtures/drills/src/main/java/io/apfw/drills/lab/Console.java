package io.apfw.drills.lab;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * What the user sees: the drill's own lines, the agent's log as it comes, and on a terminal a
 * progress bar in place of the log's dots. The log goes to a file, too, complete. From any thread.
 */
public final class Console implements AutoCloseable {
  private static final Pattern DOTS = Pattern.compile("^(\\[\\*[^]]*] )?(<\\.*|\\.+)$");
  private static final String ERASE_LINE = "\r\033[K";
  private static final int BAR_UPDATE_MILLIS = 100;
  private static final long BYTES_PER_MB = 1_000_000;

  private final PrintWriter out;
  private final boolean terminal;
  private final BufferedWriter log;
  private @Nullable ProgressBar bar;

  /**
   * Opens the log file anew.
   *
   * @param terminal whether a person watches
   */
  public Console(PrintWriter out, boolean terminal, Path logFile) throws IOException {
    this.out = out;
    this.terminal = terminal;
    this.log = Files.newBufferedWriter(logFile);
  }

  /** A line of the drill itself. */
  public synchronized void say(String line) {
    print("drill: " + line);
  }

  /** A line without a mark, as in a table. */
  public synchronized void print(String line) {
    // The bar stands in the line; it is drawn anew below.
    out.println(bar == null ? line : ERASE_LINE + line);
  }

  /** A line of the agent's log. */
  public synchronized void agent(String line) {
    if (!terminal || !DOTS.matcher(line).find()) {
      print(line);
    }
    try {
      log.write(line);
      log.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException("the agent's log cannot be kept", e);
    }
  }

  /** Begins a bar; only on a terminal. */
  synchronized void startBar(long bytes) {
    if (terminal && bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("image")
              .setInitialMax(bytes)
              .setUnit(" MB", BYTES_PER_MB)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(BAR_UPDATE_MILLIS)
              .showSpeed()
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .build();
    }
  }

  /** Moves the bar, if there is one. */
  synchronized void moveBar(long bytes) {
    if (bar != null) {
      bar.stepTo(bytes);
    }
  }

  /** Ends the bar, if there is one. */
  synchronized void endBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    endBar();
    log.close();
  }
}
