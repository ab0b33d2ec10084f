package io.apfw.agent.config;

/**
 * One mistake in the configuration file.
 *
 * @param file as it was named
 * @param line from 1; 0 for the file as a whole
 * @param key dotted, empty for the file as a whole
 * @param value as it stands in the file, cut if it is long; empty if there is none
 * @param allowed what may stand there instead
 */
public record ConfigProblem(String file, int line, String key, String value, String allowed) {
  /** {@code file:line: key: value: what is allowed}, without the parts that there are not. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
    }
    for (String part : new String[] {key, value, allowed}) {
      if (!part.isEmpty()) {
        text.append(": ").append(part);
      }
    }
    return text.toString();
  }
}
