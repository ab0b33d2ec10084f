package io.apfw.drills.load;

import io.apfw.capwap.wtp.Ac;
import io.apfw.capwap.wtp.Endpoint;
import io.apfw.drills.image.DrillImage;
import io.apfw.drills.lab.Against;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.lab.DrillPki;
import io.apfw.drills.load.LoadRow.Cost;
import io.apfw.link.dtls.CapwapAcPolicy;
import io.apfw.link.dtls.DtlsConnector;
import io.apfw.link.dtls.DtlsIdentity;
import io.apfw.link.dtls.DtlsSettings;
import io.apfw.storage.trust.ChainVerifier;
import io.apfw.storage.trust.NoUsagePolicy;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustedClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Fleets of growing size, one after the other, each at a controller of its own or at one's own. */
public final class Load {
  private static final String OLD = "17.3.3.26";
  private static final String NEW = "17.9.4.27";
  private static final int HANDSHAKE_MILLIS = 50_000;
  private static final long PROGRESS_MILLIS = 2_000;
  private static final double KIB_PER_MIB = 1024;
  private static final double NANOS = 1e9;

  private final PrintWriter out;
  private final PrintWriter progress;
  private final Duration timeout;
  private final List<LoadRow> rows = new ArrayList<>();

  /**
   * A load.
   *
   * @param out gets the table, a line when it is there
   * @param progress hears every two seconds how far a fleet has come
   * @param timeout for each fleet
   */
  public Load(PrintWriter out, PrintWriter progress, Duration timeout) {
    this.out = out;
    this.progress = progress;
    this.timeout = timeout;
    out.println(LoadRow.header());
    out.flush();
  }

  /** What has been measured. */
  public List<LoadRow> rows() {
    return List.copyOf(rows);
  }

  /**
   * So many APs at a controller that is started for them: once with what they should run, once with
   * an older image.
   *
   * @param directory for its keys, images and log
   * @param cache of unsigned images
   * @param imageBytes how large the image is; 0: nobody needs one
   */
  public void own(int aps, Path directory, Path cache, long imageBytes)
      throws IOException, InterruptedException {
    DrillPki pki = new DrillPki();
    long least = Math.max(imageBytes, DrillImage.BYTES_MIN);
    try (LoadController controller = LoadController.start(directory, cache, pki, NEW, least)) {
      DtlsConnector connector = connector(directory.resolve("keys"));
      run(
          new Fleet(aps, controller.ac(), connector, DrillAp.FAMILY, NEW, NEW),
          aps,
          false,
          Optional.of(controller));
      if (imageBytes > 0) {
        run(
            new Fleet(aps, controller.ac(), connector, DrillAp.FAMILY, OLD, NEW),
            aps,
            true,
            Optional.of(controller));
      }
    }
  }

  /**
   * So many APs at a controller that is there already; they take whatever image it has for them.
   *
   * @param family of images that the APs ask for
   * @param running what they say they run
   */
  public void against(int aps, Against where, String family, String running)
      throws IOException, InterruptedException {
    Ac ac =
        new Ac(
            new Endpoint(where.control().getAddress().getHostAddress(), where.control().getPort()),
            where.data().getPort());
    run(
        new Fleet(aps, ac, connector(where.keys()), family, running, ""),
        aps,
        false,
        Optional.empty());
  }

  /** All APs of a load show the same certificate: no AC looks for its name in another session. */
  private static DtlsConnector connector(Path keys) throws IOException {
    return new DtlsConnector(
        DtlsIdentity.load(keys.resolve("ap.pem"), keys.resolve("ap.key")),
        new CapwapAcPolicy(
            new ChainVerifier(
                TrustStore.load(keys.resolve("network-roots.pem")), NoUsagePolicy.REFUSE),
            TrustedClock.believing(InstantSource.system())),
        new DtlsSettings(HANDSHAKE_MILLIS, false));
  }

  private void run(Fleet fleet, int aps, boolean upgrade, Optional<LoadController> controller)
      throws InterruptedException {
    try (fleet) {
      Duration before = controller.map(LoadController::cpu).orElse(Duration.ZERO);
      long start = System.nanoTime();
      fleet.start();
      while (!fleet.await(PROGRESS_MILLIS)) {
        if (fleet.bug().isDone()) {
          throw new IllegalStateException("the load's own WTPs have a bug", fleet.bug().join());
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        say(fleet, aps, seconds);
        if (seconds > timeout.toSeconds()) {
          break;
        }
      }
      double seconds = (System.nanoTime() - start) / NANOS;
      LoadRow row =
          new LoadRow(
              aps,
              upgrade,
              fleet.arrived(),
              fleet.sulked(),
              seconds,
              fleet.blocks(),
              fleet.bytes(),
              controller.map(
                  process ->
                      new Cost(
                          process.cpu().minus(before).toMillis() / 1e3,
                          process.peakRssKib() / KIB_PER_MIB)));
      rows.add(row);
      out.println(row.line());
      out.flush();
    }
  }

  private void say(Fleet fleet, int aps, double seconds) {
    progress.printf(
        Locale.ROOT,
        "drill: %d of %d in Run after %.0f s, %d blocks%n",
        fleet.arrived(),
        aps,
        seconds,
        fleet.blocks());
    progress.flush();
  }
}
