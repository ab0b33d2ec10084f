package io.apfw.agent.config;

import static io.apfw.agent.config.ConfigType.FILE;
import static io.apfw.agent.config.ConfigType.TEXTS;

/** Keys of the configuration file: state, scripts, trial and updates. */
final class UpdateKeys {
  private static final long QUARANTINE_MILLIS_MAX = 24 * KeyTable.DAY_MILLIS;

  private UpdateKeys() {}

  static void addTo(KeyTable keys) {
    keys.path("state.dir", "/var/lib/apfw", false, "Where the journal and the slot table live.");
    keys.add(
        "scripts.upgrade",
        FILE,
        "",
        0,
        0,
        "/usr/lib/apfw/upgrade-scripts/upgrade.sh",
        false,
        "The upgrade script.");
    keys.text(
        "scripts.board",
        1,
        32,
        "file",
        false,
        "The board script that upgrade.sh uses; with boot.control grub or uboot that one.");
    keys.path(
        "scripts.configDir",
        "",
        false,
        "The AP's configuration, carried over to a new image; by default nothing is.");
    keys.path(
        "scripts.workDir", "/run/apfw", false, "Where the upgrade script may put its own files.");
    keys.number(
        "scripts.timeoutMillis",
        KeyTable.MILLIS_MIN,
        KeyTable.MILLIS_MAX,
        KeyTable.MILLIS,
        "120000",
        "How long one verb of the upgrade script may run before it is killed.");
    keys.number(
        "trial.deadlineMillis",
        KeyTable.MILLIS_MIN,
        KeyTable.DAY_MILLIS,
        KeyTable.MILLIS,
        "600000",
        "How long a new image has to prove itself after its first boot.");
    keys.number(
        "trial.extensionsMax",
        0,
        KeyTable.COUNT_MAX,
        "",
        "3",
        "How often the trial is extended while no AC can be reached.");
    keys.path(
        "trial.healthDir",
        "",
        false,
        "A directory of programs that check a new image's health; by default there are none.");
    keys.list(
        "reboot.command",
        TEXTS,
        0,
        16,
        "[]",
        "The command that reboots the AP and its arguments; if empty, the agent just ends and its"
            + " supervisor starts it again.");
    keys.number(
        "update.backOffMinMillis",
        KeyTable.MILLIS_MIN,
        KeyTable.DAY_MILLIS,
        KeyTable.MILLIS,
        "30000",
        "The pause after the first failed download; it doubles with each further one.");
    keys.number(
        "update.backOffMaxMillis",
        KeyTable.MILLIS_MIN,
        KeyTable.DAY_MILLIS,
        KeyTable.MILLIS,
        "3600000",
        "The longest pause between failed downloads.");
    keys.number(
        "update.quarantineMillis",
        KeyTable.MILLIS_MIN,
        QUARANTINE_MILLIS_MAX,
        KeyTable.MILLIS,
        "604800000",
        "How long an image that failed here is not fetched again; `apfw quarantine` ends it"
            + " before.");
    keys.millis(
        "update.readyMillis", 120_000, "How long PRECHECK may take before a download begins.");
    keys.millis(
        "update.verifyMillis",
        600_000,
        "How long the verdict on an image may take after its last block.");
    keys.millis(
        "update.activateMillis",
        300_000,
        "How long it may take to make a verified image the first in boot order.");
    keys.millis("update.abortMillis", 120_000, "How long a failed update may take to clean up.");
    keys.flag(
        "update.followSoftwareVersion",
        "Whether the AP runs the AC's own software version when its Join Response names no image.");
    keys.flag(
        "update.tellController",
        "Whether the AC is told in WTP Events how updates go and why the AP rebooted, in vendor"
            + " elements of wtp.vendorId.");
  }
}
