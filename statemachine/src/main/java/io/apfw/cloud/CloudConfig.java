package io.apfw.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the cloud is told, and how often it is asked.
 *
 * @param host value of the Host header; the log names the cloud by it
 * @param domain the name that the cloud's certificate must have
 * @param guid X-Guid; the capture has 50 hexadecimal digits
 * @param oemTag X-OEM-Tag
 * @param mode X-Mode
 * @param factoryDefault X-Factory-Default, {@code Yes} or {@code No}
 * @param features X-Features; the capture has 55 binary digits
 * @param ap this AP, the conductor of its cluster
 * @param members the cluster's other APs
 * @param classes image class by model: its number in the answer, or its name in the file name of
 *     the image's URL; the {@link KnownClasses known ones} need not be here
 * @param family the image family of this AP, which an image's manifest must name
 * @param wanted which versions are fetched
 * @param whileManaged whether the schedule goes on while a controller manages the AP
 * @param timing all times
 */
public record CloudConfig(
    String host,
    String domain,
    String guid,
    String oemTag,
    String mode,
    boolean factoryDefault,
    String features,
    ApInfo ap,
    List<ApInfo> members,
    Map<String, String> classes,
    String family,
    Wanted wanted,
    boolean whileManaged,
    Timing timing) {

  /** Which versions of the cloud are fetched. */
  public enum Wanted {
    /** Only one that is {@link VersionOrder greater} than the version that runs. */
    NEWER,
    /**
     * Any but the one that runs: the cloud may order the AP back to an older one, as long as its
     * security version is not below the floor.
     */
    OTHER
  }

  /**
   * All in milliseconds.
   *
   * @param timeoutMillis of each receiving and sending; the capture has 5 s
   * @param exchangeMillis bound of the whole exchange
   * @param bootSpreadMillis the first check comes at a random time within this after the start
   * @param intervalMillis between checks; up to a tenth of it is left out at random
   * @param backOffMinMillis after the first failure; twice as long after each further one
   * @param backOffMaxMillis the longest wait after failures
   */
  public record Timing(
      long timeoutMillis,
      long exchangeMillis,
      long bootSpreadMillis,
      long intervalMillis,
      long backOffMinMillis,
      long backOffMaxMillis) {
    public Timing {
      if (timeoutMillis <= 0
          || exchangeMillis < timeoutMillis
          || bootSpreadMillis <= 0
          || intervalMillis <= 0
          || backOffMinMillis <= 0
          || backOffMaxMillis < backOffMinMillis) {
        throw new IllegalArgumentException(
            "cloud: times above 0, exchange at least the timeout, greatest wait at least the least");
      }
    }
  }

  public CloudConfig {
    members = List.copyOf(members);
    classes = Map.copyOf(classes);
    for (String value : List.of(host, domain, guid, oemTag, mode, features)) {
      if (value.isEmpty() || !Header.sendable(value)) {
        throw new IllegalArgumentException(
            "cloud: '" + value + "' goes into a header: visible ASCII characters on one line");
      }
    }
  }

  /** This AP first, then the others. */
  List<ApInfo> everybody() {
    List<ApInfo> all = new ArrayList<>(List.of(ap));
    all.addAll(members);
    return all;
  }
}
