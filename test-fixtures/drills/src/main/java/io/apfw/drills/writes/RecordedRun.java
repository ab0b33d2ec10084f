package io.apfw.drills.writes;

import io.apfw.storage.trust.TrustStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of a virtual machine whose writes were recorded.
 *
 * @param disk as it was before
 * @param logs one for each boot, in order
 * @param images that the controller offered
 * @param roots who may have signed them
 */
public record RecordedRun(Path disk, List<Path> logs, List<Path> images, Path roots) {
  public RecordedRun {
    logs = List.copyOf(logs);
    images = List.copyOf(images);
  }

  /**
   * Judges it.
   *
   * @param now when the images' signers must be valid
   * @throws IOException when a file cannot be read, or grub-fstest cannot be started
   * @throws WritesException when one is not what it should be
   */
  public WritesResult judge(Mutant mutant, long seed, Instant now)
      throws IOException, WritesException {
    List<Payload> payloads = new ArrayList<>();
    for (Path image : images) {
      payloads.add(Payload.of(image, TrustStore.load(roots), now));
    }
    Medium medium = Medium.of(disk, payloads);
    List<LoggedWrite> entries = new ArrayList<>();
    for (Path log : logs) {
      entries.addAll(WriteLog.read(log, medium.sectors()));
    }
    Path scratch = Files.createTempFile("apfw-env", ".img");
    try {
      return CrashJudge.judge(medium, mutant.of(entries, medium), new GrubFstest(scratch), seed);
    } finally {
      Files.delete(scratch);
    }
  }
}
