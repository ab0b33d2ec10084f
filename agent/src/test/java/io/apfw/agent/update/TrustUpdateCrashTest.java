package io.apfw.agent.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.crash.CrashDisk;
import io.apfw.agent.crash.CrashPoints;
import io.apfw.agent.crash.DiskImage;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.storage.trust.BroughtRoots;
import io.apfw.storage.trust.TrustAnchors;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustUpdate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The power goes at each write while new roots are taken: the old ones count, or the new. */
class TrustUpdateCrashTest {
  private static final TestAuthority FIRST = TestAuthority.root("first");
  private static final TestAuthority SECOND = TestAuthority.root("second");
  private static final TestAuthority THIRD = TestAuthority.root("third");
  private static final CrashPoints.Budget BUDGET = new CrashPoints.Budget(64, 50, 2, 1);
  private int points;

  @Test
  void noPowerCutLeavesAnApWithoutRoots() throws Exception {
    DiskImage empty = DiskImage.of(Set.of("/"), Map.of());
    DiskImage one = cutEverywhere(empty, FIRST, new TrustUpdate(1, roots(FIRST, SECOND)));
    DiskImage two = cutEverywhere(one, FIRST, new TrustUpdate(2, roots(SECOND)));
    cutEverywhere(two, FIRST, new TrustUpdate(3, roots(SECOND, THIRD)));
    assertThat(points).isGreaterThan(50);
  }

  private DiskImage cutEverywhere(DiskImage before, TestAuthority configured, TrustUpdate update)
      throws Exception {
    TrustStore old = trusted(new CrashDisk(before, Set.of()), configured);
    CrashDisk disk = new CrashDisk(before, Set.of());
    assertThat(brought(disk).apply(update)).isTrue();
    disk.points(BUDGET)
        .forEach(
            (op, choice, left) -> {
              points++;
              CrashDisk after = new CrashDisk(left, Set.of());
              assertThat(trusted(after, configured).roots())
                  .as("op %d, choice %d", op, choice)
                  .isIn(old.roots(), update.roots());
              brought(after).apply(update);
              assertThat(trusted(after, configured).roots()).isEqualTo(update.roots());
              return true;
            });
    return disk.now();
  }

  private static TrustStore trusted(CrashDisk disk, TestAuthority configured) {
    return new TrustAnchors(
            new TrustStore(roots(configured)),
            brought(disk),
            warning -> {
              throw new AssertionError(warning);
            })
        .trusted();
  }

  private static BroughtRoots brought(CrashDisk disk) {
    return BroughtRoots.at(disk.path("/trust"));
  }

  private static List<X509Certificate> roots(TestAuthority... authorities) {
    return List.of(authorities).stream().map(TestAuthority::certificate).toList();
  }
}
