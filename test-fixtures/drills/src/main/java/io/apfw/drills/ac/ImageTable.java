package io.apfw.drills.ac;

import io.apfw.drills.ac.Ap.Download;
import io.apfw.drills.ac.Predownload.Job;
import io.apfw.drills.controller.AcState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code show ap image}, to the column as the captured controllers print it (vectors:
 * transcripts/show_ap_image_ewc_17.12.txt), and {@code show ap image statistics}, which is ours:
 * the fields of the vendor's YANG.
 */
final class ImageTable {
  private static final String HEAD =
      "AP Name                           Primary Image          Backup Image            Predownload"
          + " Status   Predownload Version  Next Retry Time   Retry Count   Method";
  private static final String RULE = "-".repeat(162);
  private static final String METHOD = "CAPWAP";
  private static final String NOTHING = "N/A";
  private static final String STATISTICS = "%-34s%-16s%-12s%-13s%-7s%-22s%-22s%-12s%-9s%s";

  private ImageTable() {}

  /** {@code show ap image}. */
  static List<String> of(Collection<Ap> aps, Predownload predownload, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add("Total number of APs  : " + aps.size());
    lines.add("");
    lines.add("Number of APs");
    count(lines, "Initiated", jobs(aps, predownload, PredownloadStatus.INITIATED));
    count(lines, "Downloading", aps.stream().filter(ImageTable::downloads).count());
    long running = jobs(aps, predownload, PredownloadStatus.IN_PROGRESS);
    count(lines, "Predownloading", running);
    count(lines, "Completed downloading", aps.stream().filter(ImageTable::downloaded).count());
    count(lines, "Completed predownloading", jobs(aps, predownload, PredownloadStatus.COMPLETE));
    count(lines, "Not Supported", jobs(aps, predownload, PredownloadStatus.UNSUPPORTED));
    count(
        lines,
        "Failed to Predownload",
        predownload.jobs().values().stream().filter(job -> job.status().failed()).count());
    boolean progress =
        predownload.jobs().values().stream()
            .anyMatch(
                job ->
                    job.runs()
                        || job.status() == PredownloadStatus.INITIATED
                        || job.retryAt().isPresent());
    lines.add("        %-27s: %s".formatted("Predownload in progress", progress ? "Yes" : "No"));
    lines.add("");
    lines.add(HEAD);
    lines.add(RULE);
    for (Ap ap : aps) {
      lines.add(row(ap, Optional.ofNullable(predownload.jobs().get(ap.mac())), now));
    }
    return lines;
  }

  private static void count(List<String> lines, String what, long number) {
    lines.add("        %-27s: %d".formatted(what, number));
  }

  private static long jobs(Collection<Ap> aps, Predownload predownload, PredownloadStatus status) {
    return aps.stream()
        .map(ap -> predownload.jobs().get(ap.mac()))
        .filter(job -> job != null && job.status() == status)
        .count();
  }

  private static boolean downloads(Ap ap) {
    return ap.up() && ap.fetchesAtJoin() && ap.state() == AcState.IMAGE_DATA;
  }

  private static boolean downloaded(Ap ap) {
    return ap.download().filter(last -> !last.predownload() && last.success()).isPresent();
  }

  private static String row(Ap ap, Optional<Job> job, Instant now) {
    return String.format(
        Locale.ROOT,
        "%-34s%-23s%-27s%-22s%-22s%-18s%-18s%s",
        ap.name(),
        shown(ap.primary()),
        shown(ap.backup()),
        job.map(Job::status).orElse(PredownloadStatus.NONE).label(),
        job.map(Job::version).orElse(NOTHING),
        job.flatMap(Job::retryAt).map(at -> seconds(now, at)).orElse(0L),
        job.map(Job::retries).orElse(0),
        job.isPresent() ? METHOD : NOTHING);
  }

  private static String shown(String version) {
    return version.isEmpty() ? NOTHING : version;
  }

  /** Whole seconds that have begun; none are left of what is over. */
  private static long seconds(Instant from, Instant to) {
    return Math.max(0, (Duration.between(from, to).toMillis() + 999) / 1_000);
  }

  /** {@code show ap image statistics}. */
  static List<String> statistics(Collection<Ap> aps, Predownload predownload) {
    List<String> lines = new ArrayList<>();
    lines.add(
        STATISTICS.formatted(
            "AP Name",
            "MAC Address",
            "Family",
            "Kind",
            "Tries",
            "Started",
            "Ended",
            "Bytes",
            "Result",
            "Predownload"));
    for (Ap ap : aps) {
      Optional<Download> last = ap.download();
      Optional<Job> job = Optional.ofNullable(predownload.jobs().get(ap.mac()));
      lines.add(
          STATISTICS
              .formatted(
                  ap.name(),
                  ap.mac(),
                  last.map(Download::family).orElse(NOTHING),
                  last.map(one -> one.predownload() ? "predownload" : "join").orElse(NOTHING),
                  last.map(Download::tries).orElse(0),
                  last.map(one -> second(one.begun())).orElse(NOTHING),
                  last.flatMap(Download::ended).map(ImageTable::second).orElse(NOTHING),
                  last.map(Download::bytes).orElse(0L),
                  last.map(ImageTable::result).orElse(NOTHING),
                  job.map(one -> one.status().number() + " " + one.status().meaning())
                      .orElse(NOTHING))
              .stripTrailing());
    }
    return lines;
  }

  private static String second(Instant instant) {
    return instant.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
  }

  private static String result(Download last) {
    return last.ended().isEmpty() ? "going on" : last.success() ? "success" : "failed";
  }
}
