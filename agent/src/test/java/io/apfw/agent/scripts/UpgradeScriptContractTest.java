package io.apfw.agent.scripts;

import static io.apfw.update.ScriptVerb.ABORT;
import static io.apfw.update.ScriptVerb.ACTIVATE;
import static io.apfw.update.ScriptVerb.COMMIT;
import static io.apfw.update.ScriptVerb.NO_UPGRADE;
import static io.apfw.update.ScriptVerb.PRECHECK;
import static io.apfw.update.ScriptVerb.PREDOWNLOAD;
import static io.apfw.update.ScriptVerb.ROLLBACK;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.update.ScriptVerb;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONTRACT.md, clause by clause, against the real upgrade.sh and whatever {@code sh} is here. */
class UpgradeScriptContractTest {
  @TempDir Path dir;
  private ScriptBench ap;

  @BeforeEach
  void makeAp() throws IOException {
    ap = new ScriptBench(dir);
  }

  @Test
  void aWholeUpgradeReadsLikeTheCapture() throws IOException {
    ap.pass(NO_UPGRADE);
    assertThat(ap.lines)
        .containsExactly(
            "upgrade.sh: Script called with args:[NO_UPGRADE]",
            "do NO_UPGRADE, part2 is active part",
            "upgrade.sh: no upgrade in progress");
    ap.pass(PRECHECK);
    assertThat(ap.lines.subList(0, 4))
        .containsExactly(
            "upgrade.sh: Script called with args:[PRECHECK]",
            "do PRECHECK, part2 is active part",
            "upgrade.sh: Cleanup tmp files ...",
            "upgrade.sh: part1 space: OK available 256, required 196");
    assertThat(ap.lines.get(4))
        .matches("upgrade.sh: state space: OK available \\d+, required \\d+");
    ap.pass(PREDOWNLOAD);
    assertThat(ap.lines)
        .containsExactly(
            "upgrade.sh: Script called with args:[PREDOWNLOAD]",
            "do PREDOWNLOAD, part2 is active part",
            "upgrade.sh: Creating before-upgrade.log",
            "upgrade.sh: Start doing upgrade arg1=PREDOWNLOAD arg2= arg3= ...",
            "upgrade.sh: Using image ap1g8 on file ...",
            "upgrade.sh: ***** part to upgrade is part1 *******",
            "upgrade.sh: Sync configuration to disk...",
            "upgrade.sh: part1 file system: not one that can be checked here",
            "upgrade.sh: configuration carried over to part1, 6 lines in its listing",
            "upgrade.sh: Finished upgrade task.");
    assertThat(ScriptBench.tree(ap.upgrade("config/part1/files")))
        .isEqualTo(ScriptBench.tree(ap.config));
    ap.pass(ACTIVATE);
    assertThat(ap.lines.subList(2, ap.lines.size()))
        .containsExactly(
            "upgrade.sh: Verifying configuration carried over to part1",
            "upgrade.sh: activate part1, next configuration set to part1");
    assertThat(ap.record("next-config"))
        .containsEntry("slot", "part1")
        .containsEntry("version", "17.9.4.27");
    ap.reboot();
    ap.pass(COMMIT);
    assertThat(ap.record("current-config")).containsEntry("slot", "part1");
    assertThat(ap.upgrade("next-config")).doesNotExist();
    assertThat(ap.upgrade("upgrade_in_progress")).doesNotExist();
    assertThat(ap.work).isEmptyDirectory();
  }

  // --- PRECHECK ---

  @Test
  void theTargetMustExistAndBeAFile() {
    ap.target("part1", ap.work.resolve("missing"));
    ap.refuse(PRECHECK, 66);
    ap.target("part1", ap.work);
    ap.refuse(PRECHECK, 66);
  }

  @Test
  void theTargetMustNotBeTheActiveSlotUnderAnyName() throws IOException {
    Path other = Files.createSymbolicLink(dir.resolve("alias"), ap.place.activeDevice());
    ap.target("part1", other);
    ap.refuse(PRECHECK, 67);
    ap.target("part2", ap.place.targetDevice());
    ap.refuse(PRECHECK, 67);
    assertThat(ap.upgrade("upgrade_in_progress")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "mounts,'%s /mnt ext4 rw 0 0'",
    "swaps,'%s file 1024 0 -2'",
    "mounts,'/dev/loop7 /mnt ext4'"
  })
  void theTargetMustNotBeMountedOrSwappedOn(String table, String line) throws IOException {
    Path loop = Files.createDirectories(dir.resolve("sys/block/loop7/loop"));
    Path target = ap.place.targetDevice().toRealPath();
    Files.writeString(loop.resolve("backing_file"), target + "\n");
    Path proc = Files.createDirectory(dir.resolve("proc"));
    Files.writeString(proc.resolve("mounts"), "/dev/sda1 / ext4 rw 0 0\n");
    Files.writeString(proc.resolve("swaps"), "Filename Type Size Used Priority\n");
    ap.script =
        Files.writeString(
            dir.resolve("wrap.sh"),
            "APFW_PROC_DIR='%s' APFW_SYS_DIR='%s' exec sh '%s' \"$@\"\n"
                .formatted(
                    proc,
                    dir.resolve("sys"),
                    ScriptBench.SCRIPTS.resolve("upgrade.sh").toAbsolutePath()));
    ap.pass(PRECHECK);
    ap.pass(ABORT);
    Files.delete(proc.resolve("swaps")); // as on a kernel without swapping
    ap.pass(PRECHECK);
    ap.pass(ABORT);
    Files.writeString(
        proc.resolve(table), line.formatted(target.toString().replace(" ", "\\040")) + "\n");

    assertThat(ap.refuse(PRECHECK, 68).lastErrorLine()).contains("is in use: " + table);
  }

  @Test
  void theRoomIsThatOfTheTargetForThisImage() {
    ap.image = ScriptBench.image(ScriptBench.SLOT_BYTES);
    ap.pass(PRECHECK);
    ap.image = ScriptBench.image(ScriptBench.SLOT_BYTES + 1);
    assertThat(ap.refuse(PRECHECK, 71).lastErrorLine())
        .isEqualTo("upgrade.sh: part1 has room for 262144 bytes, 262145 are needed");
    assertThat(ap.lines).contains("upgrade.sh: part1 space: FAIL available 256, required 257");
    ap.pass(NO_UPGRADE);
  }

  @Test
  void aSparseTargetHasOnlyTheRoomThatItsFileSystemHas() throws IOException {
    try (RandomAccessFile part1 = new RandomAccessFile(ap.place.targetDevice().toFile(), "rw")) {
      part1.setLength(0);
      part1.setLength(ScriptBench.SLOT_BYTES);
    }
    ap.lie("df-little");
    ap.refuse(PRECHECK, 71);
  }

  @Test
  void theDataAreaMustHaveRoomToo() {
    ap.lie("df-little");
    ap.refuse(PRECHECK, 72);
    ap.lie("df-garbled");
    ap.refuse(PRECHECK, 74);
  }

  @Test
  void leftoversAreCleanedAndNothingElse() throws IOException {
    ap.pass(PRECHECK, PREDOWNLOAD);
    Path outside = Files.createDirectory(dir.resolve("outside"));
    Files.writeString(outside.resolve("keep"), "me");
    Path left = Files.createDirectory(ap.work.resolve("apfw-upgrade.1"));
    Files.createSymbolicLink(left.resolve("link"), outside);
    Files.createSymbolicLink(ap.work.resolve("apfw-upgrade.2"), outside);
    Path mine = Files.writeString(ap.work.resolve("other-upgrade.1"), "another's");
    Files.createDirectories(ap.upgrade("config/part1.new/files"));
    Files.writeString(ap.upgrade("next-config.new"), "half");

    ap.pass(PRECHECK);
    assertThat(ap.work).isDirectoryNotContaining("glob:**/apfw-upgrade.*");
    assertThat(mine).hasContent("another's");
    assertThat(outside.resolve("keep")).hasContent("me");
    assertThat(ScriptBench.tree(ap.upgrade("")))
        .containsOnlyKeys("", "config", "upgrade_in_progress", "before-upgrade.log");
  }

  // --- the configuration ---

  @Test
  void strangeConfigurationIsRefusedBeforeTheDownload() throws IOException {
    Path big = Files.write(ap.config.resolve("big"), new byte[5 << 20]);
    ap.refuse(PRECHECK, 78);
    Files.delete(big);
    Path name = Files.writeString(ap.config.resolve("a\nb"), "");
    ap.refuse(PRECHECK, 78);
    Files.delete(name);
    ap.config(dir);
    assertThat(ap.refuse(PRECHECK, 78).lastErrorLine()).contains("where it would be copied to");
    ap.config(ap.config);
    ap.pass(PRECHECK);
    Files.move(ap.config, ap.config.resolveSibling("gone"));
    ap.refuse(PREDOWNLOAD, 78);
    ap.refuse(PRECHECK, 78);
  }

  @Test
  void fileModesAreCarriedOver() throws IOException {
    Path key = Files.writeString(ap.config.resolve("key"), "secret");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
    ap.pass(PRECHECK, PREDOWNLOAD);
    Path copy = ap.upgrade("config/part1/files/key");
    assertThat(Files.getPosixFilePermissions(copy))
        .isEqualTo(PosixFilePermissions.fromString("r--------"));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r--r--r--"));
    ap.refuse(ACTIVATE, 65);
  }

  @ParameterizedTest
  @ValueSource(strings = {"change", "add", "remove", "listing"})
  void tamperedConfigurationIsNotActivated(String how) throws IOException {
    ap.pass(PRECHECK, PREDOWNLOAD);
    Path files = ap.upgrade("config/part1/files");
    switch (how) {
      case "change" -> Files.writeString(files.resolve("ra dios/0"), "channel=40\n");
      case "add" -> Files.writeString(files.resolve("more"), "");
      case "remove" -> Files.delete(files.resolve("zone"));
      default -> Files.delete(ap.upgrade("config/part1/listing"));
    }
    ap.refuse(ACTIVATE, 65);
    assertThat(ap.upgrade("next-config")).doesNotExist();
  }

  @Test
  void abortBeforeTheSlotIsWrittenKeepsTheConfigurationOfTheImageInIt() {
    ap.pass(PRECHECK, PREDOWNLOAD, ACTIVATE);
    ap.reboot();
    ap.pass(COMMIT, PRECHECK, PREDOWNLOAD, ACTIVATE);
    ap.reboot();
    ap.pass(COMMIT, PRECHECK, ABORT);
    assertThat(ap.upgrade("config/part1/listing")).exists();
    ap.pass(PRECHECK, PREDOWNLOAD, ABORT);
    assertThat(ap.upgrade("config/part1")).doesNotExist();
    assertThat(ap.upgrade("config/part2/listing")).exists();
    assertThat(ap.record("current-config")).containsEntry("slot", "part2");
  }

  // --- order ---

  @Test
  void verbsOutOfOrderAreRefused() {
    ap.refuse(PREDOWNLOAD, 76);
    ap.pass(PRECHECK);
    ap.refuse(COMMIT, 76);
    assertThat(ap.refuse(NO_UPGRADE, 75).lastErrorLine()).contains("part1", "stage PRECHECK");
    ap.pass(PREDOWNLOAD, PREDOWNLOAD, ACTIVATE, ACTIVATE);
    ap.refuse(PREDOWNLOAD, 76);
    ap.reboot();
    ap.refuse(PRECHECK, 76);
    ap.refuse(ABORT, 76);
    ap.refuse(ACTIVATE, 76);
    ap.pass(COMMIT, COMMIT, ABORT, ROLLBACK, NO_UPGRADE);
    assertThat(ap.record("current-config")).containsEntry("slot", "part1");
  }

  @Test
  void theConfigurationActivatedIsThatOfToday() throws IOException {
    ap.pass(ACTIVATE, ABORT, PRECHECK, ACTIVATE, ABORT, PRECHECK, PREDOWNLOAD);
    Files.writeString(ap.config.resolve("ap name.conf"), "name=roof\n");
    ap.pass(ACTIVATE);
    assertThat(ap.lines).contains("upgrade.sh: carrying over the configuration of today to part1");
    assertThat(ap.upgrade("config/part1/files/ap name.conf")).hasContent("name=roof\n");
  }

  @Test
  void anotherVersionThanTheOnePreparedIsNotActivated() {
    ap.pass(PRECHECK, PREDOWNLOAD);
    ap.version("17.9.5.1");
    assertThat(ap.refuse(ACTIVATE, 76).lastErrorLine()).contains("17.9.4.27", "17.9.5.1");
  }

  @Test
  void rollbackWorksFromEitherSlot() {
    ap.pass(PRECHECK, PREDOWNLOAD, ACTIVATE, ROLLBACK, NO_UPGRADE);
    assertThat(ap.upgrade("config/part1")).doesNotExist();
    ap.pass(PRECHECK, PREDOWNLOAD, ACTIVATE);
    ap.reboot();
    ap.pass(ROLLBACK, NO_UPGRADE);
    assertThat(ap.upgrade("next-config")).doesNotExist();
    assertThat(ap.upgrade("config/part1")).exists();
  }

  @ParameterizedTest
  @EnumSource(
      value = ScriptVerb.class,
      names = {"BOOT_STATUS", "BOOT_SET"},
      mode = EnumSource.Mode.EXCLUDE)
  void aMissingVariableIsNamed(ScriptVerb verb) {
    ap.image = ScriptImage.NONE;
    if (Set.of(PRECHECK, PREDOWNLOAD, ACTIVATE).contains(verb)) {
      assertThat(ap.refuse(verb, 64).lastErrorLine()).contains("APFW_", verb.name());
    } else {
      ap.pass(verb);
    }
  }

  // --- tools that lie ---

  @ParameterizedTest
  @CsvSource({
    "PRECHECK, mv-nothing, 80", "PRECHECK, mv-fails, 73", "PRECHECK, sync-fails, 74",
    "PREDOWNLOAD, cp-skips-tree, 81", "PREDOWNLOAD, cp-full, 73", "PREDOWNLOAD, mv-nothing, 81",
    "PREDOWNLOAD, mv-fails, 73", "PREDOWNLOAD, sync-fails, 74", "PREDOWNLOAD, head-nothing, 81",
    "PREDOWNLOAD, dd-io-error, 74", "ACTIVATE, mv-nothing, 83", "ACTIVATE, mv-fails, 73",
    "ACTIVATE, sync-fails, 74", "ABORT, rm-nothing, 82", "ABORT, sync-fails, 74",
    "COMMIT, mv-nothing, 85", "COMMIT, rm-nothing, 85", "COMMIT, mv-fails, 73",
    "ROLLBACK, rm-nothing, 86", "ROLLBACK, sync-fails, 74"
  })
  void aBrokenPostconditionIsNoticed(ScriptVerb verb, String lie, int exitCode) throws IOException {
    switch (verb) {
      case PRECHECK -> {}
      case PREDOWNLOAD -> ap.pass(PRECHECK);
      case ACTIVATE -> ap.pass(PRECHECK, PREDOWNLOAD);
      default -> ap.pass(PRECHECK, PREDOWNLOAD, ACTIVATE);
    }
    if (verb == COMMIT) {
      ap.reboot();
    }
    ap.lie(lie);
    ap.refuse(verb, exitCode);
    ap.honestTools();
    ap.pass(verb);
    assertThat(ap.record("current-config").containsKey("slot")).isEqualTo(verb == COMMIT);
  }

  @Test
  void leftoversThatStayFailPrecheck() {
    ap.pass(PRECHECK, PREDOWNLOAD);
    ap.lie("rm-nothing");
    ap.refuse(PRECHECK, 80);
  }

  @Test
  void aSlotThatEndsBeforeThePayloadIsNoticed() throws IOException {
    ap.pass(PRECHECK);
    Files.write(ap.place.targetDevice(), new byte[ScriptBench.PAYLOAD_BYTES - 1]);
    assertThat(ap.refuse(PREDOWNLOAD, 74).lastErrorLine()).endsWith("ends before 200000 bytes");
  }

  @Test
  void aFileSystemThatIsKnownIsChecked() throws IOException {
    ap.pass(PRECHECK);
    try (RandomAccessFile part1 = new RandomAccessFile(ap.place.targetDevice().toFile(), "rw")) {
      part1.seek(1080);
      part1.write(new byte[] {0x53, (byte) 0xef});
    }
    ap.lie("e2fsck-damaged");
    assertThat(ap.refuse(PREDOWNLOAD, 77).lastErrorLine()).contains("still has errors");
    ap.lie("e2fsck-clean");
    ap.pass(PREDOWNLOAD);
    assertThat(ap.lines).contains("upgrade.sh: part1 file system: ext, clean");
  }

  @Test
  void theLogBeforeTheUpgradeIsBounded() throws IOException {
    ap.pass(PRECHECK);
    ap.lie("uptime-talks");
    ap.pass(PREDOWNLOAD);
    assertThat(ap.upgrade("before-upgrade.log")).hasSize(65_536);
    assertThat(Files.readString(ap.upgrade("before-upgrade.log"), ISO_8859_1))
        .contains("image ap1g8 version 17.9.4.27");
  }

  // --- booting ---

  @Test
  void theBoardFileLeavesTheBootEnvironmentToTheAgent() {
    ap.refuse(ScriptVerb.BOOT_STATUS, 69);
    ap.refuse(ScriptVerb.BOOT_SET, 69);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "0, 1, 89", "0, 75, 75", "75, 1, 75", "2, 0, 89"})
  void theFirstCheckThatDoesNotPassIsTheVerdict(int one, int two, int exitCode) throws IOException {
    check("10-ra dio", one);
    check("20-switch", two);
    Files.writeString(ap.health.resolve("30-notes"), "not a program\n");
    if (exitCode == 0) {
      ap.pass(ScriptVerb.HEALTH);
      assertThat(ap.lines).contains("upgrade.sh: healthy, 2 checks");
    } else {
      String failed = one == 0 ? "20-switch says " + two : "10-ra dio says " + one;
      assertThat(ap.refuse(ScriptVerb.HEALTH, exitCode).lastErrorLine())
          .endsWith(failed + ": last words");
    }
    assertThat(ap.work).isEmptyDirectory();
  }

  private void check(String name, int exitCode) throws IOException {
    Path check = ap.health.resolve(name);
    Files.writeString(check, "#!/bin/sh\necho first\necho last words >&2\nexit " + exitCode + "\n");
    Files.setPosixFilePermissions(check, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  // --- the table of exit codes ---

  @Test
  void theTableOfExitCodesIsThatOfTheScripts() throws IOException {
    String contract = Files.readString(ScriptBench.SCRIPTS.resolve("CONTRACT.md"));
    StringBuilder scripts = new StringBuilder();
    for (String name :
        new String[] {
          "upgrade.sh",
          "boot.sh",
          "boards/file.sh",
          "boards/disk.sh",
          "boards/grub.sh",
          "boards/uboot.sh"
        }) {
      scripts.append(Files.readString(ScriptBench.SCRIPTS.resolve(name)));
    }
    assertThat(numbers("(?m)^\\| (\\d\\d) \\|", contract))
        .isEqualTo(numbers("(?m)(?:\\bdie |\" |code=)(\\d\\d)(?= |$)", scripts.toString()));
  }

  private static Set<String> numbers(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
