package io.apfw.storage.boot;

import io.apfw.storage.device.DeviceFinder;
import io.apfw.storage.device.DeviceId;
import io.apfw.storage.device.MountTable;
import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.Slot;
import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Asks everything that knows which slot booted:
 *
 * <ol>
 *   <li>{@code apfw.slot=part1} on the kernel command line;
 *   <li>{@code root=} there: PARTUUID, PARTLABEL, UUID or LABEL by udev's links, a device by its
 *       name or as {@code MAJOR:MINOR}; the last one counts, as for the kernel;
 *   <li>what is mounted on {@code /}, in the eyes of process 1 if they can be seen, by device
 *       number and by source; a loop device is where its file is;
 *   <li>the configuration, for a board that has none of these. It must be part of the image on the
 *       slot: one that is common to both is wrong after every other boot.
 * </ol>
 *
 * <p>One is enough. When two disagree, one contradicts itself, or none knows, it cannot be told,
 * and the answer says what was looked at and what was found. Source: ours.
 *
 * @param commandLine the kernel command line, {@link CommandLineSlotFinder#KERNEL}
 * @param proc where proc is mounted
 * @param dev where udev keeps {@code disk/by-partlabel} and so on
 * @param devices finds devices
 * @param configured what the configuration says
 */
public record SystemSlotFinder(
    Slot part1,
    Slot part2,
    Path commandLine,
    Path proc,
    Path dev,
    DeviceFinder devices,
    Optional<SlotId> configured)
    implements BootedSlotFinder {
  private static final String SLOT_WORD = "apfw.slot=";
  private static final String ROOT_WORD = "root=";

  /** Linux allows 2048 bytes on most machines, 4096 on some. */
  private static final int COMMAND_LINE_BYTES_MAX = 64 * 1024;

  /**
   * What one source says.
   *
   * @param slots none: it does not know; two: it contradicts itself
   * @param said what was looked at and what was found
   */
  private record Finding(Set<SlotId> slots, String said) {
    static Finding nothing(String said) {
      return new Finding(EnumSet.noneOf(SlotId.class), said);
    }

    static Finding contradiction(String said) {
      return new Finding(EnumSet.allOf(SlotId.class), said);
    }
  }

  /** The finder of a real system. */
  public static SystemSlotFinder of(
      Slot part1, Slot part2, Path commandLine, Optional<SlotId> configured) {
    return new SystemSlotFinder(
        part1,
        part2,
        commandLine,
        Path.of("/proc"),
        Path.of("/dev"),
        DeviceFinder.SYSTEM,
        configured);
  }

  @Override
  public BootedSlot find() {
    List<Finding> findings = new ArrayList<>();
    try {
      List<String> words = words();
      findings.add(bySlotWord(words));
      findings.add(byRootWord(words));
    } catch (IOException e) {
      findings.add(Finding.nothing(commandLine + " cannot be read: " + e));
    }
    findings.add(byRootMount());
    findings.add(byConfiguration());
    Set<SlotId> all = EnumSet.noneOf(SlotId.class);
    findings.forEach(finding -> all.addAll(finding.slots()));
    if (all.size() == 1) {
      return new BootedSlot.Known(all.iterator().next());
    }
    List<String> said =
        findings.stream()
            .filter(finding -> all.isEmpty() || !finding.slots().isEmpty())
            .map(Finding::said)
            .toList();
    return new BootedSlot.Unknown(
        (all.isEmpty() ? "" : "sources disagree: ") + String.join("; ", said));
  }

  private List<String> words() throws IOException {
    try (InputStream in = Files.newInputStream(commandLine)) {
      String line = new String(in.readNBytes(COMMAND_LINE_BYTES_MAX), StandardCharsets.UTF_8);
      return Arrays.asList(line.strip().split("\\s+", -1));
    }
  }

  private Finding bySlotWord(List<String> words) {
    List<String> found =
        words.stream().filter(word -> word.startsWith(SLOT_WORD)).distinct().toList();
    if (found.isEmpty()) {
      return Finding.nothing(
          commandLine + " has no " + SLOT_WORD + "part1 or " + SLOT_WORD + "part2");
    } else if (found.size() > 1) {
      return Finding.contradiction(commandLine + " says both " + String.join(" and ", found));
    }
    return SlotId.ofLabel(found.get(0).substring(SLOT_WORD.length()))
        .map(slot -> new Finding(EnumSet.of(slot), commandLine + " says " + found.get(0)))
        .orElseGet(
            () ->
                Finding.contradiction(
                    commandLine + " says " + found.get(0) + ", allowed are part1 and part2"));
  }

  private Finding byRootWord(List<String> words) {
    Optional<String> word =
        words.stream().filter(w -> w.startsWith(ROOT_WORD)).reduce((first, second) -> second);
    if (word.isEmpty()) {
      return Finding.nothing("it has no " + ROOT_WORD);
    }
    String root = word.get().substring(ROOT_WORD.length());
    return ofDevice("its " + word.get(), rootDevice(root));
  }

  private Optional<DeviceId> rootDevice(String root) {
    if (root.matches("[0-9]+:[0-9]+")) {
      return Optional.of(DeviceId.block(root));
    }
    try {
      if (root.startsWith("/dev/")) {
        return devices.find(dev.resolve(root.substring("/dev/".length())));
      }
      int equals = root.indexOf('=');
      if (equals < 0) {
        return Optional.empty();
      }
      String value = root.substring(equals + 1);
      return switch (root.substring(0, equals)) {
        case "PARTUUID" -> link("by-partuuid", value.toLowerCase(Locale.ROOT));
        case "UUID" ->
            link("by-uuid", value).or(() -> link("by-uuid", value.toLowerCase(Locale.ROOT)));
        case "PARTLABEL" -> link("by-partlabel", escaped(value));
        case "LABEL" -> link("by-label", escaped(value));
        default -> Optional.empty();
      };
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Optional<DeviceId> link(String kind, String name) {
    Path directory = dev.resolve("disk").resolve(kind);
    Path link = directory.resolve(name);
    return directory.equals(link.getParent()) ? devices.find(link) : Optional.empty();
  }

  /** udev writes what is not safe in a name as {@code \x20}. */
  private static String escaped(String label) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      boolean safe = Character.isLetterOrDigit(c) || "#+-.:=@_".indexOf(c) >= 0;
      name.append(safe ? String.valueOf(c) : String.format(Locale.ROOT, "\\x%02x", (int) c));
    }
    return name.toString();
  }

  private Finding byRootMount() {
    Path table = proc.resolve("1/mountinfo");
    if (!Files.isReadable(table)) {
      table = proc.resolve("self/mountinfo");
    }
    try {
      Optional<MountTable.Mount> root =
          MountTable.read(table).mounts().stream()
              .filter(mount -> mount.point().equals("/"))
              .reduce((first, second) -> second);
      if (root.isEmpty()) {
        return Finding.nothing(table + " has no mount on /");
      }
      String source = root.get().source();
      Finding byNumber =
          ofDevice("on / is " + source, Optional.of(below(DeviceId.block(root.get().device()))));
      return byNumber.slots().isEmpty() && source.startsWith("/")
          ? ofDevice("on / is " + source, devices.find(Path.of(source)))
          : byNumber;
    } catch (IOException | InvalidPathException e) {
      return Finding.nothing(table + " cannot be read: " + e);
    }
  }

  /** The file below a loop device, or the device itself. */
  private DeviceId below(DeviceId device) {
    try {
      Path file = devices.node(device).resolve("loop/backing_file");
      return Files.exists(file)
          ? devices.find(Path.of(Files.readString(file).strip())).orElse(device)
          : device;
    } catch (IOException | InvalidPathException e) {
      return device;
    }
  }

  private Finding byConfiguration() {
    return configured
        .map(slot -> new Finding(EnumSet.of(slot), "the configuration says " + slot))
        .orElseGet(() -> Finding.nothing("the configuration does not say it"));
  }

  private Finding ofDevice(String what, Optional<DeviceId> found) {
    if (found.isEmpty()) {
      return Finding.nothing(what + " is no device that can be found");
    }
    boolean first = part1.medium().isOn(found.get());
    boolean second = part2.medium().isOn(found.get());
    if (first == second) {
      return Finding.nothing(
          what
              + " ("
              + found.get()
              + ") is "
              + (first ? "both part1 and part2" : "neither part1 nor part2"));
    }
    SlotId slot = first ? SlotId.PART1 : SlotId.PART2;
    return new Finding(EnumSet.of(slot), what + " is " + slot);
  }
}
