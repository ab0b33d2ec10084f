package io.apfw.drills.load;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of one fleet.
 *
 * @param aps how many
 * @param upgrade whether they had an image to take first, and joined a second time with it
 * @param arrived those that came to Run with what they should run, in time
 * @param sulked how often one gave up for a while (RFC 5415 section 2.3.1, Sulking)
 * @param seconds from switching on until the last had arrived
 * @param blocks Image Data Requests taken, repetitions not counted
 * @param bytes of image in them
 * @param controller what it cost; empty for one that is not ours to look at
 */
public record LoadRow(
    int aps,
    boolean upgrade,
    int arrived,
    int sulked,
    double seconds,
    long blocks,
    long bytes,
    Optional<Cost> controller) {
  private static final double MEGA = 1e6;
  private static final double MILLI = 1e3;

  /**
   * Of a controller's process.
   *
   * @param cpuSeconds processor time for this fleet
   * @param peakRssMib the most memory so far
   */
  public record Cost(double cpuSeconds, double peakRssMib) {}

  static String header() {
    return "   APs  what     in Run  gave up        s   joins/s   blocks/s    MB/s   CPU s"
        + "  CPU each        RSS MiB";
  }

  /** One line of the table. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%6d  %-7s  %6d  %7d  %7.1f  %8s  %9s  %6s  %6s  %-14s  %7s",
        aps,
        upgrade ? "upgrade" : "join",
        arrived,
        sulked,
        seconds,
        upgrade ? "" : "%.1f".formatted(perSecond(arrived)),
        blocks == 0 ? "" : "%.0f".formatted(perSecond((double) blocks)),
        blocks == 0 ? "" : "%.2f".formatted(perSecond((double) bytes) / MEGA),
        controller.map(cost -> "%.1f".formatted(cost.cpuSeconds())).orElse(""),
        cpuEach(),
        controller.map(cost -> "%.0f".formatted(cost.peakRssMib())).orElse(""));
  }

  private String cpuEach() {
    if (controller.isEmpty()) {
      return "";
    }
    double seconds = controller.get().cpuSeconds();
    if (blocks > 0) {
      return "%.0f us/block".formatted(seconds * MEGA / blocks);
    }
    return arrived == 0 ? "" : "%.1f ms/join".formatted(seconds * MILLI / arrived);
  }

  private double perSecond(double count) {
    return seconds == 0 ? 0 : count / seconds;
  }

  /** Whether all have arrived. */
  public boolean whole() {
    return arrived == aps;
  }

  /**
   * As JSON, an array: {@code aps}, {@code upgrade}, {@code arrived}, {@code gaveUp}, {@code
   * seconds}, {@code blocks}, {@code bytes}, {@code controllerCpuSeconds}, {@code
   * controllerPeakRssMiB}; the last two null for a controller elsewhere.
   */
  public static String json(List<LoadRow> rows) {
    JsonStringWriter json = JsonWriter.indent("  ").string().array();
    for (LoadRow row : rows) {
      json.object()
          .value("aps", row.aps)
          .value("upgrade", row.upgrade)
          .value("arrived", row.arrived)
          .value("gaveUp", row.sulked)
          .value("seconds", row.seconds)
          .value("blocks", row.blocks)
          .value("bytes", row.bytes);
      number(json, "controllerCpuSeconds", row.controller.map(Cost::cpuSeconds));
      number(json, "controllerPeakRssMiB", row.controller.map(Cost::peakRssMib));
      json.end();
    }
    return json.end().done() + "\n";
  }

  private static void number(JsonStringWriter json, String key, Optional<Double> value) {
    if (value.isPresent()) {
      json.value(key, value.get());
    } else {
      json.nul(key);
    }
  }
}
