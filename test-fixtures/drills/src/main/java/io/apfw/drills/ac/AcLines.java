package io.apfw.drills.ac;

import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The lines of a controller's log, for whoever waits for one. From any thread. */
public final class AcLines extends Writer {
  private final StringBuilder begun = new StringBuilder();
  private final List<String> lines = new ArrayList<>();
  private final Consumer<String> also;

  /**
   * None yet.
   *
   * @param also hears each line
   */
  public AcLines(Consumer<String> also) {
    this.also = also;
  }

  @Override
  public synchronized void write(char[] text, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (text[i] == '\n') {
        lines.add(begun.toString());
        also.accept(begun.toString());
        begun.setLength(0);
      } else {
        begun.append(text[i]);
      }
    }
    notifyAll();
  }

  /** Those so far. */
  public synchronized List<String> all() {
    return List.copyOf(lines);
  }

  /** Whether a line came in which this is found. */
  public synchronized boolean await(String regex, Duration patience) throws InterruptedException {
    Pattern pattern = Pattern.compile(regex);
    long end = System.nanoTime() + patience.toNanos();
    while (lines.stream().noneMatch(line -> pattern.matcher(line).find())) {
      long millis = (end - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
