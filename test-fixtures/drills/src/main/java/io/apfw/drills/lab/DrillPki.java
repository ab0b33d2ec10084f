package io.apfw.drills.lab;

import io.apfw.drills.dtls.AcIdentity;
import io.apfw.fixtures.pki.KeyKind;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.image.ImageSigner;
import io.apfw.storage.trust.TrustStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The keys and certificates of one drill: a root for both ends of CAPWAP and one for images, made
 * anew for every run.
 */
public final class DrillPki {
  /** The name in a laboratory cloud's certificate. */
  public static final String CLOUD = "cloud.drill.example";

  private final TestAuthority network = TestAuthority.root("Drill network root");
  private final TestAuthority images = TestAuthority.root("Drill image root");
  private final TestIdentity controller =
      network.issue(LeafSpec.of("drill controller", Purpose.CAPWAP_AC));
  private final TestIdentity device = network.issue(LeafSpec.of("AP", Purpose.CAPWAP_WTP));
  private final TestIdentity cloud = network.issue(LeafSpec.server(CLOUD, "127.0.0.1"));
  private final TestIdentity signer =
      images.issue(LeafSpec.of("drill image signer", Purpose.CODE_SIGNING));

  /** What the controller shows. */
  public AcIdentity controller() {
    return new AcIdentity(controller.key(), controller.chain());
  }

  /** What a controller shows that knows nothing but RSA key transport. */
  AcIdentity oldController() {
    return shown(LeafSpec.of("old controller", Purpose.CAPWAP_AC).with(KeyKind.RSA_2048));
  }

  /** What a controller shows whose certificate is valid from tomorrow on. */
  AcIdentity controllerOfTomorrow() {
    Instant tomorrow = Instant.now().plus(1, ChronoUnit.DAYS);
    return shown(
        LeafSpec.of("controller of tomorrow", Purpose.CAPWAP_AC)
            .valid(tomorrow, tomorrow.plus(1, ChronoUnit.DAYS)));
  }

  /** What a controller shows whose certificate was valid until yesterday. */
  AcIdentity controllerOfYesterday() {
    Instant yesterday = Instant.now().minus(1, ChronoUnit.DAYS);
    return shown(
        LeafSpec.of("controller of yesterday", Purpose.CAPWAP_AC)
            .valid(yesterday.minus(1, ChronoUnit.DAYS), yesterday));
  }

  private AcIdentity shown(LeafSpec spec) {
    TestIdentity issued = network.issue(spec);
    return new AcIdentity(issued.key(), issued.chain());
  }

  /** What the controller believes. */
  public TrustStore controllersTrust() {
    return new TrustStore(List.of(network.certificate()));
  }

  /** Who signs images. */
  public ImageSigner signer() {
    return new ImageSigner(signer.key(), signer.chain());
  }

  /**
   * Writes everything as PEM files: {@code ac}, {@code ap}, {@code cloud} (which is {@value
   * #CLOUD}) and {@code signer}, each {@code .key} and {@code .pem}, {@code network-roots.pem} and
   * {@code image-roots.pem}.
   *
   * @param directory made if it is not there
   */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    controller.write(directory.resolve("ac.key"), directory.resolve("ac.pem"));
    device.write(directory.resolve("ap.key"), directory.resolve("ap.pem"));
    cloud.write(directory.resolve("cloud.key"), directory.resolve("cloud.pem"));
    signer.write(directory.resolve("signer.key"), directory.resolve("signer.pem"));
    network.writeCertificate(directory.resolve("network-roots.pem"));
    images.writeCertificate(directory.resolve("image-roots.pem"));
  }

  /** Puts what belongs on the AP into its directory. */
  void writeForAp(DrillAp ap) throws IOException {
    device.write(ap.key(), ap.certificate());
    network.writeCertificate(ap.networkRoots());
    images.writeCertificate(ap.imageRoots());
  }
}
