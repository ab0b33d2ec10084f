package io.apfw.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A table in this module's README.md that a test makes from the code. */
public final class ReadmeTable {
  private static final Path README = Path.of("README.md");

  private ReadmeTable() {}

  /** One row. */
  public static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /**
   * The table behind the mark {@code <!-- table of NAME, held by TEST -->} has exactly these rows.
   */
  public static void assertHolds(String name, Class<?> test, List<String> rows) throws IOException {
    String begin = "<!-- table of " + name + ", held by " + test.getSimpleName() + " -->";
    List<String> lines = Files.readAllLines(README);
    assertThat(lines).as("the marks of the table of %s in README.md", name).contains(begin);
    List<String> table =
        lines.subList(lines.indexOf(begin) + 1, lines.size()).stream()
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    assertThat(table)
        .as("the table of %s in README.md; it should read:\n%s", name, String.join("\n", rows))
        .isEqualTo(rows);
  }
}
