package io.apfw.report;

import java.util.Optional;

/**
 * Image blocks as the captures show them: {@code <} before the first, a dot for every {@value
 * #MESSAGES_PER_DOT} messages, a new line after {@value #DOTS_PER_LINE} dots, and at the end the
 * totals: {@code > 70512640 bytes, 51208 msgs, 601 last}. A line is given out whole, so that no
 * other line falls into it.
 */
public final class DotLine {
  /** Image Data messages that make a dot. */
  public static final int MESSAGES_PER_DOT = 200;

  /** Dots that make a line. */
  public static final int DOTS_PER_LINE = 50;

  private final StringBuilder line = new StringBuilder();
  private int dots;

  /** Nothing has come yet. */
  public DotLine() {}

  /** One more block; the line to print, if it is full now. */
  public Optional<String> block(long messages) {
    if (messages == 1) {
      line.setLength(0);
      line.append('<');
      dots = 0;
    }
    if (messages % MESSAGES_PER_DOT != 0) {
      return Optional.empty();
    }
    line.append('.');
    dots++;
    return dots % DOTS_PER_LINE == 0 ? interrupted() : Optional.empty();
  }

  /** Something else is about to be printed: what there is of the line, if there is any. */
  public Optional<String> interrupted() {
    if (line.isEmpty()) {
      return Optional.empty();
    }
    String begun = line.toString();
    line.setLength(0);
    return Optional.of(begun);
  }

  /** The transfer has ended. */
  public String ended(long messages, long bytes, int lastBlockBytes) {
    String begun = interrupted().orElse("");
    return begun + "> " + bytes + " bytes, " + messages + " msgs, " + lastBlockBytes + " last";
  }
}
