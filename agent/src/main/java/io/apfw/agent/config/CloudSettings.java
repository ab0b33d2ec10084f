package io.apfw.agent.config;

import io.apfw.cloud.ApInfo;
import io.apfw.cloud.CloudConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keys under {@code cloud}, where the cloud is asked at all.
 *
 * @param url https, with a host and no path
 * @param proof certificate and key of the proof
 * @param proofHash the JDK's name of the digest, such as {@code SHA-256}
 */
public record CloudSettings(
    String url,
    String domain,
    Path trust,
    String guid,
    String oemTag,
    String mode,
    boolean factoryDefault,
    String features,
    List<ApInfo> members,
    SortedMap<String, String> classes,
    CloudConfig.Wanted wanted,
    boolean whileManaged,
    Optional<Proof> proof,
    String proofHash,
    boolean requireHttps,
    boolean privateAddresses,
    CloudConfig.Timing timing) {

  /** What the AP proves itself with. */
  public record Proof(Path certificate, Path key) {}

  public CloudSettings {
    members = List.copyOf(members);
    classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
  }
}
