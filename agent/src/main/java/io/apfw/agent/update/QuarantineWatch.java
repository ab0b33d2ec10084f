package io.apfw.agent.update;

import io.apfw.report.Report;
import io.apfw.storage.device.StorageException;
import io.apfw.update.UpdateEvent;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * Notices that the quarantine was cleared while the agent runs; one look at the file's time in
 * {@value #MILLIS} ms, between the tasks of an update.
 */
final class QuarantineWatch implements Runnable {
  static final long MILLIS = 2_000;

  private final QuarantineFile file;
  private final UpdateSession.Events events;
  private Optional<FileTime> seen = Optional.empty();

  QuarantineWatch(QuarantineFile file, UpdateSession.Events events) {
    this.file = file;
    this.events = events;
  }

  @Override
  public void run() {
    try {
      Optional<FileTime> written = file.writtenAt();
      if (!written.equals(seen)) {
        seen = written;
        events.on(new UpdateEvent.QuarantineRead(file.read()));
      }
    } catch (StorageException e) {
      events.say(new Report.InputDropped("the quarantine", e.detail(), Optional.empty()));
    }
  }
}
