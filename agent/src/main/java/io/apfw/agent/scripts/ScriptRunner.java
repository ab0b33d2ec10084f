package io.apfw.agent.scripts;

import io.apfw.agent.scripts.ScriptOutcome.End;
import io.apfw.update.ScriptVerb;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs {@code sh upgrade.sh VERB}, one process for one verb.
 *
 * <p>{@link #run} blocks until the script has ended: call it from a worker. The child sees nothing
 * of the agent's own environment, only the variables that {@code CONTRACT.md} names, {@code PATH}
 * and {@code LC_ALL=C}. Whatever the script does, the call returns within {@code scriptMillisMax}
 * and the time it takes to kill the process tree.
 */
public final class ScriptRunner {
  /** Where the scripts find their tools unless the configuration says otherwise. */
  public static final String DEFAULT_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

  private static final int CHUNK_BYTES = 8192;

  /** How often a running script is asked for output. */
  private static final long POLL_MILLIS = 5;

  /** A killed process is gone in microseconds; a wait on a stuck disk must not hold the agent. */
  private static final long KILL_MILLIS_MAX = 1000;

  private final Path script;
  private final String shell;
  private final String searchPath;
  private final ScriptLimits limits;

  /**
   * @param script {@code upgrade.sh}; its boards stand in {@code boards/} beside it
   * @param searchPath value of {@code PATH} for the script
   */
  public ScriptRunner(Path script, String searchPath, ScriptLimits limits) {
    this(script, "/bin/sh", searchPath, limits);
  }

  ScriptRunner(Path script, String shell, String searchPath, ScriptLimits limits) {
    this.script = script.toAbsolutePath();
    this.shell = shell;
    this.searchPath = searchPath;
    this.limits = limits;
  }

  /**
   * Runs one verb to its end.
   *
   * @param onLine takes each line of standard output as it comes, on the calling thread
   */
  public ScriptOutcome run(
      ScriptVerb verb, ScriptPlace place, ScriptImage image, Consumer<String> onLine) {
    Map<String, String> variables = new LinkedHashMap<>();
    place.putInto(variables);
    image.putInto(variables);
    return run(verb, place.workDir(), variables, onLine);
  }

  /**
   * Runs one verb to its end, with these variables and no others but {@code PATH} and {@code
   * LC_ALL}.
   *
   * @param directory the script's working directory
   */
  ScriptOutcome run(
      ScriptVerb verb, Path directory, Map<String, String> variables, Consumer<String> onLine) {
    ProcessBuilder builder = new ProcessBuilder(shell, script.toString(), verb.name());
    builder.directory(directory.toAbsolutePath().toFile());
    builder.redirectInput(new File("/dev/null"));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", searchPath);
    environment.put("LC_ALL", "C");
    environment.putAll(variables);
    try {
      return new Run(verb, onLine).follow(builder.start());
    } catch (IOException e) {
      return new ScriptOutcome(verb, End.BROKEN, -1, List.of(e.toString()), 0);
    }
  }

  /** The output of one process, read without blocking so that the deadline always holds. */
  private final class Run {
    private final ScriptVerb verb;
    private final LineSplitter out;
    private final LineSplitter err;
    private final Deque<String> errorTail = new ArrayDeque<>();
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int delivered;
    private long dropped;

    Run(ScriptVerb verb, Consumer<String> onLine) {
      this.verb = verb;
      this.out =
          new LineSplitter(
              limits.lineBytesMax(),
              line -> {
                if (delivered < limits.linesMax()) {
                  delivered++;
                  onLine.accept(line);
                } else {
                  dropped++;
                }
              });
      this.err =
          new LineSplitter(
              limits.lineBytesMax(),
              line -> {
                if (errorTail.size() == ScriptOutcome.ERROR_LINES_MAX) {
                  errorTail.removeFirst();
                }
                errorTail.addLast(line);
              });
    }

    ScriptOutcome follow(Process process) throws IOException {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limits.scriptMillisMax());
      End end = End.EXITED;
      try {
        // Reading what is available, not until end of file: a process that the script leaves
        // behind keeps the pipe open.
        while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          drain(process, deadline);
          if (System.nanoTime() - deadline >= 0) {
            end = End.TIMED_OUT;
            break;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        end = End.INTERRUPTED;
      } finally {
        kill(process);
      }
      drain(process, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(KILL_MILLIS_MAX));
      out.end();
      err.end();
      int exitCode = end == End.EXITED ? process.exitValue() : -1;
      return new ScriptOutcome(verb, end, exitCode, List.copyOf(errorTail), dropped);
    }

    private void drain(Process process, long deadline) throws IOException {
      drain(process.getInputStream(), out, deadline);
      drain(process.getErrorStream(), err, deadline);
    }

    private void drain(InputStream stream, LineSplitter lines, long deadline) throws IOException {
      int available;
      while ((available = stream.available()) > 0 && System.nanoTime() - deadline < 0) {
        int count = stream.read(chunk, 0, Math.min(available, chunk.length));
        if (count < 0) {
          return;
        }
        lines.accept(chunk, count);
      }
    }
  }

  private static void kill(Process process) {
    if (!process.isAlive()) {
      return;
    }
    // The children are listed while their parent lives: orphans cannot be found again.
    List<ProcessHandle> children = process.descendants().toList();
    // By its handle: Process.destroyForcibly would close the pipes, and with them the last words.
    process.toHandle().destroyForcibly();
    for (ProcessHandle child : children) {
      child.descendants().forEach(ProcessHandle::destroyForcibly);
      child.destroyForcibly();
    }
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(KILL_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
