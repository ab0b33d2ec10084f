package io.apfw.drills.lab;

import io.apfw.drills.image.SeededPayload;
import io.apfw.drills.report.SlotLine;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.boot.BootEnvironmentFile;
import io.apfw.storage.boot.BootStatus;
import io.apfw.storage.boot.CommandLineSlotFinder;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.journal.JournalEntry;
import io.apfw.storage.journal.UpdateJournal;
import io.apfw.storage.slot.Slot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotRecord;
import io.apfw.storage.slot.SlotRecords;
import io.apfw.storage.slot.SlotState;
import io.apfw.storage.slot.SlotTable;
import io.apfw.storage.state.StateLayout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An AP on disk: two partitions, a boot environment, a data area, keys. It knows what stands there
 * and nothing of the agent.
 *
 * @param directory everything of the AP is below it
 * @param scale how large its partitions and images are
 * @param number from 1
 */
public record DrillAp(Path directory, Scale scale, int number) {
  /** Family of the AP and of all its images. */
  public static final String FAMILY = "ap1g8";

  /** Its hardware id, and its model. */
  public static final String HARDWARE = "C9105AXI";

  /** What runs at the start, from part2. */
  public static final String RUNNING_VERSION = "17.3.3.26";

  /** What stands on part1 at the start. */
  public static final String BACKUP_VERSION = "8.10.130.0";

  private static final long RUNNING_SEED = 17_3_3_26;
  private static final long BACKUP_SEED = 8_10_130_0;
  private static final Instant INSTALLED_AT = Instant.parse("2025-11-03T08:00:00Z");

  /** Its name as a WTP. */
  public String name() {
    return number == 1 ? "drill-ap" : "drill-ap-" + number;
  }

  /** Its serial number. */
  String serial() {
    return "DRILL%06d".formatted(number);
  }

  /** Its base MAC address. */
  String baseMac() {
    return "02:00:5e:10:00:%02x".formatted(number);
  }

  Path certificate() {
    return directory.resolve("ap.pem");
  }

  Path key() {
    return directory.resolve("ap.key");
  }

  /** Shows and believes what is in that directory, as {@link DrillPki#write} writes it. */
  void believe(Path keys) throws IOException {
    Map<String, Path> files =
        Map.of(
            "ap.key", key(),
            "ap.pem", certificate(),
            "network-roots.pem", networkRoots(),
            "image-roots.pem", imageRoots());
    for (Map.Entry<String, Path> file : files.entrySet()) {
      Files.copy(keys.resolve(file.getKey()), file.getValue(), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  Path networkRoots() {
    return directory.resolve("ac-roots.pem");
  }

  Path imageRoots() {
    return directory.resolve("image-roots.pem");
  }

  Path stateDir() {
    return directory.resolve("state");
  }

  Path workDir() {
    return directory.resolve("tmp");
  }

  Path carriedConfig() {
    return directory.resolve("carry");
  }

  /** The agent's configuration. */
  public Path configFile() {
    return directory.resolve("apfw.yaml");
  }

  /** Where the boot loader leaves the kernel's command line. */
  public Path commandLine() {
    return directory.resolve("cmdline");
  }

  Path environmentFile() {
    return directory.resolve("boot.env");
  }

  /** The boot environment. */
  public BootEnvironmentFile environment() {
    return BootEnvironmentFile.at(environmentFile());
  }

  /** The device behind a slot. */
  public Slot slot(SlotId id) {
    return new Slot(id, directory.resolve(id.label() + ".img"));
  }

  /** Makes the AP: both partitions, both good, part2 first. */
  void provision(DrillPki pki) throws IOException, StorageException {
    Files.createDirectories(stateDir());
    Files.createDirectories(workDir());
    Files.createDirectories(carriedConfig());
    Files.writeString(carriedConfig().resolve("ap.conf"), "location = drill\n");
    pki.writeForAp(this);
    install(SlotId.PART1, BACKUP_VERSION, scale.backupPayloadBytes(), BACKUP_SEED);
    install(SlotId.PART2, RUNNING_VERSION, scale.runningPayloadBytes(), RUNNING_SEED);
    environment().write(new BootEnvironment(SlotId.PART2, BootEntry.GOOD, BootEntry.GOOD));
    UpdateJournal.at(new StateLayout(stateDir()).journal()).write(JournalEntry.IDLE);
  }

  private void install(SlotId id, String version, long payloadBytes, long seed)
      throws IOException, StorageException {
    Path device = slot(id).device();
    SeededPayload.write(device, payloadBytes, seed);
    try (RandomAccessFile file = new RandomAccessFile(device.toFile(), "rw")) {
      file.setLength(scale.partitionBytes());
    }
    records()
        .write(
            id,
            new SlotRecord(
                version,
                FAMILY,
                SlotState.GOOD,
                payloadBytes,
                FileDigest.sha256(device, payloadBytes),
                "",
                0,
                Optional.of(INSTALLED_AT)));
  }

  private SlotRecords records() {
    return SlotRecords.at(new StateLayout(stateDir()).slots());
  }

  /** SHA-256 of every byte of a partition. */
  public String wholeSha256(SlotId id) throws IOException {
    return FileDigest.sha256(slot(id).device(), scale.partitionBytes());
  }

  /** SHA-256 of a partition's first bytes. */
  public String sha256(SlotId id, long bytes) throws IOException {
    return FileDigest.sha256(slot(id).device(), bytes);
  }

  /** The last update. */
  public JournalEntry journal() throws StorageException {
    return UpdateJournal.at(new StateLayout(stateDir()).journal()).read();
  }

  /** Both slots as they are on disk now; payloads are read and digested. */
  public List<SlotLine> slots() throws IOException, StorageException {
    SlotTable table =
        new BootStatus(environment().read(), new CommandLineSlotFinder(commandLine()).find(), "")
            .table(slot(SlotId.PART1), slot(SlotId.PART2), records().read());
    List<SlotLine> lines = new ArrayList<>();
    for (SlotId id : SlotId.values()) {
      SlotTable.Row row = table.row(id);
      SlotRecord record = row.record();
      lines.add(
          new SlotLine(
              id.label(),
              record.version(),
              row.state().name(),
              table.isActive(id),
              table.bootOrder().indexOf(id) + 1,
              sha256(id, record.payloadBytes()),
              record.installedAt()));
    }
    return lines;
  }
}
