package io.apfw.drills.scenario;

import io.apfw.drills.lab.Lab;
import io.apfw.drills.report.DrillResult;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.util.List;

/** One rehearsal: what is done to an AP, and what must come of it. */
public interface Scenario {
  /** All there are. */
  List<Scenario> ALL = List.of(new JoinAndUpgrade(), new ImageDownloadCannotStart());

  /** Its name on the command line. */
  String name();

  /** What it shows, in one line. */
  String summary();

  /**
   * Acts it out and judges what came; ends with the AP switched off.
   *
   * @throws IOException when the stage itself fails, not the agent
   */
  DrillResult run(Lab lab) throws IOException, StorageException, InterruptedException;
}
