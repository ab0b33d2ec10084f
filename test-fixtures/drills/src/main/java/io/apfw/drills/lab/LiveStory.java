package io.apfw.drills.lab;

import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.report.Played;
import io.apfw.drills.report.Played.Kind;
import io.apfw.drills.report.Played.Moment;
import io.apfw.drills.report.Played.Story;
import io.apfw.drills.report.SlotLine;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a live drill's timeline tells, as a story to look at. */
public final class LiveStory {
  private static final Pattern STAMP = Pattern.compile("^\\[\\*[^]]*\\] ");
  private static final String STATE = "CAPWAP State: ";

  private LiveStory() {}

  /** A line of the agent's log without its time stamp. */
  public static String unstamped(String line) {
    return STAMP.matcher(line).replaceFirst("");
  }

  /** The state that a line of the log, without its time stamp, says is entered. */
  public static Optional<String> state(String line) {
    return line.startsWith(STATE) ? Optional.of(line.substring(STATE.length())) : Optional.empty();
  }

  /**
   * The story; what the controllers say stands in the first AP's.
   *
   * @param before the AP's slots at the beginning, which are those of all others, too
   * @param result whose failures begin with the AP's name where there are several
   */
  public static Played of(
      String summary, List<Machine> machines, List<SlotLine> before, DrillResult result)
      throws IOException, StorageException {
    List<Story> stories = new ArrayList<>();
    for (Machine machine : machines) {
      boolean alone = machines.size() == 1;
      List<Moment> moments = new ArrayList<>();
      for (Timeline.Entry entry : machine.timeline().entries()) {
        add(moments, Duration.ofNanos(entry.nanos()), entry.event());
      }
      String name = machine.ap().name();
      stories.add(
          new Story(
              alone ? "the AP" : name,
              moments,
              words(before),
              words(machine.ap().slots()),
              result.failures().stream()
                  .filter(failure -> alone || failure.startsWith(name + ": "))
                  .toList()));
    }
    Duration lasted =
        stories.stream()
            .flatMap(story -> story.moments().stream())
            .map(Moment::at)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return new Played(
        result.scenario(), summary, "live", lasted, result.messages(), List.of(), stories);
  }

  private static List<String> words(List<SlotLine> slots) {
    return slots.stream().map(SlotLine::words).toList();
  }

  private static void add(List<Moment> moments, Duration at, DrillEvent event) {
    if (event instanceof DrillEvent.Logged logged) {
      String line = unstamped(logged.line());
      state(line).ifPresent(state -> moments.add(new Moment(at, Kind.STATE, state)));
      moments.add(new Moment(at, Kind.LOG, line));
    } else if (event instanceof DrillEvent.Booting booting) {
      moments.add(
          new Moment(at, Kind.BOOT, "boot %d: %s".formatted(booting.boot(), booting.slot())));
    } else if (event instanceof DrillEvent.Ended ended) {
      moments.add(new Moment(at, Kind.BOOT, "off: exit code " + ended.exitCode()));
    } else if (event instanceof DrillEvent.Halted halted) {
      moments.add(new Moment(at, Kind.BOOT, "halted: " + halted.reason()));
    } else if (event instanceof DrillEvent.Noted noted) {
      if (noted.note() instanceof ControllerNote.TransferStarted) {
        moments.add(new Moment(at, Kind.BLOCKS, "0"));
      } else if (noted.note() instanceof ControllerNote.LastBlockSent last) {
        moments.add(new Moment(at, Kind.BLOCKS, Long.toString(last.messages())));
      }
      moments.add(new Moment(at, Kind.CONTROLLER, noted.note().toString()));
    } else if (event instanceof DrillEvent.CloudNoted noted) {
      moments.add(new Moment(at, Kind.CONTROLLER, noted.note().toString()));
    }
  }
}
