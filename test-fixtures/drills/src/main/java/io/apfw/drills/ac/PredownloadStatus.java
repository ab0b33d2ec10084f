package io.apfw.drills.ac;

/** How a predownload stands; numbers and meanings of the vendor's YANG, enm-predownload-status. */
enum PredownloadStatus {
  NONE(0, "None", "none was asked for"),
  INITIATED(1, "Initiated", "it waits for its turn"),
  IN_PROGRESS(2, "Predownloading", "the AP fetches it"),
  COMPLETE(3, "Complete", "the image is on the AP"),
  UNSUPPORTED(4, "Not Supported", "the AP does not know how"),
  FAILED(5, "Failed", "the AP did not get it, or refused it"),
  FAILED_NO_MEMORY(6, "Failed", "AP is out of Memory"),
  FAILED_TAR(7, "Failed", "AP failed to extract tar"),
  FAILED_TAR_OPEN(8, "Failed", "AP failed to open tar"),
  FAILED_DRAM(9, "Failed", "AP failed as board dram requirement not met"),
  FAILED_DIRECTORY(10, "Failed", "AP failed as directory already exist"),
  FAILED_FLASH(11, "Failed", "AP failed to access flash file system"),
  FAILED_SAME_VERSION(12, "Failed", "AP failed as same version exist in flash"),
  FAILED_FREE_SPACE(13, "Failed", "AP failed as not enough free space in flash"),
  FAILED_CLEANUP(14, "Failed", "AP failed to cleanup");

  private final int number;
  private final String label;
  private final String meaning;

  PredownloadStatus(int number, String label, String meaning) {
    this.number = number;
    this.label = label;
    this.meaning = meaning;
  }

  /** The vendor's. */
  int number() {
    return number;
  }

  /** As the table shows it. */
  String label() {
    return label;
  }

  /** What it means. */
  String meaning() {
    return meaning;
  }

  boolean failed() {
    return number >= FAILED.number;
  }
}
