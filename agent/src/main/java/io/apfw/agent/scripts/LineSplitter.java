package io.apfw.agent.scripts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream of bytes into lines of bounded length; bytes beyond the bound are dropped. */
final class LineSplitter {
  private final int lineBytesMax;
  private final Consumer<String> sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean open;

  LineSplitter(int lineBytesMax, Consumer<String> sink) {
    this.lineBytesMax = lineBytesMax;
    this.sink = sink;
  }

  void accept(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      byte b = bytes[i];
      if (b == '\n') {
        emit();
      } else {
        open = true;
        if (line.size() < lineBytesMax) {
          line.write(b);
        }
      }
    }
  }

  /** A last line without its line feed counts too. */
  void end() {
    if (open) {
      emit();
    }
  }

  private void emit() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    open = false;
    sink.accept(printable(text));
  }

  /** What a tool prints ends up on an operator's terminal: no escape sequences pass. */
  private static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) && c != '\t' ? '?' : c));
    return clean.toString();
  }
}
