package io.apfw.capwap.wtp;

import io.apfw.capwap.wire.element.MessageElement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a WTP in Run has to tell its AC, one request at a time.
 *
 * @param events WTP Events that wait to be sent, oldest first
 * @param upload the update log that the AC has asked for
 * @param statisticsMillis StatisticsTimer in force, RFC 5415 4.7.14
 * @param statisticsAt when statistics are due the next time
 * @param statisticsOwed they are due, and wait until nothing is outstanding
 */
public record Telling(
    List<MessageElement> events,
    Optional<Upload> upload,
    long statisticsMillis,
    Instant statisticsAt,
    boolean statisticsOwed) {
  public Telling {
    events = List.copyOf(events);
  }

  /** The same with other events. */
  public Telling with(List<MessageElement> other) {
    return new Telling(other, upload, statisticsMillis, statisticsAt, statisticsOwed);
  }

  /** The same with another upload, or none. */
  public Telling with(Optional<Upload> other) {
    return new Telling(events, other, statisticsMillis, statisticsAt, statisticsOwed);
  }

  /** The same with statistics every so often from now on. */
  public Telling withStatistics(long millis, Instant now) {
    return new Telling(events, upload, millis, now.plusMillis(millis), statisticsOwed);
  }

  /** The same with statistics that are due, or have been sent. */
  public Telling owing(boolean owed) {
    return new Telling(events, upload, statisticsMillis, statisticsAt, owed);
  }

  /** When something is due, but for what waits for an answer of the AC's. */
  public Instant dueAt() {
    return upload
        .flatMap(Telling::end)
        .filter(end -> end.isBefore(statisticsAt))
        .orElse(statisticsAt);
  }

  private static Optional<Instant> end(Upload upload) {
    if (upload instanceof Upload.Reading reading) {
      return Optional.of(reading.until());
    }
    return upload instanceof Upload.Sending sending
        ? Optional.of(sending.until())
        : Optional.empty();
  }
}
