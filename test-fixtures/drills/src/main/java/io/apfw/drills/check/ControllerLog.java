package io.apfw.drills.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The anchor lines of a controller's log about an image from a server, in the words of
 * test-fixtures/vectors/transcripts/ewc_syslog_install_and_disjoin.
 */
public final class ControllerLog {
  private static final String STAMP = "^\\*[A-Z][a-z]{2} \\d+ \\d\\d:\\d\\d:\\d\\d\\.\\d{3}: ";
  private static final String ENGINE = ": Chassis 1 R0/0: install_engine: ";
  private static final String EVENT =
      "%CAPWAPAC_SMGR_TRACE_MESSAGE-5-AP_JOIN_DISJOIN: Chassis 1 R0/0: wncd: AP Event: AP Name:"
          + " \\S+ Mac: [0-9a-f]{4}\\.[0-9a-f]{4}\\.[0-9a-f]{4} Session-IP: [0-9.]+\\[\\d+\\]"
          + " [0-9.]+\\[\\d+\\] ";

  private ControllerLog() {}

  /** The image was fetched, and the AP has taken it. */
  public static List<Anchor> success(String url) {
    return anchors(
        url,
        Anchor.of(
            "completed",
            STAMP
                + "%INSTALL-5-INSTALL_COMPLETED_INFO"
                + ENGINE
                + "Completed install add "
                + Pattern.quote(url)
                + "$"),
        disjoined("Success"));
  }

  /**
   * It was not.
   *
   * @param words why, as the captures say it
   */
  public static List<Anchor> failure(String url, String words) {
    String quoted = Pattern.quote(url);
    return anchors(
        url,
        Anchor.of(
            "failed",
            STAMP
                + "%INSTALL-3-OPERATION_ERROR_MESSAGE"
                + ENGINE
                + "Failed to install_add package "
                + quoted
                + ", Error: Failed to download file "
                + quoted
                + ": "
                + words
                + "$"));
  }

  /** The AP has given up; before the controller or after it, the captures have both. */
  public static List<Anchor> givenUp() {
    return List.of(Anchor.of("joined", STAMP + EVENT + "Joined$"), disjoined("Failed"));
  }

  private static List<Anchor> anchors(String url, Anchor... rest) {
    List<Anchor> anchors = new ArrayList<>();
    anchors.add(Anchor.of("joined", STAMP + EVENT + "Joined$"));
    anchors.add(
        Anchor.of(
            "started",
            STAMP
                + "%INSTALL-5-INSTALL_START_INFO"
                + ENGINE
                + "Started install add "
                + Pattern.quote(url)
                + "$"));
    anchors.addAll(List.of(rest));
    return anchors;
  }

  private static Anchor disjoined(String how) {
    return Anchor.of("disjoined", STAMP + EVENT + "Disjoined Image Download " + how + "$");
  }
}
