package io.apfw.agent.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.cloud.ApInfo;
import io.apfw.cloud.CloudAction;
import io.apfw.cloud.CloudCheckMachine;
import io.apfw.cloud.CloudConfig;
import io.apfw.cloud.CloudEvent;
import io.apfw.cloud.CloudProof;
import io.apfw.cloud.CloudRequest;
import io.apfw.cloud.CloudResponse;
import io.apfw.cloud.CloudState;
import io.apfw.cloud.Header;
import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The machine lives the capture through, and the log reads like the capture. */
class CloudLogTest {
  private static final String CAPTURE = "/io/apfw/vectors/transcripts/awc_firmware_check_2016.txt";
  private static final String HOST = "cloud.example";
  private static final String VERSION = "6.4.2.6";
  private static final String SESSION = "bc00cd7e-0cfa-4bc8-ac88-6cde36da3c36";
  private static final int MEMBERS_BYTES = 38;

  private final List<String> lines = new ArrayList<>();
  private final FieldLog log = new FieldLog(lines::add, false);
  private final CloudCheckMachine machine =
      new CloudCheckMachine(config(), url -> Optional.empty());
  private CloudState state = machine.initial();
  private CloudRequest last = new CloudRequest(List.of(), "", "");

  private static CloudConfig config() {
    return new CloudConfig(
        HOST,
        HOST,
        "ccefd96301942b6e277f607117948cff7d657d1127aa8aaa93",
        "Aruba",
        "IAP",
        false,
        "0001100101000000000000000000000000000000001000011000000",
        new ApInfo("CK0028642", "ac:a3:1e:c5:9a:6e", "AP-215"),
        List.of(new ApInfo("CJ0080398", "18:64:72:c1:d3:fa", "AP-115")),
        Map.of(),
        "ap1g8",
        CloudConfig.Wanted.NEWER,
        false,
        new CloudConfig.Timing(5_000, 30_000, 1, 1, 1, 1));
  }

  /** The capture without time stamps and process id, and without what its publisher added. */
  private static List<String> captured() throws Exception {
    try (InputStream in = CloudLogTest.class.getResourceAsStream(CAPTURE)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains("awc["))
          .map(line -> line.substring(line.indexOf("]: ") + 3))
          .map(line -> line.replaceAll("[ \u00a0]*-{4,}>.*", ""))
          .toList();
    }
  }

  private void on(CloudEvent event) {
    Step<CloudState, CloudAction> step = machine.step(state, event, Instant.EPOCH);
    state = step.state();
    for (CloudAction action : step.actions()) {
      if (action instanceof CloudAction.Say say) {
        log.say(say.report());
      } else if (action instanceof CloudAction.Begin begin) {
        last = begin.request();
      } else if (action instanceof CloudAction.Post post) {
        last = post.request();
      }
    }
  }

  private static Header header(String name, String value) {
    return new Header(name, value);
  }

  private void live(String challenge) {
    on(
        new CloudEvent.Started(
            new Inventory(VERSION, Optional.empty(), Optional.empty(), Set.of(), false), 1));
    lines.clear();
    on(new CloudEvent.CheckRequested());
    on(new CloudEvent.Connected(1));
    on(new CloudEvent.ServerVerified(1, HOST));
    on(new CloudEvent.Sent(1, last));
    on(
        new CloudEvent.Answered(
            1,
            new CloudResponse(
                200,
                "OK",
                List.of(
                    header("Date", "Tue, 22 Mar 2016 17:13:42 GMT"),
                    header("Content-Length", "0"),
                    header("Content-Type", "text/plain; charset=UTF-8"),
                    header("X-Challenge", challenge),
                    header("X-Session-Id", SESSION)),
                "")));
    on(new CloudEvent.ProofMade(1, new CloudProof("c0ffee", "x".repeat(2542 - MEMBERS_BYTES))));
    on(new CloudEvent.Sent(1, last));
    on(
        new CloudEvent.Answered(
            1,
            new CloudResponse(
                200,
                "OK",
                List.of(
                    header("Date", "Tue, 22 Mar 2016 17:13:44 GMT"),
                    header("Content-Length", "552"),
                    header("Content-Type", "text/plain; charset=UTF-8"),
                    header("X-Activation-Key", "3CNO5NTP"),
                    header("X-Session-Id", SESSION),
                    header("X-Status-Code", "success"),
                    header("X-Type", "firmware-check"),
                    header("Connection", "close")),
                "\r\n26\r\n23\r\n30\r\n10\r\n25 http://images.example/a_Centaurus_6.4.4.4_1"
                    + " ".repeat(488))));
  }

  @Test
  void theLogIsTheCapturesLineByLine() throws Exception {
    List<String> capture = captured();
    String first = capture.get(10);
    String challenge = first.replaceAll(".*X-Challenge: ([0-9]+).*", "$1");
    live(challenge);

    String awc = "awc[" + ProcessHandle.current().pid() + "]: ";
    assertThat(lines).allMatch(line -> line.startsWith(awc));
    List<String> ours =
        lines.stream()
            .map(line -> line.substring(awc.length()))
            // The publisher of the capture took these out.
            .map(line -> line.replace(" " + HOST, "").replace(HOST, "").replace(" " + VERSION, ""))
            .toList();
    assertThat(ours.subList(0, 9)).isEqualTo(capture.subList(0, 9));
    assertThat(ours.get(9)).as("cut out of the capture").startsWith("Sent header 'POST /firmware");
    assertThat(ours.get(10)).isEqualTo(capture.get(9));
    // The capture's first answer had headers that are cut off: it alone says 507 bytes.
    assertThat(ours.get(11).replaceFirst("returned [0-9]+", "returned 507")).startsWith(first);
    assertThat(ours.get(12)).startsWith(capture.get(11));
    assertThat(ours.get(13)).isEqualTo(capture.get(12));
    // Ours covers the activation key.
    assertThat(ours.get(14)).isEqualTo(capture.get(13).replace("3CNO5NTP", "3C******"));
    assertThat(ours.get(15)).startsWith(capture.get(14));
    assertThat(ours.get(16)).isEqualTo(capture.get(15));
  }

  @Test
  void everyOutcomeHasItsOwnWords() {
    for (String outcome : List.of("STORED", "QUARANTINED", "ON_TRIAL", "MANAGED", "OFFERED")) {
      log.say(new Report.CloudDecided(outcome, "1"));
    }
    assertThat(lines).doesNotHaveDuplicates().hasSize(5);
  }
}
