package io.apfw.agent.update;

import io.apfw.agent.crash.CrashDisk;
import io.apfw.agent.crash.CrashPoints;
import io.apfw.agent.crash.DiskImage;
import io.apfw.capwap.wire.Octets;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.boot.BootEnvironmentFile;
import io.apfw.storage.image.ImageBuilder;
import io.apfw.storage.image.ImageSigner;
import io.apfw.storage.image.ImageSpec;
import io.apfw.storage.journal.JournalEntry;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotRecord;
import io.apfw.storage.slot.SlotState;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.Manifest;
import io.apfw.storage.trust.TrustStore;
import io.apfw.update.UpdateAction.News;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** An upgrade that is recorded; part2 runs at its begin and part1 holds the backup. */
enum CrashScenario {
  /** Received, activated, booted, confirmed. */
  UPGRADE,
  /** The same on an AP that has never been upgraded: its state files are made. */
  FIRST_UPGRADE,
  /**
   * The power went while the image was written: of its blocks, some stand on the slot, some are
   * torn. It is sent again, and what stands there is not written again.
   */
  RESUMED,
  /** An image whose payload is not the signed one: aborted. */
  BAD_IMAGE,
  /**
   * The agent alone starts again between the activation and the reboot: the image is good, and is
   * activated once more.
   */
  AGENT_RESTARTS,
  /** The new image never comes up: its tries are used and the boot loader falls back. */
  BOOT_LOADER_FALLS_BACK,
  /** The new image meets no peer: the agent takes it back. */
  AGENT_ROLLS_BACK;

  static final String VERSION = "17.9.4.27";
  static final String OLD_VERSION = "17.3.3.26";
  static final String BACKUP_VERSION = "8.10.130.0";
  static final SlotId HOME = SlotId.PART2;
  private static final int SLOT_BYTES = 1280 * 1024;

  private static final int BLOCK_BYTES = Manifest.BLOCK_BYTES;

  /** Small, for it is hashed eight times in each second run. */
  private static final int PAYLOAD_BYTES = 200_000;

  /** More than a piece of the slot writer, so that something is written before all is there. */
  private static final int BAD_PAYLOAD_BYTES = 1_200_000;

  /**
   * What all scenarios share.
   *
   * @param image the image file
   * @param badImage one whose payload is not the signed one
   * @param payload a disk image with the payload as {@code /payload}
   */
  record Material(Octets image, Octets badImage, DiskImage payload, ImageVerifier verifier) {
    static Material make(Path scratch) throws IOException {
      TestAuthority root = TestAuthority.root("image root");
      TestIdentity signer = root.issue(LeafSpec.of("image signer", Purpose.CODE_SIGNING));
      byte[] payload = random(1, PAYLOAD_BYTES);
      byte[] bad = image(scratch, random(4, BAD_PAYLOAD_BYTES), signer);
      bad[bad.length - 20_000] ^= 1;
      return new Material(
          Octets.wrap(image(scratch, payload, signer)),
          Octets.wrap(bad),
          DiskImage.of(Set.of("/"), Map.of("/payload", payload)),
          new ImageVerifier(new TrustStore(List.of(root.certificate()))));
    }

    private static byte[] image(Path scratch, byte[] payload, TestIdentity signer)
        throws IOException {
      Path out = scratch.resolve("part.tar");
      ImageBuilder.build(
          new ImageSpec(
              CrashAp.FAMILY,
              VERSION,
              3,
              List.of("C9105AXI"),
              "0.1.0",
              Instant.parse("2026-01-01T00:00:00Z"),
              "rootfs.img"),
          Files.write(scratch.resolve("rootfs"), payload),
          Optional.of(new ImageSigner(signer.key(), signer.chain())),
          out);
      return Files.readAllBytes(out);
    }
  }

  private static byte[] random(int seed, int bytes) {
    byte[] random = new byte[bytes];
    new Random(seed).nextBytes(random);
    return random;
  }

  /** The medium before. */
  DiskImage before(Material material) throws Exception {
    CrashDisk disk =
        new CrashDisk(
            DiskImage.of(
                Set.of("/", "/slots", "/boot", "/state"),
                Map.of(
                    "/slots/part1", random(2, SLOT_BYTES), "/slots/part2", random(3, SLOT_BYTES))),
            Set.of());
    BootEnvironmentFile.at(disk.path(CrashAp.ENVIRONMENT))
        .write(new BootEnvironment(HOME, BootEntry.GOOD, BootEntry.GOOD));
    ApStorage storage = CrashAp.storage(disk, HOME, CrashAp.Slip.NONE);
    if (this != FIRST_UPGRADE) {
      storage.records().write(SlotId.PART1, record(BACKUP_VERSION));
      storage.records().write(SlotId.PART2, record(OLD_VERSION));
      storage.journal().write(JournalEntry.IDLE);
    }
    return this == RESUMED ? cutInMidWrite(disk.now(), material) : disk.now();
  }

  /** Blocks 0 and 2 and the short last one are there, of block 1 all but a sector. */
  private static DiskImage cutInMidWrite(DiskImage before, Material material) throws Exception {
    CrashDisk disk = new CrashDisk(before, Set.of());
    UPGRADE.run(new CrashAp(disk, material.verifier(), CrashAp.Slip.NONE), material);
    List<DiskImage> found = new ArrayList<>();
    disk.points(new CrashPoints.Budget(1, 0, 0, 1))
        .forEach(
            (op, choice, left) -> {
              if (stands(left, material, 0)
                  && !stands(left, material, 1)
                  && stands(left, material, 2)) {
                found.add(left);
              }
              return found.isEmpty();
            });
    return found.get(0);
  }

  private static boolean stands(DiskImage left, Material material, int block) {
    return left.holds(
        "/slots/part1", material.payload(), "/payload", block * BLOCK_BYTES, BLOCK_BYTES);
  }

  private static SlotRecord record(String version) {
    return new SlotRecord(
        version, CrashAp.FAMILY, SlotState.GOOD, SLOT_BYTES, "", "", 0, Optional.empty());
  }

  /** Whether the slot that does not run held an image that could be booted. */
  boolean backupIsWhole() {
    return this != RESUMED;
  }

  /** The run that is recorded. */
  void run(CrashAp ap, Material material) throws Exception {
    ap.start(ap.boot());
    switch (this) {
      case UPGRADE, FIRST_UPGRADE -> {
        ap.upgrade(VERSION, material.image());
        ap.recover(true);
      }
      case RESUMED -> {
        ap.upgrade(VERSION, material.image());
        if (ap.keptBytes() != PAYLOAD_BYTES - BLOCK_BYTES) {
          throw new AssertionError(
              "kept were " + ap.keptBytes() + " bytes, only one block is torn");
        }
        ap.recover(true);
      }
      case BAD_IMAGE -> {
        if (!(ap.send(VERSION, material.badImage()) instanceof News.Failed)) {
          throw new AssertionError("a bad image was taken");
        }
        ap.awaitAborted();
      }
      case AGENT_RESTARTS -> {
        ap.upgrade(VERSION, material.image());
        ap.start(HOME);
        ap.activate(VERSION);
        ap.recover(true);
      }
      case BOOT_LOADER_FALLS_BACK -> {
        ap.upgrade(VERSION, material.image());
        for (int boot = 0; boot < CrashAp.BOOT_TRIES; boot++) {
          ap.boot();
        }
        ap.recover(false);
      }
      case AGENT_ROLLS_BACK -> {
        ap.upgrade(VERSION, material.image());
        ap.recover(false);
      }
    }
  }
}
