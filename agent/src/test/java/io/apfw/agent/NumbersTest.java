package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.ops.Samples;
import io.apfw.cloud.CloudFailure;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure.Cause;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code agent/NUMBERS.md} is what leaves the box; a number in it never changes its meaning. */
class NumbersTest {
  private static final Path TABLE = Path.of("NUMBERS.md");

  @Test
  void theTableIsTheCodes() throws Exception {
    String written = Files.readString(TABLE, StandardCharsets.UTF_8);
    String expected = table();
    if (!written.equals(expected)) {
      Path fresh = Files.writeString(Path.of("target", "NUMBERS.md"), expected);
      assertThat(written)
          .as("append to %s; what the code says stands in %s", TABLE, fresh.toAbsolutePath())
          .isEqualTo(expected);
    }
  }

  private static String table() throws IllegalAccessException {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Numbers that leave the box
        Append only: a number never gets another meaning. Held to the code by NumbersTest.

        ## Update failures
        1xx: the image itself, the same one fails again. 2xx: its source. 3xx: this AP.

        | number | name | meaning | blame | what to do |
        |---|---|---|---|---|
        """);
    for (Cause cause : Cause.values()) {
      text.append(
          "| E%d | %s | %s | %s | %s |\n"
              .formatted(
                  cause.number(), cause.name(), cause.sentence(), cause.blame(), cause.advice()));
    }
    text.append(
        """

        ## Cloud check failures
        None of them touches a slot. 40x: the way there. 41x, 42x: the answer. 43x: the image's address.

        | number | name | meaning |
        |---|---|---|
        """);
    for (CloudFailure.Cause cause : CloudFailure.Cause.values()) {
      text.append("| E%d | %s | %s |\n".formatted(cause.number(), cause.name(), cause.sentence()));
    }
    text.append(
        """

        ## Exit codes
        Those of sysexits.

        | code | name |
        |---|---|
        """);
    for (Field field : ExitCode.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        text.append("| %d | %s |\n".formatted(field.getInt(null), field.getName()));
      }
    }
    text.append(
        """

        ## Events
        The report stream; the log puts them into a field AP's words.

        | number | event | fields |
        |---|---|---|
        """);
    List<Report> events =
        Samples.reports().stream().sorted(Comparator.comparingInt(Report::number)).toList();
    for (Report event : events) {
      String fields =
          Arrays.stream(event.getClass().getRecordComponents())
              .map(component -> component.getName())
              .collect(Collectors.joining(", "));
      text.append(
          "| %d | %s | %s |\n".formatted(event.number(), event.getClass().getSimpleName(), fields));
    }
    return text.toString();
  }
}
