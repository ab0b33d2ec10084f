package io.apfw.agent.ops;

import io.apfw.report.Report;
import java.util.List;

/**
 * The cloud check in the words of the awc client's capture, whose function names and line numbers
 * are part of them: people search logs for them. What the capture does not have begins with {@code
 * awc} and its process id all the same.
 */
public final class CloudWording {
  private static final String AWC = "awc[" + ProcessHandle.current().pid() + "]: ";

  private CloudWording() {}

  /** The lines for a report; none when it is not about the cloud. */
  public static List<String> of(Report report) {
    return words(report).stream().map(line -> AWC + line).toList();
  }

  private static List<String> words(Report report) {
    if (report instanceof Report.CloudConnecting connecting) {
      return List.of(
          "awc_init_connection: 2004: connecting to " + connecting.host(),
          "tcp_connect: 163: recv timeout set to " + seconds(connecting.timeoutMillis()),
          "tcp_connect: 170: send timeout set to " + seconds(connecting.timeoutMillis()));
    } else if (report instanceof Report.CloudConnected connected) {
      return List.of(
          "awc_init_connection: 2043: connected to " + connected.host(),
          "awc_init_connection: 2085: Loading local CA certificates");
    } else if (report instanceof Report.CloudServerVerified verified) {
      return List.of(
          "verify_peer_domain_name: 1066: Verifying peer domain name",
          "cert_verify_domain: 1023: certificate common-name '%s' matches domain name '%s'"
              .formatted(verified.certificateName(), verified.domain()),
          "awc_init_connection: 2175: SSL certificate verification is successful",
          "awc_init_connection: 2178: Connected");
    } else if (report instanceof Report.CloudSent sent) {
      String header = "Sent header '" + visible(sent.head()) + "'";
      return sent.apInfo().isEmpty()
          ? List.of(header)
          : List.of(header, "Sent ap info in body '" + visible(sent.apInfo()) + "'");
    } else if (report instanceof Report.CloudReceived received) {
      return List.of(
          "Message over SSL from %s, SSL_read() returned %d, errstr=Success, Message is \"%s\", AWC response: (null)"
              .formatted(received.host(), received.bytes(), visible(received.message())));
    } else if (report instanceof Report.CloudDisconnected) {
      return List.of("isc_exit: 603: disconnected");
    } else if (report instanceof Report.CloudImage image) {
      return List.of(image(image));
    } else if (report instanceof Report.CloudDecided decided) {
      return List.of(decision(decided));
    } else if (report instanceof Report.CloudCheckFailed failed) {
      return List.of(failed.failure().line());
    } else if (report instanceof Report.CloudCheckDue due) {
      return List.of("next check in " + seconds(due.millis()) + " s");
    } else if (report instanceof Report.CloudSuspended) {
      return List.of("no checks while a controller manages this AP");
    }
    return List.of();
  }

  private static String image(Report.CloudImage image) {
    String who = image.model() + " " + image.serial();
    if (!image.refusal().isEmpty()) {
      return who + ": " + image.refusal();
    }
    String offered =
        image.url().isEmpty() ? "no image" : "version " + image.version() + " at " + image.url();
    return who + ", image class " + image.imageClass() + ": " + offered;
  }

  private static String decision(Report.CloudDecided decided) {
    String staying = ", staying on " + decided.running();
    return switch (decided.outcome()) {
      case "NOT_OFFERED", "NOT_WANTED" -> "no new version" + staying;
      case "STORED" -> "the new version is on the other part already: it is activated";
      case "QUARANTINED" -> "the new version failed here before and is not fetched again" + staying;
      case "ON_TRIAL" -> "the running version is on trial" + staying;
      case "MANAGED" -> "a controller manages this AP" + staying;
      default -> "new version, running " + decided.running();
    };
  }

  /** As the capture shows what is not visible: CR as "^M", and a line's end as a space. */
  private static String visible(String text) {
    return text.replace("\r", "^M").replace('\n', ' ').replaceAll("[^ -~]", "?");
  }

  private static long seconds(long millis) {
    return (millis + 999) / 1_000;
  }
}
