package io.apfw.drills.lab;

/** How large a drill's AP and image are. */
public enum Scale {
  /** As in the captures: an image of 70 MB. */
  FIELD(70_512_640, 128 << 20, 60_000_000, 40_000_000),
  /** For what does not depend on size: an image of 2 MB. */
  SMALL(2_048_000, 4 << 20, 1_500_000, 1_000_000);

  private final int imageBytes;
  private final int partitionBytes;
  private final int runningPayloadBytes;
  private final int backupPayloadBytes;

  Scale(int imageBytes, int partitionBytes, int runningPayloadBytes, int backupPayloadBytes) {
    this.imageBytes = imageBytes;
    this.partitionBytes = partitionBytes;
    this.runningPayloadBytes = runningPayloadBytes;
    this.backupPayloadBytes = backupPayloadBytes;
  }

  /** Size of the image file. */
  public long imageBytes() {
    return imageBytes;
  }

  int partitionBytes() {
    return partitionBytes;
  }

  int runningPayloadBytes() {
    return runningPayloadBytes;
  }

  int backupPayloadBytes() {
    return backupPayloadBytes;
  }
}
