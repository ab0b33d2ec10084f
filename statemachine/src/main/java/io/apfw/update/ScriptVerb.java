package io.apfw.update;

/** The verbs of {@code upgrade-scripts/upgrade.sh}; CONTRACT.md there says what each promises. */
public enum ScriptVerb {
  PRECHECK,
  PREDOWNLOAD,
  ABORT,
  ACTIVATE,
  NO_UPGRADE,
  COMMIT,
  ROLLBACK,
  BOOT_STATUS,
  BOOT_SET,
  HEALTH
}
