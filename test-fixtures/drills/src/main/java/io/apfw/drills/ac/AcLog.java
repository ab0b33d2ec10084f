package io.apfw.drills.ac;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A controller's log: a line says when, in UTC, and what. From any thread. */
final class AcLog {
  /** As the captured controllers write it. */
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("'*'MMM d HH:mm:ss.SSS': '", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final PrintWriter out;
  private final Clock clock;

  AcLog(PrintWriter out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /** What a command answers, in one piece, without a time. */
  synchronized void block(Optional<String> command, List<String> lines) {
    command.ifPresent(out::println);
    lines.forEach(out::println);
    out.flush();
  }

  synchronized void line(String text) {
    out.println(STAMP.format(clock.instant()) + text);
    out.flush();
  }
}
