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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
 * <p>May lose lines when the journal does not keep up, and says how many; waits for it as {@link
 * LocalDatagrams} does. What cannot go this way is printed to standard output, which is the
 * journal's, too, without fields.
 */
public final class JournalWriter implements Writer {
  private static final String SOCKET = "/run/systemd/journal/socket";
  private static final int ERROR = 3;
  private static final int WARNING = 4;
  private static final int INFORMATIONAL = 6;
  private static final int DEBUG = 7;

  private final String name;
  private final AtomicBoolean opening = new AtomicBoolean();
  private final AtomicLong lost = new AtomicLong();
  private volatile @Nullable LocalDatagrams socket;

  /**
   * Opens nothing yet.
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
  public void write(LogEntry entry) {
    if (!sent(entry)) {
      System.out.println(words(entry));
    }
  }

  /** Whether nobody else has to print it. No lock is held while Netty is loaded: it logs. */
  private boolean sent(LogEntry entry) {
    LocalDatagrams to = socket;
    if (to == null && opening.compareAndSet(false, true)) {
      to = open();
    }
    if (to == null) {
      return false;
    }
    try {
      long missing = lost.get();
      boolean told =
          missing == 0
              || to.send(
                  datagram(
                      WARNING, missing + " lines of the log did not reach the journal", Map.of()));
      if (told) {
        lost.addAndGet(-missing);
        told = to.send(datagram(priority(entry.getLevel()), words(entry), entry.getContext()));
      }
      if (!told) {
        lost.incrementAndGet();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private @Nullable LocalDatagrams open() {
    try {
      socket = LocalDatagrams.to(name);
    } catch (IOException e) {
      System.err.println("The log cannot go to the journal: " + e.getMessage());
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
  public void close() {
    LocalDatagrams to = socket;
    if (to != null) {
      to.close();
    }
  }
}
