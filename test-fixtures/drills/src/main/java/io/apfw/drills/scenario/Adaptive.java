package io.apfw.drills.scenario;

import io.apfw.drills.check.Checks;
import io.apfw.drills.image.PackagedTree;
import io.apfw.drills.image.PackagedTree.Layout;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.lab.WebServer;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.server.ServedFile;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * {@code apfw install} by HTTPS of a file system that differs by one package from the one that
 * runs: what the AP has is copied from its own slot, and only the rest is fetched.
 */
final class Adaptive implements Scenario {
  private static final int PERCENT_MAX = 8;

  @Override
  public String name() {
    return "adaptive";
  }

  @Override
  public String summary() {
    return "a real file system with one package upgraded: less than 8 % of it moves, the rest is there";
  }

  @Override
  public Scale scale() {
    return Scale.FIELD;
  }

  @Override
  public DrillResult run(Lab lab) throws IOException, StorageException, InterruptedException {
    Checks checks = new Checks();
    Seen seen = new Seen(lab.timeline());
    PackagedTree tree = new PackagedTree(lab.ap().directory());
    write(tree.make(Layout.EXT4_BIGALLOC, false), lab.ap().slot(SlotId.PART2).device());
    lab.build(tree.make(Layout.EXT4_BIGALLOC, true));
    Disk before = Disk.of(lab);
    byte[] image = Files.readAllBytes(lab.image());
    long moved;
    try (WebServer web = WebServer.start(lab, new ServedFile(image, "\"1\"")::answer)) {
      InstallDrill.bootToRun(lab, web.agentKeys());
      InstallDrill.install(lab, checks, web.url());
      InstallDrill.checkTrial(lab, checks, seen);
      lab.powerOff();
      moved = web.moved();
      web.sayMoved(lab, image.length);
    }
    checks.that(
        moved * 100 < (long) image.length * PERCENT_MAX,
        "bytes moved",
        "less than " + PERCENT_MAX + " % of " + image.length,
        Long.toString(moved));
    before.checkUpgraded(lab, checks, lab.ap().slots());
    checks.equal("slots booted", List.of("part2", "part1"), seen.bootedSlots());
    return seen.result(name(), lab, checks);
  }

  /** From the beginning of the partition, whose rest stays. */
  private static void write(Path fileSystem, Path device) throws IOException {
    try (FileChannel to = FileChannel.open(device, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(fileSystem));
      while (bytes.hasRemaining()) {
        to.write(bytes);
      }
    }
  }
}
