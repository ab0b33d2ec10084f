package io.apfw.report;

import java.util.List;
import java.util.Locale;

/** The log's words for a fetch; ours, for no field AP's log shows one. */
final class FetchWording {
  private FetchWording() {}

  static List<String> of(Report report) {
    if (report instanceof Report.FetchStarted started) {
      String what = started.version().isEmpty() ? "an image" : started.version();
      return List.of("Fetching %s from %s".formatted(what, started.url()));
    } else if (report instanceof Report.FetchProgress progress) {
      return List.of(
          progress.fileBytes() == 0
              ? "Fetched %s MB, %s".formatted(mega(progress.bytes()), rate(progress))
              : "Fetched %s of %s MB, %s, %d s left"
                  .formatted(
                      mega(progress.bytes()),
                      mega(progress.fileBytes()),
                      rate(progress),
                      progress.secondsLeft()));
    } else if (report instanceof Report.FetchInterrupted broken) {
      return List.of(
          "%s; goes on at byte %d in %d ms"
              .formatted(broken.why(), broken.bytes(), broken.pauseMillis()));
    } else if (report instanceof Report.FetchPlanned planned) {
      return List.of(
          "%s MB stand on the slot already, %s MB were copied from the active one; fetching %s MB in %d parts"
              .formatted(
                  mega(planned.keptBytes()),
                  mega(planned.copiedBytes()),
                  mega(planned.missingBytes()),
                  planned.parts()));
    } else if (report instanceof Report.FetchEnded ended) {
      return List.of(
          "Fetched %d bytes from %s in %d ms; %d bytes moved"
              .formatted(ended.fileBytes(), ended.url(), ended.millis(), ended.movedBytes()));
    }
    return List.of();
  }

  private static String rate(Report.FetchProgress progress) {
    String rate = mega(progress.bytesPerSecond()) + " MB/s";
    return progress.roundTripMillis() == 0
        ? rate
        : rate + ", round trip " + progress.roundTripMillis() + " ms";
  }

  private static String mega(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }
}
