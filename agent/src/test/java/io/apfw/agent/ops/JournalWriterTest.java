package io.apfw.agent.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.NotifySocket;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;

/** The journal's native protocol, on a socket that stands for the journal's. */
class JournalWriterTest {
  @TempDir Path directory;

  private static LogEntry entry(
      Level level, String message, @Nullable Throwable thrown, Map<String, String> context) {
    return new LogEntry(null, null, context, null, null, null, 0, null, level, message, thrown);
  }

  @Test
  void aLineHasItsPriorityAndItsEventsFields() throws Exception {
    String socket = directory.resolve("journal").toString();
    JournalWriter writer = new JournalWriter(Map.of("socket", socket));
    try (NotifySocket journal = new NotifySocket(socket)) {
      writer.write(
          entry(Level.INFO, "CAPWAP State: Run", null, Map.of("APFW_NAME", "StateEntered")));
      writer.write(entry(Level.ERROR, "two\nlines", null, Map.of()));
      writer.write(entry(Level.WARN, "why", new IllegalStateException("so"), Map.of()));
      assertThat(journal.next())
          .isEqualTo(
              """
              PRIORITY=6
              SYSLOG_IDENTIFIER=apfw
              MESSAGE=CAPWAP State: Run
              APFW_NAME=StateEntered
              """);
      assertThat(journal.next())
          .as("what has line feeds goes by its length")
          .isEqualTo(
              "PRIORITY=3\nSYSLOG_IDENTIFIER=apfw\nMESSAGE\n\u0009\0\0\0\0\0\0\0two\nlines\n");
      assertThat(journal.next())
          .startsWith("PRIORITY=4\n")
          .contains("why\njava.lang.IllegalStateException: so\n\tat ");
    } finally {
      writer.close();
    }
  }

  @Test
  void aJournalThatDoesNotKeepUpIsToldHowManyLinesItLacks() throws Exception {
    String socket = directory.resolve("journal").toString();
    JournalWriter writer = new JournalWriter(Map.of("socket", socket));
    try (NotifySocket journal = new NotifySocket(socket);
        LocalDatagrams others = LocalDatagrams.to(socket)) {
      int queued =
          journal.holding(
              () -> {
                int fit = 0;
                while (others.send(new byte[] {'x'})) {
                  fit++;
                }
                for (int i = 0; i < 3; i++) {
                  writer.write(entry(Level.INFO, "lost", null, Map.of()));
                }
                return fit;
              });
      for (int i = 0; i < queued; i++) {
        assertThat(journal.next()).isEqualTo("x");
      }
      writer.write(entry(Level.INFO, "again", null, Map.of()));
      assertThat(journal.next()).startsWith("PRIORITY=4\n").contains("MESSAGE=3 lines of the log");
      assertThat(journal.next()).contains("MESSAGE=again\n");
    } finally {
      writer.close();
    }
  }

  @Test
  void withoutTheJournalsSocketLinesGoToStandardOutput() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      JournalWriter writer = new JournalWriter(Map.of("socket", directory + "/nobody"));
      writer.write(entry(Level.INFO, "CAPWAP State: Run", null, Map.of()));
      writer.close();
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("CAPWAP State: Run\n");
  }

  @Test
  void standardOutputIsTheJournalsWhenSystemdsWordOfItFits() {
    assertThat(JournalWriter.isStandardOutput(Map.of())).isFalse();
    assertThat(JournalWriter.isStandardOutput(Map.of("JOURNAL_STREAM", "1:1"))).isFalse();
  }
}
