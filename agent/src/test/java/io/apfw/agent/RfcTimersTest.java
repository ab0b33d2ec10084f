package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.config.ConfigKey;
import io.apfw.agent.config.ConfigLoader;
import io.apfw.agent.config.ConfigSchema;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.WtpConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each timer and variable of RFC 5415 4.7 and 4.8: a key that reaches the machine, or why none. */
class RfcTimersTest {
  private static final Path README = Path.of("..", "statemachine", "README.md");

  /**
   * One of them.
   *
   * @param fallback the RFC's default, in the unit of the key
   * @param other another value that the key takes
   * @param inForce what the machine goes by
   */
  private record Variable(
      String section,
      String name,
      String key,
      String fallback,
      String other,
      Function<WtpConfig, Object> inForce,
      String whyNone) {
    static Variable time(String section, String name, String key, int seconds, Timer timer) {
      assertThat(timer.defaultMillis()).as(name).isEqualTo(seconds * 1000L);
      return new Variable(
          section,
          name,
          key,
          Integer.toString(seconds * 1000),
          Integer.toString(seconds * 1000 - section.length()),
          wtp -> wtp.timers().millis(timer),
          "");
    }

    static Variable none(String section, String name, String why) {
      return new Variable(section, name, "", "", "", wtp -> "", why);
    }

    String row() {
      return "| %s | %s | %s | %s | %s |"
          .formatted(
              section,
              name,
              key.isEmpty() ? "none" : "`" + key + "`",
              fallback.isEmpty() ? "" : fallback + (key.endsWith("Millis") ? " ms" : ""),
              whyNone);
    }
  }

  private static final List<Variable> VARIABLES =
      List.of(
          Variable.none("4.7.1", "ChangeStatePendingTimer", "the AC's"),
          Variable.time(
              "4.7.2",
              "DataChannelKeepAlive",
              "timers.dataChannelKeepAliveMillis",
              30,
              Timer.DATA_CHANNEL_KEEP_ALIVE),
          Variable.time(
              "4.7.3",
              "DataChannelDeadInterval",
              "timers.dataChannelDeadIntervalMillis",
              60,
              Timer.DATA_CHANNEL_DEAD_INTERVAL),
          Variable.time("4.7.4", "DataCheckTimer", "timers.dataCheckMillis", 30, Timer.DATA_CHECK),
          Variable.time(
              "4.7.5",
              "DiscoveryInterval",
              "discovery.intervalMillis",
              5,
              Timer.DISCOVERY_INTERVAL),
          Variable.time(
              "4.7.6",
              "DTLSSessionDelete",
              "timers.dtlsSessionDeleteMillis",
              5,
              Timer.DTLS_SESSION_DELETE),
          Variable.time(
              "4.7.7", "EchoInterval", "timers.echoIntervalMillis", 30, Timer.ECHO_INTERVAL),
          Variable.none(
              "4.7.8",
              "IdleTimeout",
              "how long an idle station is served, and the agent serves none: an AC's is taken and"
                  + " nothing follows"),
          Variable.time(
              "4.7.9",
              "ImageDataStartTimer",
              "timers.imageDataStartMillis",
              30,
              Timer.IMAGE_DATA_START),
          Variable.time(
              "4.7.10",
              "MaxDiscoveryInterval",
              "discovery.maxIntervalMillis",
              20,
              Timer.MAX_DISCOVERY_INTERVAL),
          Variable.none(
              "4.7.11",
              "ReportInterval",
              "between Decryption Error Reports, and the agent decrypts no station's frames: an AC's"
                  + " Decryption Error Report Period is taken and there is nothing to report"),
          Variable.time(
              "4.7.12",
              "RetransmitInterval",
              "timers.retransmitIntervalMillis",
              3,
              Timer.RETRANSMIT_INTERVAL),
          Variable.time(
              "4.7.13", "SilentInterval", "timers.silentIntervalMillis", 30, Timer.SILENT_INTERVAL),
          Variable.time(
              "4.7.14", "StatisticsTimer", "timers.statisticsMillis", 120, Timer.STATISTICS),
          Variable.time("4.7.15", "WaitDTLS", "timers.waitDtlsMillis", 60, Timer.WAIT_DTLS),
          Variable.none(
              "4.7.16",
              "WaitJoin",
              "the AC's; a WTP waits for the Join Response as long as WaitDTLS"),
          Variable.none(
              "4.8.1", "AdminState", "fixed: told as enabled, the agent switches no radio"),
          Variable.none("4.8.2", "DiscoveryCount", "a counter, of MaxDiscoveries"),
          Variable.none(
              "4.8.3", "FailedDTLSAuthFailCount", "a counter, of MaxFailedDTLSSessionRetry"),
          Variable.none(
              "4.8.4", "FailedDTLSSessionCount", "a counter, of MaxFailedDTLSSessionRetry"),
          new Variable(
              "4.8.5",
              "MaxDiscoveries",
              "discovery.maxDiscoveries",
              "10",
              "11",
              wtp -> wtp.counters().discoveriesMax(),
              ""),
          new Variable(
              "4.8.6",
              "MaxFailedDTLSSessionRetry",
              "timers.maxFailedDtlsSessionRetry",
              "3",
              "4",
              wtp -> wtp.counters().failedDtlsSessionsMax(),
              ""),
          new Variable(
              "4.8.7",
              "MaxRetransmit",
              "timers.maxRetransmit",
              "5",
              "6",
              wtp -> wtp.counters().retransmissionsMax(),
              ""),
          Variable.none("4.8.8", "RetransmitCount", "a counter, of MaxRetransmit"),
          new Variable(
              "4.8.9",
              "WTPFallBack",
              "controller.fallback",
              "true",
              "false",
              wtp -> wtp.discovery().fallback(),
              ""));

  @TempDir private Path directory;

  @Test
  void everyKeyHasTheRfcsDefaultAndItsNameInWords() {
    for (Variable variable : keyed()) {
      ConfigKey key =
          ConfigSchema.KEYS.stream()
              .filter(one -> one.path().equals(variable.key()))
              .findFirst()
              .orElseThrow(() -> new AssertionError(variable.key() + " is no key"));
      assertThat(key.fallback()).as(variable.name()).isEqualTo(variable.fallback());
      assertThat(key.meaning().replace(" ", "").toLowerCase(Locale.ROOT))
          .contains("rfc5415", variable.name().toLowerCase(Locale.ROOT));
      if (variable.key().endsWith("Millis")) {
        assertThat(key.allowed()).contains("milliseconds");
      }
    }
  }

  @Test
  void everyKeyReachesTheMachine() throws Exception {
    Path file = Files.writeString(directory.resolve("apfw.yaml"), configuration());
    for (String name : List.of("ap.pem", "ap.key", "roots.pem", "upgrade.sh")) {
      Files.createFile(directory.resolve(name));
    }
    WtpConfig wtp = Wiring.wtp(ConfigLoader.load(file));
    for (Variable variable : keyed()) {
      assertThat(variable.inForce().apply(wtp).toString())
          .as(variable.key())
          .isEqualTo(variable.other())
          .isNotEqualTo(variable.fallback());
    }
  }

  private static String configuration() {
    String sections =
        keyed().stream()
            .collect(Collectors.groupingBy(one -> one.key().replaceAll("\\..*", "")))
            .entrySet()
            .stream()
            .map(
                section ->
                    section.getKey()
                        + ":\n"
                        + section.getValue().stream()
                            .map(
                                one ->
                                    "  " + one.key().replaceAll(".*\\.", "") + ": " + one.other())
                            .collect(Collectors.joining("\n")))
            .collect(Collectors.joining("\n"));
    return """
    wtp: {model: C9105AXI, serial: FGL00000001, baseMac: "02:00:5e:10:00:01", vendorId: 9}
    dtls: {certificate: ap.pem, key: ap.key, trust: roots.pem}
    image: {family: ap1g8, hardware: [C9105AXI], trust: roots.pem}
    slots: {part1: part1, part2: part2}
    boot: {environment: boot.env}
    scripts: {upgrade: upgrade.sh}
    """
        + sections
        + "\n";
  }

  @Test
  void theTableInTheReadmeIsThis() throws Exception {
    List<String> rows = new ArrayList<>();
    rows.add("| section | name | key | default | why none |");
    rows.add("|---|---|---|---|---|");
    VARIABLES.forEach(variable -> rows.add(variable.row()));
    String text = Files.readString(README);
    assertThat(text)
        .as("the table of timers in README.md")
        .contains(
            "<!-- table of timers, held by RfcTimersTest in agent -->\n"
                + String.join("\n", rows)
                + "\n\n");
  }

  private static List<Variable> keyed() {
    return VARIABLES.stream().filter(variable -> !variable.key().isEmpty()).toList();
  }
}
