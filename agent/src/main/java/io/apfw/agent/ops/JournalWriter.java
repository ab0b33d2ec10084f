package io.apfw.agent.ops;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.Writer;

/**
 * Lines of the log for systemd's journal, each with the fields of its event ({@link EventFields}):
 * datagrams by the journal's native protocol. {@code NAME=value} and a line feed for each field; a
 * value that has line feeds is {@code NAME}, a line feed, its length in bytes as 64 bits with the
 * least significant byte first, the value, and a line feed.
 *
 * <p>May lose lines when the journal does not take them, and says how many; blocks nobody. Where
 * there is no such socket, lines go to standard output, without fields.
 */
public final class JournalWriter implements Writer {
  private static final String SOCKET = "/run/systemd/journal/socket";
  private static final int ERROR = 3;
  private static final int WARNING = 4;
  private static final int INFORMATIONAL = 6;
  private static final int DEBUG = 7;

  private final String name;
  private @Nullable LocalDatagrams socket;
  private boolean opened;
  private long lost;

  /**
   * Opens nothing yet: Netty logs, too.
   *
   * @param properties {@code socket}, by default that of the system's journal
   */
  public JournalWriter(Map<String, String> properties) {
    this.name = properties.getOrDefault("socket", SOCKET);
  }

  /**
   * Whether this process's standard output goes to the journal.
   *
   * @param environment with systemd's {@code JOURNAL_STREAM}: device and inode, decimal
   */
  public static boolean isStandardOutput(Map<String, String> environment) {
    Path output = Path.of("/proc/self/fd/1");
    try {
      String stream =
          Files.getAttribute(output, "unix:dev") + ":" + Files.getAttribute(output, "unix:ino");
      return stream.equals(environment.get("JOURNAL_STREAM")) && Files.exists(Path.of(SOCKET));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Collection<LogEntryValue> getRequiredLogEntryValues() {
    return EnumSet.of(
        LogEntryValue.LEVEL, LogEntryValue.MESSAGE, LogEntryValue.EXCEPTION, LogEntryValue.CONTEXT);
  }

  @Override
  public synchronized void write(LogEntry entry) {
    LocalDatagrams to = open();
    if (to == null) {
      System.out.println(words(entry));
      return;
    } else if (!to.keepsUp()) {
      lost++;
      return;
    }
    if (lost > 0) {
      to.send(datagram(WARNING, lost + " lines of the log did not reach the journal", Map.of()));
      lost = 0;
    }
    to.send(datagram(priority(entry.getLevel()), words(entry), entry.getContext()));
  }

  private @Nullable LocalDatagrams open() {
    if (!opened) {
      opened = true;
      try {
        socket = LocalDatagrams.to(name, "apfw-journal");
      } catch (IOException e) {
        System.err.println("The log cannot go to the journal: " + e.getMessage());
      }
    }
    return socket;
  }

  private static String words(LogEntry entry) {
    Throwable thrown = entry.getException();
    if (thrown == null) {
      return String.valueOf(entry.getMessage());
    }
    StringWriter text = new StringWriter();
    PrintWriter printer = new PrintWriter(text);
    if (entry.getMessage() != null) {
      printer.println(entry.getMessage());
    }
    thrown.printStackTrace(printer);
    return text.toString().stripTrailing();
  }

  private static int priority(Level level) {
    return switch (level) {
      case ERROR -> ERROR;
      case WARN -> WARNING;
      case INFO -> INFORMATIONAL;
      default -> DEBUG;
    };
  }

  private static byte[] datagram(int priority, String message, Map<String, String> fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    field(out, "PRIORITY", Integer.toString(priority));
    field(out, "SYSLOG_IDENTIFIER", "apfw");
    field(out, "MESSAGE", message);
    fields.forEach((key, value) -> field(out, key, value));
    return out.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, String name, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    if (value.indexOf('\n') < 0) {
      out.write('=');
    } else {
      out.write('\n');
      out.writeBytes(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(bytes.length)
              .array());
    }
    out.writeBytes(bytes);
    out.write('\n');
  }

  @Override
  public void flush() {}

  @Override
  public synchronized void close() {
    if (socket != null) {
      socket.close();
    }
  }
}
