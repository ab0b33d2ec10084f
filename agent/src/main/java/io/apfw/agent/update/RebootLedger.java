package io.apfw.agent.update;

import io.apfw.capwap.wtp.RebootReason;
import io.apfw.capwap.wtp.Reboots;
import io.apfw.capwap.wtp.Reboots.Failure;
import io.apfw.capwap.wtp.RunEnd;
import io.apfw.report.Report;
import io.apfw.storage.state.StateReader;
import io.apfw.storage.state.StateText;
import io.apfw.storage.state.TwinFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Why the AP rebooted and lost its controllers, kept in one {@link TwinFile} for RFC 5415 4.6.47.
 *
 * <p>How a run of the agent ends is written when it is decided and again before it ends, and
 * counted when the next one starts: the count and the mark of the new run are one write, so that a
 * power cut between two steps neither loses an end nor counts it twice. A run without a mark of its
 * end was killed, or the machine went down under it; the boot id of the kernel tells which.
 *
 * <p>A file that cannot be read or written is told once and stops nothing: the counts are then "not
 * available".
 */
public final class RebootLedger {

  /** Stands where no end is known. */
  private static final String RUNNING = "RUNNING";

  private static final String KIND = "reboots";
  private static final long WRITE_SECONDS_MAX = 5;

  private final TwinFile file;
  private final String bootId;
  private final Consumer<String> onError;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "apfw-reboots");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Reboots counts = Reboots.NONE;
  private volatile String end = RUNNING;
  private boolean lastRunLost;

  /**
   * @param file need not exist yet; its directory must
   * @param bootId the kernel's id of this boot; another one after each boot of the machine; empty
   *     where there is none: each start then counts as one
   * @param onError hears why the file is not kept
   */
  public RebootLedger(Path file, String bootId, Consumer<String> onError) {
    this.file = TwinFile.at(file, KIND);
    this.bootId = bootId;
    this.onError = onError;
  }

  /** Counts how the run before this one ended, and begins another; the counts. */
  public Reboots start() {
    try {
      Optional<StateText> state = file.read();
      if (state.isPresent()) {
        StateReader reader = new StateReader(file.name(), state.get());
        Reboots before = counts(reader);
        counts = after(reader.text("end"), reader.text("boot-id"), before);
        lastRunLost = lost(reader.text("end"), reader.text("boot-id"));
      }
      write(RUNNING, counts);
    } catch (IOException e) {
      counts = Reboots.UNAVAILABLE;
      lastRunLost = true;
      onError.accept("reboot statistics " + file.name() + " are not available: " + e.getMessage());
    }
    return counts;
  }

  private Reboots after(String end, String thatBootId, Reboots before) {
    for (RunEnd known : RunEnd.values()) {
      if (known.name().equals(end)) {
        return before.after(known);
      }
    }
    // An end that this agent does not know was written by a newer one: nothing failed silently.
    return before.with(
        !end.equals(RUNNING)
            ? Failure.OTHER
            : lost(end, thatBootId) ? Failure.SOFTWARE : Failure.CRASH);
  }

  private boolean lost(String end, String thatBootId) {
    boolean thisBoot = thatBootId.equals(bootId) && !bootId.isEmpty();
    return thisBoot && (end.equals(RUNNING) || end.equals(RunEnd.BUG.name()));
  }

  /** Whether the run before this one ended in this boot and without an order, for all we know. */
  public boolean lastRunLost() {
    return lastRunLost;
  }

  /** The counts as they stand. */
  public Reboots counts() {
    return counts;
  }

  /** Keeps the counts of the run that goes on; soon, and off the caller's thread. */
  public void keep(Reboots now) {
    counts = now;
    writeSoon();
  }

  /** This run will end so; soon on the medium, in case the power goes before it ends. */
  public void decided(RunEnd how) {
    end = how.name();
    writeSoon();
  }

  /** Hears that the AP runs the other image again: that is why it rebooted. */
  public void saw(Report report) {
    if (report instanceof Report.FellBack) {
      keep(counts.because(RebootReason.IMAGE_ERROR));
    }
  }

  private void writeSoon() {
    Reboots now = counts;
    String mark = end;
    writer.execute(() -> tryWrite(mark, now));
  }

  /** Waits for what is being written; takes no more. */
  void settle() {
    writer.shutdown();
    try {
      writer.awaitTermination(WRITE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** This run is about to end; on the medium when this returns. Last call. */
  public void end(RunEnd how) {
    settle();
    tryWrite(how.name(), counts);
  }

  private void tryWrite(String end, Reboots now) {
    try {
      write(end, now);
    } catch (IOException e) {
      onError.accept("reboot statistics " + file.name() + " are not written: " + e.getMessage());
    }
  }

  private void write(String end, Reboots counts) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("crashes", Integer.toString(counts.crashes()));
    values.put("ac-initiated", Integer.toString(counts.acInitiated()));
    values.put("link", Integer.toString(counts.link()));
    values.put("software", Integer.toString(counts.software()));
    values.put("hardware", Integer.toString(counts.hardware()));
    values.put("other", Integer.toString(counts.other()));
    values.put("unknown", Integer.toString(counts.unknown()));
    values.put("last-failure", Integer.toString(counts.lastFailure()));
    values.put("reason", Integer.toString(counts.reason().number()));
    values.put("end", end);
    values.put("boot-id", bootId);
    file.write(values);
  }

  private static Reboots counts(StateReader reader) throws IOException {
    return new Reboots(
        count(reader, "crashes"),
        count(reader, "ac-initiated"),
        count(reader, "link"),
        count(reader, "software"),
        count(reader, "hardware"),
        count(reader, "other"),
        count(reader, "unknown"),
        (int) Math.min(reader.number("last-failure"), 0xff),
        RebootReason.of(reader.number("reason")));
  }

  private static int count(StateReader reader, String key) throws IOException {
    return (int) Math.min(reader.number(key), 0xffff);
  }
}
