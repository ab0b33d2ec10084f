package io.apfw.drills.ac;

import io.apfw.update.UpdateFailure;
import java.net.InetSocketAddress;

/**
 * Messages in the words of the captured controllers (vectors:
 * transcripts/ewc_syslog_install_and_disjoin.txt, from the vendor's document 221705 on upgrades
 * from TFTP and SFTP servers).
 */
final class Syslog {
  private static final String ENGINE = ": Chassis 1 R0/0: install_engine: ";
  private static final String EVENT =
      "%CAPWAPAC_SMGR_TRACE_MESSAGE-5-AP_JOIN_DISJOIN: Chassis 1 R0/0: wncd: AP Event: ";

  private Syslog() {}

  static String installStarted(String url) {
    return "%INSTALL-5-INSTALL_START_INFO" + ENGINE + "Started install add " + url;
  }

  static String installCompleted(String url) {
    return "%INSTALL-5-INSTALL_COMPLETED_INFO" + ENGINE + "Completed install add " + url;
  }

  /** The file could not be fetched. */
  static String downloadFailed(String url, UpdateFailure failure) {
    return installFailed(url, "Failed to download file " + url + ": " + words(failure));
  }

  /** The file is of no use. */
  static String installFailed(String url, String error) {
    return "%INSTALL-3-OPERATION_ERROR_MESSAGE"
        + ENGINE
        + "Failed to install_add package "
        + url
        + ", Error: "
        + error;
  }

  /** The first two were seen in the field; the others are a system's own words. */
  private static String words(UpdateFailure failure) {
    return switch (failure.cause()) {
      case FILE_NOT_FOUND -> "No such file or directory";
      case SERVER_SILENT, FETCH_DEADLINE -> "Timed out";
      case ACCESS_REFUSED -> "Permission denied";
      case SERVER_UNREACHABLE ->
          failure.detail().contains("refused") ? "Connection refused" : "No route to host";
      case SERVER_NAME_UNKNOWN -> "Name or service not known";
      case SERVER_UNTRUSTED -> "Verification of the server failed";
      case FILE_TOO_LARGE -> "File too large";
      default -> failure.cause().sentence();
    };
  }

  static String joined(Ap ap, InetSocketAddress controller) {
    return event(ap, controller) + "Joined";
  }

  static String disjoined(Ap ap, InetSocketAddress controller, String reason) {
    return event(ap, controller) + "Disjoined " + reason;
  }

  private static String event(Ap ap, InetSocketAddress controller) {
    return EVENT
        + "AP Name: "
        + ap.name()
        + " Mac: "
        + ap.mac()
        + " Session-IP: "
        + shown(ap.peer())
        + ' '
        + shown(controller)
        + ' ';
  }

  /** {@code 172.16.4.34[5248]}. */
  static String shown(InetSocketAddress address) {
    return "%s[%d]".formatted(address.getAddress().getHostAddress(), address.getPort());
  }

  /** Twelve hex digits in threes of four, as {@code 0cd0.f897.ade0}. */
  static String mac(String digits) {
    return digits.length() == 12
        ? digits.substring(0, 4) + '.' + digits.substring(4, 8) + '.' + digits.substring(8)
        : digits;
  }
}
