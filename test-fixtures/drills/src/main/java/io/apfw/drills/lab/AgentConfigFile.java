package io.apfw.drills.lab;

import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * The agent's configuration for a drill. Waiting times that only cost a drill its time are shorter
 * than the RFC's; {@link #SHORTENED} says which.
 *
 * @param control the controller's control channel
 * @param standIn the control channel of one that the AP prefers less
 * @param data the controller's data channel
 * @param upgradeScript upgrade.sh of this checkout
 * @param imageDataStartMillis RFC 5415 ImageDataStartTimer
 * @param dtlsData whether the data channel runs over DTLS
 * @param dtls what the AP proves itself with: keys under {@code dtls}
 * @param imageDataLayout how the controller lays out Image Data: rfc or lwapp
 */
public record AgentConfigFile(
    InetSocketAddress control,
    Optional<InetSocketAddress> standIn,
    InetSocketAddress data,
    Path upgradeScript,
    int imageDataStartMillis,
    boolean dtlsData,
    Map<String, Object> dtls,
    String imageDataLayout) {
  private static final int DISCOVERY_MILLIS = 100;
  private static final int DISCOVERY_MAX_MILLIS = 200;
  private static final int PRIMARY_MILLIS = 1_000;
  private static final int SESSION_DELETE_MILLIS = 100;

  /** The whole first pause after a failed download, and the longest; milliseconds. */
  public static final int BACK_OFF_MIN_MILLIS = 1_000;

  public static final int BACK_OFF_MAX_MILLIS = 8_000;

  /** For people: what a drill does not wait for. */
  public static final String SHORTENED =
      "shorter than the RFC's defaults, to save your time: DiscoveryInterval "
          + DISCOVERY_MILLIS
          + " ms (5 s), MaxDiscoveryInterval "
          + DISCOVERY_MAX_MILLIS
          + " ms (20 s), DTLSSessionDelete "
          + SESSION_DELETE_MILLIS
          + " ms (5 s); first pause after a failed download "
          + BACK_OFF_MIN_MILLIS
          + " ms (30 s)";

  /** Writes it for an AP. */
  public void write(DrillAp ap) throws IOException {
    write(ap, Map.of());
  }

  /**
   * Writes it for an AP.
   *
   * @param more other sections, by name
   */
  void write(DrillAp ap, Map<String, Object> more) throws IOException {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put(
        "controller",
        Map.of(
            "addresses",
            Stream.concat(Stream.of(control), standIn.stream())
                .map(ac -> ac.getAddress().getHostAddress() + ":" + ac.getPort())
                .toList(),
            "dataPort",
            data.getPort(),
            "imageDataLayout",
            imageDataLayout));
    root.put(
        "discovery",
        Map.of(
            "intervalMillis", DISCOVERY_MILLIS,
            "maxIntervalMillis", DISCOVERY_MAX_MILLIS,
            "primaryMillis", PRIMARY_MILLIS));
    root.put(
        "wtp",
        Map.of(
            "name",
            ap.name(),
            "model",
            DrillAp.HARDWARE,
            "serial",
            ap.serial(),
            "baseMac",
            ap.baseMac(),
            "vendorId",
            9));
    Map<String, Object> security = new LinkedHashMap<>(dtls);
    security.put("dataChannel", dtlsData);
    root.put("dtls", security);
    root.put("udp", Map.of("localAddress", control.getAddress().getHostAddress()));
    root.put(
        "image",
        Map.of(
            "family", DrillAp.FAMILY,
            "hardware", List.of(DrillAp.HARDWARE),
            "trust", path(ap.imageRoots())));
    root.put(
        "slots",
        Map.of(
            "part1", path(ap.slot(SlotId.PART1).device()),
            "part2", path(ap.slot(SlotId.PART2).device())));
    root.put(
        "boot",
        Map.of("environment", path(ap.environmentFile()), "commandLine", path(ap.commandLine())));
    root.put(
        "timers",
        Map.of(
            "imageDataStartMillis", imageDataStartMillis,
            "dtlsSessionDeleteMillis", SESSION_DELETE_MILLIS));
    root.put("state", Map.of("dir", path(ap.stateDir())));
    root.put(
        "scripts",
        Map.of(
            "upgrade", path(upgradeScript),
            "configDir", path(ap.carriedConfig()),
            "workDir", path(ap.workDir())));
    root.put(
        "update",
        Map.of("backOffMinMillis", BACK_OFF_MIN_MILLIS, "backOffMaxMillis", BACK_OFF_MAX_MILLIS));
    root.putAll(more);
    root.put("status", Map.of("file", path(ap.directory().resolve("status.json"))));
    root.put(
        "control",
        Map.of(
            "socket", path(ap.directory().resolve("act")),
            "statusSocket", path(ap.directory().resolve("look"))));
    Files.writeString(
        ap.configFile(),
        new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build())
            .dumpToString(root));
  }

  private static String path(Path path) {
    return path.toAbsolutePath().toString();
  }
}
