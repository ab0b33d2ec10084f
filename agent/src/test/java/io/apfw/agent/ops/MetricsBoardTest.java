package io.apfw.agent.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.report.Report;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsBoardTest {
  private static final String NEW = "17.9.4.27";

  /** A line of Prometheus' text format: a comment, or a name, labels and a number. */
  private static final Pattern LINE =
      Pattern.compile(
          "# (HELP|TYPE) [a-z_]+ .+"
              + "|[a-z_]+(\\{([a-z]+=\"([^\"\\\\]|\\\\[\\\\\"n])*\",?)+})? [0-9]+(\\.[0-9]+)?");

  private final List<String> published = new ArrayList<>();
  private final MetricsBoard board =
      new MetricsBoard("0.1.0", published::add, InstantSource.fixed(Instant.ofEpochSecond(1_000)));

  private String newest() {
    return published.get(published.size() - 1);
  }

  @Test
  void anUpgradeIsCounted() {
    board.saw(new Report.AgentStarted("part2", "17.3.3.26"));
    board.saw(new Report.StateEntered("Image Data"));
    for (int i = 1; i <= 3; i++) {
      board.saw(new Report.BlockReceived(i, i * 1_377L));
    }
    board.saw(new Report.ImageVerified("part1", NEW, ""));
    board.saw(new Report.StateEntered("Run"));
    board.saw(new Report.TrialStarted("part1", NEW, 300_000));
    assertThat(newest())
        .contains("apfw_info{version=\"0.1.0\",running=\"17.3.3.26\",part=\"part2\"} 1\n")
        .contains("apfw_state{state=\"Run\"} 1\n")
        .contains("apfw_state_since_seconds 1000.000\n")
        .contains("apfw_image_blocks_total 3\n")
        .contains("apfw_image_bytes_total 4131\n")
        .contains("apfw_updates_verified_total 1\n")
        .contains("apfw_joins_total 1\n")
        .contains("apfw_on_trial 1.000\n");
    board.saw(new Report.TrialPassed("part1", NEW));
    assertThat(newest()).contains("apfw_on_trial 0.000\n").contains("apfw_trials_passed_total 1\n");
  }

  @Test
  void failuresHaveTheirNumberAndDropsTheirKind() {
    UpdateFailure failure = new UpdateFailure(Cause.SLOT_FULL, "no room");
    board.saw(new Report.UpdateFailed(failure, "bad"));
    board.saw(new Report.UpdateFailed(failure, "bad"));
    board.counted(new TreeMap<>(Map.of("strangers", 7L)));
    assertThat(newest())
        .contains("apfw_updates_failed_total{cause=\"E" + Cause.SLOT_FULL.number() + "\"} 2\n")
        .contains("apfw_dropped_total{kind=\"strangers\"} 7\n");
    int before = published.size();
    board.counted(new TreeMap<>(Map.of("strangers", 7L)));
    assertThat(published).as("nothing has changed").hasSize(before);
  }

  @Test
  void bytesOfASecondTransferComeOnTop() {
    board.saw(new Report.BlockReceived(1, 1_000));
    board.saw(new Report.StateEntered("Discovery"));
    board.saw(new Report.BlockReceived(1, 500));
    board.saw(new Report.StateEntered("Discovery"));
    assertThat(newest()).contains("apfw_image_bytes_total 1500\n");
  }

  @Test
  void whateverAVersionIsTheFormatHolds() {
    board.saw(new Report.AgentStarted("part2", "a\"b\\c\nd"));
    assertThat(newest().lines()).allMatch(line -> LINE.matcher(line).matches());
    assertThat(newest()).endsWith("\n").contains("running=\"a\\\"b\\\\c\\nd\"");
  }
}
