package io.apfw.drills.check;

import java.util.ArrayList;
import java.util.List;

/**
 * The anchor lines of a field AP's log, in the order of the captures in
 * test-fixtures/vectors/transcripts. Both dialects of the captures are recognised; values that
 * depend on the AP are not.
 */
public final class JoinLog {
  private JoinLog() {}

  /** From the version line to the answered Image Data Request: common to both captures. */
  private static List<Anchor> untilAccepted() {
    return List.of(
        Anchor.of("state Image Data", "CAPWAP State: Image Data$"),
        Anchor.of(
            "version line",
            "AP image version 17\\.3\\.3\\.26 backup 8\\.10\\.130\\.0, Controller 17\\.9\\.4\\.27"),
        Anchor.of("version verdict", "Version does not match\\."),
        script("PRECHECK"),
        active("PRECHECK", "part2"),
        Anchor.of("space", "space: OK available \\d+, required \\d+"),
        Anchor.of(
            "request",
            "Image Data Request sent to \\S+, fileName \\[ap1g8\\], (replica|slave)Status \\d"),
        Anchor.of("response", "Image Data Response from \\S+"),
        Anchor.of("result code", "AC accepted (previous sent|join) request with result code: 0"));
  }

  /** The success capture, ewc_9105_join_download_success_17.9.4. */
  public static List<Anchor> success(long bytes, long messages, int lastBlockBytes) {
    List<Anchor> anchors = new ArrayList<>(untilAccepted());
    anchors.addAll(
        List.of(
            Anchor.of("dots", "<?\\.{2,}"),
            Anchor.of(
                "totals",
                "> %d bytes, %d msgs, %d last".formatted(bytes, messages, lastBlockBytes)),
            Anchor.of("last block stored", "Last block stored, IsPre 0, WriteTaskId 0"),
            Anchor.of("transfer completed", "Image transfer completed from WLC, last 1"),
            script("PREDOWNLOAD"),
            active("PREDOWNLOAD", "part2"),
            Anchor.of("signature", "Image signing verify success\\.")));
    return anchors;
  }

  /** What follows where the capture ends: activation, reboot, join on the new slot, trial. */
  public static List<Anchor> activationAndTrial() {
    return List.of(
        script("ACTIVATE"),
        active("ACTIVATE", "part2"),
        Anchor.of("state Reset", "CAPWAP State: Reset$"),
        Anchor.of("state DTLS Teardown", "CAPWAP State: DTLS Teardown$"),
        Anchor.of("started from part1", "part1 is active part, version 17\\.9\\.4\\.27"),
        Anchor.of("state Discovery", "CAPWAP State: Discovery$"),
        Anchor.of("state DTLS Setup", "CAPWAP State: DTLS Setup$"),
        Anchor.of("state Join", "CAPWAP State: Join$"),
        Anchor.of("state Configure", "CAPWAP State: Configure$"),
        Anchor.of("state Data Check", "CAPWAP State: Data Check$"),
        Anchor.of("state Run", "CAPWAP State: Run$"),
        Anchor.of("trial passed", "Trial passed: part1 is good, version 17\\.9\\.4\\.27"));
  }

  /** The failure capture, ewc_9105_image_download_cannot_start. */
  public static List<Anchor> cannotStart() {
    List<Anchor> anchors = new ArrayList<>(untilAccepted());
    anchors.addAll(
        List.of(
            Anchor.of(
                "restart reason",
                "Going to restart CAPWAP \\(reason : image download cannot start\\)\\.\\.\\."),
            Anchor.of("restart", "Restarting CAPWAP State Machine\\."),
            Anchor.of("state DTLS Teardown", "CAPWAP State: DTLS Teardown$"),
            Anchor.of("abort", "Aborting image download\\(0x0\\): Dtls cleanup, ap1g8"),
            script("ABORT"),
            active("ABORT", "part2"),
            Anchor.of("cleanup", "upgrade\\.sh: Cleanup tmp files \\.\\.\\."),
            Anchor.of(
                "discarded event",
                "Discarding msg CAPWAP_WTP_EVENT_REQUEST\\(type 9\\) in CAPWAP state: "
                    + "DTLS Teardown\\(4\\)\\.")));
    return anchors;
  }

  private static Anchor script(String verb) {
    return Anchor.of(verb, "upgrade\\.sh: Script called with args:\\[" + verb + "\\]");
  }

  private static Anchor active(String verb, String part) {
    return Anchor.of("do " + verb, "do " + verb + ", " + part + " is active part");
  }
}
