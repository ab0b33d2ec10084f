package io.apfw.drills.scenario;

import io.apfw.drills.controller.Bend;
import io.apfw.drills.lab.DtlsBend;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.report.DrillResult;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** One rehearsal: what is done to an AP, and what must come of it. */
public interface Scenario {
  /** All there are. */
  List<Scenario> ALL =
      Stream.of(
              Stream.of(
                  new JoinAndUpgrade(),
                  FirmwareInRun.STORED_IMAGE,
                  FirmwareInRun.PREDOWNLOAD,
                  FirmwareInRun.IMAGE_PRESENT,
                  FirmwareInRun.NO_RESET,
                  FirmwareInRun.DATA_TRANSFER,
                  new ImageDownloadCannotStart(),
                  new PreferredReturns(),
                  new Referral(),
                  new NarrowPath()),
              SeedDrill.ALL.stream(),
              Stream.of(new OperatorPredownload()),
              Stream.of(new CloudUpgrade()),
              CloudDrill.ALL.stream(),
              InstallDrill.ALL.stream(),
              Stream.of(new HttpsResume(), new Adaptive()),
              OutOfBand.ALL.stream(),
              Arrays.stream(Bend.values()).map(BendDrill::new),
              Arrays.stream(DtlsBend.values()).map(DtlsBendDrill::new))
          .<Scenario>flatMap(scenarios -> scenarios)
          .toList();

  /** Its name on the command line. */
  String name();

  /** What it shows, in one line. */
  String summary();

  /** How large its AP and its image are. */
  Scale scale();

  /**
   * Acts it out and judges what came; ends with the AP switched off.
   *
   * @throws IOException when the stage itself fails, not the agent
   */
  DrillResult run(Lab lab) throws IOException, StorageException, InterruptedException;
}
