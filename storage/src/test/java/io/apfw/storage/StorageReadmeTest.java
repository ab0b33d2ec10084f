package io.apfw.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** README.md names tests that exist. */
class StorageReadmeTest {
  private static final String MARK = "<!-- table of field failures, held by StorageReadmeTest -->";
  private static final Pattern TEST = Pattern.compile("`([A-Za-z]+Test)\\.([A-Za-z0-9_]+)`");
  private static final List<Path> ROOTS =
      List.of(Path.of("src/test/java"), Path.of("../agent/src/test/java"));

  @Test
  void every_field_failure_has_tests_and_they_exist() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("README.md"));
    assertThat(lines).contains(MARK);
    List<String> rows =
        lines.subList(lines.indexOf(MARK) + 3, lines.size()).stream()
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    assertThat(rows).hasSizeGreaterThanOrEqualTo(8);
    for (String row : rows) {
      String[] cells = row.split("\\|", -1);
      assertThat(cells).as(row).hasSize(5);
      List<MatchResult> tests = TEST.matcher(cells[3]).results().toList();
      assertThat(tests).as("tests of " + row).isNotEmpty();
      for (MatchResult test : tests) {
        assertThat(source(test.group(1)))
            .as(test.group())
            .containsPattern(
                "@(Test|ParameterizedTest|Property)[^;]*void " + test.group(2) + "\\(");
      }
    }
  }

  private static String source(String testClass) throws IOException {
    for (Path root : ROOTS) {
      try (Stream<Path> files = Files.walk(root)) {
        List<Path> found = files.filter(file -> file.endsWith(testClass + ".java")).toList();
        if (!found.isEmpty()) {
          return Files.readString(found.get(0));
        }
      }
    }
    throw new AssertionError(testClass + " is in none of " + ROOTS);
  }
}
