package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.config.ConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration file of a {@link Laboratory}'s AP. */
final class ApConfiguration {
  private final Path directory;
  private String finding = "";
  private String udp = "localAddress: \"127.0.0.1\"";
  private String policy = "";
  private String backOff = "backOffMinMillis: 50, backOffMaxMillis: 100";
  private String timers = "{imageDataStartMillis: 3000, retransmitIntervalMillis: 500}";
  private String more = "";

  ApConfiguration(Path directory) {
    this.directory = directory;
  }

  void find(String sections) {
    finding = sections;
    udp = "";
  }

  void find(String sections, String from) {
    finding = sections;
    udp = "localAddress: \"%s\"".formatted(from);
  }

  void policy(String keys) {
    policy = keys.isEmpty() ? "" : ", " + keys;
  }

  void backOff(long minMillis, long maxMillis) {
    backOff = "backOffMinMillis: %d, backOffMaxMillis: %d".formatted(minMillis, maxMillis);
  }

  void timers(String mapping) {
    timers = mapping;
  }

  void more(String lines) {
    more = lines;
  }

  /**
   * Writes it and reads it as the agent does.
   *
   * @param byDefault the sections that say where the controllers are, unless the test has said it
   */
  AgentConfig load(String byDefault) throws Exception {
    Path file = directory.resolve("apfw.yaml");
    Path upgrade = Path.of("..", "upgrade-scripts", "upgrade.sh").toAbsolutePath().normalize();
    Files.writeString(
        file,
        """
        %s
        wtp: {model: C9105AXI, serial: FGL00000001, baseMac: "02:00:5e:10:00:01", vendorId: 9}
        dtls: {certificate: wtp.pem, key: wtp.key, trust: root.pem, dataChannel: true}
        udp: {%s}
        image: {family: ap1g8, hardware: [C9105AXI], trust: root.pem%s}
        slots: {part1: part1, part2: part2}
        boot: {environment: boot.env, commandLine: cmdline}
        state: {dir: state}
        status: {file: status.json}
        control: {socket: control.sock, statusSocket: status.sock, mayLook: everybody}
        scripts: {upgrade: "%s", workDir: work, configDir: carry}
        update: {%s, tellController: true}
        timers: %s
        %s
        """
            .formatted(
                finding.isEmpty() ? byDefault : finding,
                udp,
                policy,
                upgrade,
                backOff,
                timers,
                more));
    return ConfigLoader.load(file);
  }
}
