package io.apfw.drills.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The agent as a process of its own, through its launcher. Two threads: one reads its output, one
 * looks at its memory while it lives.
 */
public final class LauncherProcess implements AgentProcess {
  private static final long SAMPLE_MILLIS = 50;
  private static final long STOP_SECONDS = 10;
  private static final String PEAK = "VmHWM:";

  private final Process process;
  private final Thread reader;
  private volatile long peakRssKib;

  private LauncherProcess(Process process, Consumer<String> lines) {
    this.process = process;
    this.reader = daemon("agent log", () -> read(lines));
    daemon("agent memory", this::sample);
  }

  /**
   * Starts a command.
   *
   * @param lines takes each line of its output, in order, on one thread
   */
  public static LauncherProcess start(List<String> command, Consumer<String> lines)
      throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new LauncherProcess(process, lines);
  }

  /** Returns when the process has ended and its last line was taken. */
  @Override
  public int await() throws InterruptedException {
    int code = process.waitFor();
    reader.join();
    return code;
  }

  @Override
  public void stop() {
    look();
    // Not Process.destroy: it closes our end of the output, and the last lines with it.
    process.toHandle().destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.toHandle().destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.toHandle().destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean kill() {
    return process.isAlive() && process.toHandle().destroyForcibly();
  }

  @Override
  public long peakRssKib() {
    return peakRssKib;
  }

  /** Completes with the exit code once it has ended. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Processor time it has used so far; zero where the system does not tell. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static Thread daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void read(Consumer<String> lines) {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.accept(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading the agent's log", e);
    }
  }

  /** VmHWM only grows, so that the last look before the end is short of it by one pause at most. */
  private void sample() {
    try {
      do {
        look();
      } while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void look() {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    peakRssKib = Math.max(peakRssKib, peakOf(status));
  }

  private static long peakOf(Path status) {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(PEAK))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // it has just ended, or this system has no /proc
    }
  }
}
