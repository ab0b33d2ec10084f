package io.apfw.drills.ac;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.controller.AcState;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every line that was captured, made again. */
class SyslogTest {
  private static final String OPENSSH = "sftp://******@172.16.5.62/Documents/";
  private static final String WRONG = OPENSSH + "Wrong-Path/ap1g6";
  private static final String TFTP = "tftp://172.16.5.27/Wrong-Path/ap1g6";
  private static final String AWAY = "tftp://172.16.5.199/EWC/17_9_4a/ap1g6";

  private final StringWriter out = new StringWriter();

  private void at(String time, String line) {
    Clock clock = Clock.fixed(Instant.parse("2024-02-01T" + time + "Z"), ZoneOffset.UTC);
    new AcLog(new PrintWriter(out), clock).line(line);
  }

  private static InetSocketAddress socket(String address, int port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getAllByName(address)[0], port);
  }

  private static Ap ap(String name, String mac, String address) throws UnknownHostException {
    return new Ap(
        mac, name, socket(address, 5248), true, AcState.RUN, false, "", "", Optional.empty());
  }

  private static UpdateFailure failure(Cause cause) {
    return new UpdateFailure(cause, "whatever");
  }

  @Test
  void theCapturedLinesToTheByte() throws UnknownHostException {
    InetSocketAddress controller = socket("172.16.4.26", 5246);
    Ap taken = ap("AP-POD-2-2", "2c5a.0f40.6920", "172.16.4.33");
    Ap failed = ap("AP-9117", Syslog.mac("0cd0f897ade0"), "172.16.4.34");
    String disjoined = Syslog.disjoined(failed, controller, "Image Download Failed");
    at("17:05:37.108", Syslog.installCompleted(OPENSSH + "sftp_files/EWC_17_9_4a/ap3g3"));
    at("17:07:00.720", Syslog.disjoined(taken, controller, "Image Download Success"));
    at("20:29:14.108", disjoined);
    at("20:29:17.325", Syslog.installStarted(WRONG));
    at("20:29:25.730", Syslog.downloadFailed(WRONG, failure(Cause.FILE_NOT_FOUND)));
    at("20:52:08.742", disjoined);
    at("20:52:11.894", Syslog.installStarted(TFTP));
    at("20:52:13.977", Syslog.downloadFailed(TFTP, failure(Cause.FILE_NOT_FOUND)));
    at("20:55:03.359", disjoined);
    at("20:55:06.512", Syslog.installStarted(AWAY));
    at("20:55:46.579", Syslog.downloadFailed(AWAY, failure(Cause.SERVER_SILENT)));

    assertThat(out.toString().lines())
        .containsExactlyElementsOf(Transcript.lines("ewc_syslog_install_and_disjoin.txt"));
  }

  @Test
  void everyCauseOfAFetchHasWords() {
    List<String> words = new ArrayList<>();
    for (Cause cause : Cause.values()) {
      words.add(Syslog.downloadFailed("u", failure(cause)));
    }
    assertThat(words).allMatch(line -> line.matches(".*: Failed to download file u: \\S.+"));
    assertThat(
            Syslog.downloadFailed(
                "u", new UpdateFailure(Cause.SERVER_UNREACHABLE, "u: Connection refused: check")))
        .endsWith(": Connection refused");
  }
}
