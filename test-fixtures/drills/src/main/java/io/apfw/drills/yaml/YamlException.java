package io.apfw.drills.yaml;

import java.util.List;

/** A file with mistakes: all of them, each {@code file:line: key: value: what is allowed}. */
public final class YamlException extends Exception {
  private static final long serialVersionUID = 1;

  /** With one line for each mistake, one at least. */
  public YamlException(List<String> mistakes) {
    super(String.join("\n", mistakes));
  }
}
