package io.apfw.agent.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.crash.CrashDisk;
import io.apfw.agent.crash.CrashPoints;
import io.apfw.agent.crash.DiskImage;
import io.apfw.capwap.wire.Octets;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.image.ImageBuilder;
import io.apfw.storage.image.ImageSigner;
import io.apfw.storage.image.ImageSpec;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.trust.BroughtRoots;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.Revocation;
import io.apfw.storage.trust.SecurityFloor;
import io.apfw.storage.trust.SignerNames;
import io.apfw.storage.trust.SignerPolicy;
import io.apfw.storage.trust.TrustAnchors;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustUpdate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The roots and the security version of an image count once it has passed its trial. */
class TrustUpdateTrialTest {
  private static final TestAuthority OLD = TestAuthority.root("old root");
  private static final TestAuthority NEW = TestAuthority.root("new root");
  private static final TestIdentity SIGNER =
      OLD.issue(LeafSpec.of("image signer", Purpose.CODE_SIGNING));
  private static final List<X509Certificate> BEFORE = List.of(OLD.certificate());
  private static final List<X509Certificate> AFTER = List.of(OLD.certificate(), NEW.certificate());
  private static final CrashPoints.Budget BUDGET = new CrashPoints.Budget(32, 20, 1, 1);

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  private DiskImage activated;

  @BeforeEach
  void upgradeUpToTheReboot() throws Exception {
    Path out = directory.resolve("part.tar");
    ImageBuilder.build(
        new ImageSpec(
            CrashAp.FAMILY,
            CrashScenario.VERSION,
            7,
            List.of("C9105AXI"),
            "0.1.0",
            Instant.parse("2026-01-01T00:00:00Z"),
            "rootfs.img",
            OptionalLong.empty(),
            Optional.of(new TrustUpdate(1, AFTER))),
        Files.write(directory.resolve("rootfs"), new byte[100_000]),
        Optional.of(new ImageSigner(SIGNER.key(), SIGNER.chain())),
        out);
    Octets image = Octets.wrap(Files.readAllBytes(out));
    CrashDisk disk =
        new CrashDisk(
            CrashScenario.UPGRADE.before(CrashScenario.Material.make(directory)), Set.of());
    CrashAp ap = ap(disk);
    ap.start(CrashScenario.HOME);
    ap.upgrade(CrashScenario.VERSION, image);
    activated = disk.now();
    assertCounts(disk, BEFORE, 0);
  }

  @Test
  void theyCountWhenTheTrialIsPassed() throws Exception {
    CrashDisk disk = new CrashDisk(activated, Set.of());
    assertThat(ap(disk).recover(true)).isEqualTo(CrashScenario.HOME.other());
    assertCounts(disk, AFTER, 7);
  }

  @Test
  void theyDoNotWhenItIsNot() throws Exception {
    CrashDisk disk = new CrashDisk(activated, Set.of());
    assertThat(ap(disk).recover(false)).isEqualTo(CrashScenario.HOME);
    assertCounts(disk, BEFORE, 0);
  }

  @Test
  void aPowerCutAtAnyWriteOfTheCommitIsMadeUpFor() throws Exception {
    CrashDisk disk = new CrashDisk(activated, Set.of());
    ap(disk).recover(true);
    int[] points = {0};
    disk.points(BUDGET)
        .forEach(
            (op, choice, left) -> {
              points[0]++;
              CrashDisk after = new CrashDisk(left, Set.of());
              assertThat(anchors(after).trusted().roots())
                  .as("op %d, choice %d", op, choice)
                  .isIn(BEFORE, AFTER);
              SlotId running = ap(after).recover(true);
              assertThat(running)
                  .as("op %d, choice %d", op, choice)
                  .isEqualTo(CrashScenario.HOME.other());
              assertCounts(after, AFTER, 7);
              return true;
            });
    assertThat(points[0]).isGreaterThan(50);
  }

  private static void assertCounts(CrashDisk disk, List<X509Certificate> roots, long floor)
      throws Exception {
    assertThat(names(anchors(disk).trusted().roots())).isEqualTo(names(roots));
    assertThat(SecurityFloor.at(disk.path("/state/security.state")).read()).isEqualTo(floor);
  }

  private static List<String> names(List<X509Certificate> roots) {
    return roots.stream().map(root -> root.getSubjectX500Principal().getName()).toList();
  }

  private static CrashAp ap(CrashDisk disk) {
    SignerPolicy policy =
        new SignerPolicy(anchors(disk), SignerNames.ANY, Revocation.KNOWN, Optional.empty());
    return new CrashAp(disk, new ImageVerifier(policy), CrashAp.Slip.NONE);
  }

  private static TrustAnchors anchors(CrashDisk disk) {
    return new TrustAnchors(
        new TrustStore(BEFORE),
        BroughtRoots.at(disk.path("/state/trust")),
        warning -> {
          throw new AssertionError(warning);
        });
  }
}
