package io.apfw.drills.text;

import io.apfw.drills.controller.Bend;
import io.apfw.drills.lab.ImageServer;
import io.apfw.drills.net.Weather;
import io.apfw.storage.slot.SlotId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A scenario: who is there, what happens, what must come of it.
 *
 * @param name the file's, without its ending
 * @param summary what it shows, in one line
 * @param drivers who can act it out
 * @param aps the access points, all alike
 * @param image what the controller has for them
 * @param controller the controller
 * @param standIn another controller, which the APs prefer less
 * @param fileServer where the controller has its images from, if not from itself
 * @param cloud what there is in place of a controller
 * @param network what lies between
 * @param events what happens, each once
 * @param expected what must come of it, for each AP
 */
public record Script(
    String name,
    String summary,
    Set<Driver> drivers,
    Aps aps,
    Image image,
    Controller controller,
    Optional<Controller> standIn,
    Optional<FileServer> fileServer,
    Optional<Cloud> cloud,
    Network network,
    List<Event> events,
    Expected expected) {
  public Script {
    drivers = Set.copyOf(drivers);
    events = List.copyOf(events);
  }

  /** The same, for these drivers. */
  Script by(Set<Driver> able) {
    return new Script(
        name,
        summary,
        able,
        aps,
        image,
        controller,
        standIn,
        fileServer,
        cloud,
        network,
        events,
        expected);
  }

  /** Who acts a scenario out. */
  public enum Driver {
    /** The machines alone, in simulated time. */
    VIRTUAL,
    /** A real agent, real sockets, real time. */
    LIVE
  }

  /**
   * The access points. They run their image from part2, and part1 is the backup.
   *
   * @param count how many, 1 to 10,000
   * @param running version that runs
   * @param backup version on the other slot
   * @param spread they are switched on within so long
   * @param trial how long a new image has to prove itself
   * @param trialExtensions how often that is granted again while no controller answers
   * @param disk what a write onto the other slot meets half way
   */
  public record Aps(
      int count,
      String running,
      String backup,
      Duration spread,
      Duration trial,
      int trialExtensions,
      Disk disk) {
    /** As many as that. */
    Aps times(int number) {
      return new Aps(number, running, backup, spread, trial, trialExtensions, disk);
    }
  }

  /** What a write meets. */
  public enum Disk {
    WELL,
    FULL,
    IO_ERROR,
    READ_ONLY,
    GONE
  }

  /**
   * The image.
   *
   * @param version its version
   * @param bytes size of its file
   * @param flaw what is wrong with it
   */
  public record Image(String version, long bytes, Flaw flaw) {}

  /** What can be wrong with an image. */
  public enum Flaw {
    NONE,
    /** Its signer chains to a root that the AP does not trust. */
    UNTRUSTED_SIGNER,
    /** Its signer's certificate has expired. */
    EXPIRED_SIGNER,
    /** It is for another family. */
    OTHER_FAMILY,
    /** One of its blocks is not as signed. */
    FLIPPED_BIT,
    /** Its file ends before its payload does. */
    TRUNCATED,
    /** It does not come up: the boot loader's watchdog ends each try. */
    HANGS,
    /** It boots, and the board's check finds it unfit. */
    UNHEALTHY,
    /** It boots, is well, and reaches nobody. */
    NO_NETWORK
  }

  /**
   * The controller.
   *
   * @param wants the version that its Join Response names; empty for none
   * @param window Image Data Requests that it has outstanding
   * @param blockBytes image bytes in one of them
   * @param bend how it departs from the RFC
   */
  public record Controller(String wants, int window, int blockBytes, Optional<Bend> bend) {}

  /**
   * A server that has the controller's images.
   *
   * @param kind its protocol
   * @param fault what is wrong
   */
  public record FileServer(ImageServer.Kind kind, ImageServer.Fault fault) {}

  /**
   * A cloud.
   *
   * @param has the version that it has for the AP's model; empty for none
   * @param fault what is wrong
   */
  public record Cloud(String has, Trouble fault) {
    /** What can be wrong with a cloud. */
    public enum Trouble {
      NONE,
      /** Its certificate is by a root that the AP does not trust. */
      BAD_CERTIFICATE,
      /** Its certificate is for another name. */
      WRONG_NAME,
      /** It does not know the AP. */
      UNKNOWN_DEVICE,
      /** It gives the same challenge again. */
      REPLAYED_CHALLENGE,
      /** It takes the proof and does not answer. */
      SILENCE,
      /** Its answer ends in the middle. */
      TRUNCATED
    }
  }

  /**
   * The way between each AP and the controller.
   *
   * @param roundTrip there and back
   * @param jitter up to so much more each way
   * @param lossPerMille lost
   * @param duplicatePerMille come twice
   * @param reorderPerMille come so late that those behind overtake them
   * @param corruptPerMille come with a byte that is not as it was sent
   * @param mtu longest IP packet that comes through, 576 to {@value #MTU_MAX}; nobody is told of
   *     those that do not
   */
  public record Network(
      Duration roundTrip,
      Duration jitter,
      int lossPerMille,
      int duplicatePerMille,
      int reorderPerMille,
      int corruptPerMille,
      int mtu) {
    /** Of an Ethernet. */
    public static final int MTU_MAX = 1_500;

    private static final int LATE_MICROS = 20_000;

    /** The same for a relay; all that is random follows from the seed. */
    public Weather weather(long seed) {
      return new Weather(
          roundTrip.toNanos() / 2_000,
          jitter.toNanos() / 1_000,
          lossPerMille,
          duplicatePerMille,
          reorderPerMille,
          LATE_MICROS,
          corruptPerMille,
          seed);
    }
  }

  /**
   * Something that happens once: to each AP, or to the controller.
   *
   * @param when when
   * @param what what
   * @param argument a version or a time, where one belongs to it; else empty
   */
  public record Event(When when, What what, String argument) {}

  /** When something happens. */
  public sealed interface When {
    /** So long after the beginning. */
    record At(Duration time) implements When {}

    /** When an AP, or the first of them, enters a state of RFC 5415. */
    record State(String state) implements When {}

    /** When so many blocks have come. */
    record Blocks(long number) implements When {}

    /** When the log has such a line. */
    record Line(Pattern pattern) implements When {}
  }

  /** What can happen. */
  public enum What {
    /** The AP loses its power at this moment, and boots again. */
    CUT_POWER,
    /** Nothing passes between AP and controller any more. */
    CUT_LINK,
    /** It does again. */
    MEND_LINK,
    /** No space is left on the AP's data partition: its state files cannot be written. */
    FILL_DISK,
    /** There is again. */
    FREE_DISK,
    /** Somebody sets the AP's clock, to the time that is named. */
    SET_CLOCK,
    /** The controller says close_notify to all and is gone. */
    STOP_CONTROLLER,
    /** It is back. */
    START_CONTROLLER,
    /** It restarts, and shows a certificate that has expired. */
    EXPIRE_CERTIFICATE,
    /** It restarts, and shows a good one. */
    RENEW_CERTIFICATE,
    /** It has all APs in Run fetch the version that is named. */
    PREDOWNLOAD,
    /** It resets all APs in Run, to the version that is named. */
    RESET;

    /** Whether it happens to the controller, and so once however many APs there are. */
    public boolean ofController() {
      return switch (this) {
        case STOP_CONTROLLER,
            START_CONTROLLER,
            EXPIRE_CERTIFICATE,
            RENEW_CERTIFICATE,
            PREDOWNLOAD,
            RESET ->
            true;
        case CUT_POWER, CUT_LINK, MEND_LINK, FILL_DISK, FREE_DISK, SET_CLOCK -> false;
      };
    }

    /** Whether only an AP of models can have it happen. */
    public boolean onlyVirtual() {
      return this == FILL_DISK || this == FREE_DISK || this == SET_CLOCK;
    }

    /** Whether a version belongs to it. */
    public boolean versioned() {
      return this == PREDOWNLOAD || this == RESET;
    }
  }

  /**
   * What must come of it for every AP.
   *
   * @param within so long after the beginning
   * @param quiet so much longer, in which nothing of it may change
   * @param states CAPWAP states that are entered in this order, others between them
   * @param log lines that come in this order, others between them
   * @param never lines that do not come
   * @param slots version and state of a slot, such as {@code 17.9.4.27 GOOD}
   * @param running the slot that runs in the end
   * @param boots the slots that were booted, all of them; empty when it does not matter
   */
  public record Expected(
      Duration within,
      Duration quiet,
      List<String> states,
      List<Pattern> log,
      List<Pattern> never,
      Map<SlotId, String> slots,
      Optional<SlotId> running,
      List<String> boots) {
    public Expected {
      states = List.copyOf(states);
      log = List.copyOf(log);
      never = List.copyOf(never);
      slots = Map.copyOf(slots);
      boots = List.copyOf(boots);
    }

    /** What is expected, in words, one thing a line. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>();
      if (!states.isEmpty()) {
        lines.add("states: " + String.join(", ", states));
      }
      log.forEach(pattern -> lines.add("log: " + pattern));
      never.forEach(pattern -> lines.add("never: " + pattern));
      slots.forEach((slot, text) -> lines.add(slot + ": " + text));
      running.ifPresent(slot -> lines.add("running: " + slot));
      if (!boots.isEmpty()) {
        lines.add("boots: " + String.join(", ", boots));
      }
      lines.add("within " + within.toSeconds() + " s, and so for " + quiet.toSeconds() + " s more");
      return lines;
    }
  }
}
