package io.apfw.update;

/**
 * What an installation decides about updates.
 *
 * @param bootTries how often the boot loader tries a new image, 1 to 15
 * @param trialMillis how long a new image has to prove itself
 * @param trialExtensionsMax how often that is granted again while no peer answers
 * @param quarantineMillis how long a failed image is not fetched again
 */
public record UpdateConfig(
    int bootTries, long trialMillis, int trialExtensionsMax, long quarantineMillis) {
  public UpdateConfig {
    if (bootTries < 1 || bootTries > 15) {
      throw new IllegalArgumentException("bootTries " + bootTries + ": 1 to 15");
    }
    if (trialMillis < 1 || trialExtensionsMax < 0 || quarantineMillis < 1) {
      throw new IllegalArgumentException(
          "trialMillis "
              + trialMillis
              + ", trialExtensionsMax "
              + trialExtensionsMax
              + ", quarantineMillis "
              + quarantineMillis);
    }
  }
}
