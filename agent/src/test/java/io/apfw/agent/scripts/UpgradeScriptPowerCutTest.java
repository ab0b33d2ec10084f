package io.apfw.agent.scripts;

import static io.apfw.update.ScriptVerb.ABORT;
import static io.apfw.update.ScriptVerb.ACTIVATE;
import static io.apfw.update.ScriptVerb.COMMIT;
import static io.apfw.update.ScriptVerb.PRECHECK;
import static io.apfw.update.ScriptVerb.PREDOWNLOAD;
import static io.apfw.update.ScriptVerb.ROLLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.update.ScriptVerb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills upgrade.sh before each tool that changes the disk, then repairs as CONTRACT.md says. It
 * shows the order of the steps; what a disk loses that was not synced is not shown here.
 */
class UpgradeScriptPowerCutTest {
  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource(
      value = ScriptVerb.class,
      names = {"NO_UPGRADE", "BOOT_STATUS", "BOOT_SET", "HEALTH"},
      mode = EnumSource.Mode.EXCLUDE)
  void aPowerCutAtAnyToolLeavesSomethingToGoOnFrom(ScriptVerb verb) throws IOException {
    Path cut = copyOfCut();
    ScriptBench ap = new ScriptBench(dir);
    ap.lie("sync-skipped");
    switch (verb) {
      case PRECHECK, PREDOWNLOAD -> ap.pass(PRECHECK);
      case ACTIVATE -> ap.pass(PRECHECK, PREDOWNLOAD);
      default -> ap.pass(PRECHECK, PREDOWNLOAD, ACTIVATE);
    }
    if (verb == COMMIT) {
      ap.reboot();
    }
    Path before = dir.resolve("before");
    copy(ap.state, before);
    boolean survived = false;
    for (int at = 1; !survived; at++) {
      assertThat(at).as("the verb comes to an end some time").isLessThan(100);
      copy(before, ap.state);
      Files.writeString(cut.resolve("at"), at + "\n");
      Files.writeString(cut.resolve("count"), "0\n");
      ap.useTools(cut);
      survived = ap.run(verb).succeeded();
      ap.lie("sync-skipped");
      assertWhole(ap);
      ScriptVerb repair = at % 2 == 0 && verb != COMMIT && verb != ROLLBACK ? ABORT : verb;
      ap.pass(repair);
      assertWhole(ap);
      if (verb == COMMIT) {
        assertThat(ap.record("current-config")).containsEntry("slot", "part1");
      }
      if (repair == ABORT || verb == COMMIT || verb == ROLLBACK) {
        assertThat(ap.upgrade("upgrade_in_progress")).doesNotExist();
        assertThat(ap.upgrade("next-config")).doesNotExist();
        assertThat(ap.work).isEmptyDirectory();
      }
    }
  }

  /** Every file of the script is there whole, or not at all. */
  private void assertWhole(ScriptBench ap) throws IOException {
    for (String file : new String[] {"next-config", "current-config"}) {
      assertThat(ap.record(file).keySet()).isIn(Set.of(), Set.of("slot", "version", "listing"));
    }
    assertThat(ap.record("upgrade_in_progress").keySet())
        .isIn(Set.of(), Set.of("stage", "target", "version", "since"));
    if (Files.exists(ap.upgrade("config/part1")) && ap.record("next-config").containsKey("slot")) {
      assertThat(ScriptBench.tree(ap.upgrade("config/part1/files")))
          .isEqualTo(ScriptBench.tree(ap.config));
    }
  }

  /** Makes the second tree what the first is. */
  private static void copy(Path from, Path to) throws IOException {
    if (Files.exists(to)) {
      try (Stream<Path> old = Files.walk(to)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(
            path,
            to.resolve(from.relativize(path)),
            LinkOption.NOFOLLOW_LINKS,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private Path copyOfCut() throws IOException {
    Path cut = Files.createDirectory(dir.resolve("cut"));
    Path tool = ScriptBench.SCRIPTS.resolve("test/fakebin/cut/tool");
    for (String name : new String[] {"cp", "mkdir", "mv", "rm", "sync"}) {
      Files.copy(tool, cut.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    }
    return cut;
  }
}
