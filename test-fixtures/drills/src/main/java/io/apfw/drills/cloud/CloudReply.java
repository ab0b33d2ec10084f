package io.apfw.drills.cloud;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the cloud sends.
 *
 * @param headers in their order, without those that the server makes itself
 * @param how what goes wrong with it on the way
 */
public record CloudReply(int status, Map<String, String> headers, String body, How how) {
  /** How a reply goes out. */
  public enum How {
    WHOLE,
    /** Half of the body, and then the connection ends. */
    HALF,
    /** Never: the client has to give up. */
    NEVER
  }

  public CloudReply {
    headers = new LinkedHashMap<>(headers);
  }
}
