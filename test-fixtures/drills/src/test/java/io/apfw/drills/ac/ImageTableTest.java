package io.apfw.drills.ac;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.ac.Ap.Download;
import io.apfw.drills.ac.Predownload.Job;
import io.apfw.drills.controller.AcState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageTableTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5248);

  private static Ap ap(String mac, String name, String primary, String backup) {
    return new Ap(mac, name, PEER, true, AcState.RUN, false, primary, backup, Optional.empty());
  }

  private static Job job(PredownloadStatus status, int retries, Optional<Instant> retryAt) {
    return new Job("17.12.1.5", status, true, retries, retryAt, Optional.empty());
  }

  @Test
  void theCapturedTableToTheColumn() {
    Job complete = job(PredownloadStatus.COMPLETE, 0, Optional.empty());

    List<String> table =
        ImageTable.of(
            List.of(
                ap("1", "AP-POD-2-2", "17.9.4.27", "17.12.1.5"),
                ap("2", "AP6C41.0E16.E79C", "17.9.4.27", "17.12.1.5"),
                ap("3", "9105-emorenoa", "17.9.4.27", "17.12.1.5")),
            new Predownload(Map.of("1", complete, "2", complete, "3", complete), Optional.empty()),
            NOW);

    assertThat(table).containsExactlyElementsOf(Transcript.lines("show_ap_image_ewc_17.12.txt"));
  }

  @Test
  void countsRetriesAndWhatIsNotKnown() {
    List<Ap> aps =
        List.of(
            ap("1", "one", "17.9.4.27", ""),
            ap("2", "two", "17.9.4.27", "8.10.130.0"),
            ap("3", "three", "", ""),
            ap("4", "four", "17.3.3.26", "")
                .download(new Download(1, "ap1g8", false, NOW, Optional.empty(), 0, false))
                .state(AcState.IMAGE_DATA));
    Map<String, Job> jobs =
        Map.of(
            "1",
            job(PredownloadStatus.FAILED, 2, Optional.of(NOW.plusMillis(61_001))),
            "2",
            job(PredownloadStatus.IN_PROGRESS, 0, Optional.empty()));

    List<String> table = ImageTable.of(aps, new Predownload(jobs, Optional.empty()), NOW);

    assertThat(table)
        .contains(
            "        Downloading                : 1",
            "        Predownloading             : 1",
            "        Failed to Predownload      : 1",
            "        Predownload in progress    : Yes")
        .anyMatch(line -> line.matches("one +17.9.4.27 +N/A +Failed +17.12.1.5 +62 +2 +CAPWAP"))
        .anyMatch(line -> line.matches("two +\\S+ +8.10.130.0 +Predownloading +\\S+ +0 +0 +\\S+"))
        .anyMatch(line -> line.matches("three +N/A +N/A +None +N/A +0 +0 +N/A"));
    assertThat(ImageTable.statistics(aps, new Predownload(jobs, Optional.empty())))
        .anyMatch(line -> line.matches("four +4 +ap1g8 +join +1 +2026-\\S+ +N/A +0 +going on .*"))
        .anyMatch(line -> line.contains("5 the AP did not get it, or refused it"));
  }

  @Test
  void theNumbersOfTheVendorsYang() {
    assertThat(PredownloadStatus.COMPLETE.number()).isEqualTo(3);
    assertThat(PredownloadStatus.FAILED.number()).isEqualTo(5);
    assertThat(PredownloadStatus.FAILED_CLEANUP.number()).isEqualTo(14);
  }
}
