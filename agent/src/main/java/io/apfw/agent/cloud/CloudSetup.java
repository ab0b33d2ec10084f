package io.apfw.agent.cloud;

import io.apfw.cloud.CloudCheckMachine;
import io.apfw.cloud.CloudConfig;

/**
 * What a machine of the cloud check is made of.
 *
 * @param urls where its images may come from
 */
public record CloudSetup(CloudConfig config, ImageUrlPolicy urls) {
  /** The machine. */
  public CloudCheckMachine machine() {
    return new CloudCheckMachine(config, urls);
  }
}
