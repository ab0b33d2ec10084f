package io.apfw.agent.config;

import io.apfw.storage.trust.Revocation;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the configuration file says, complete with defaults and within bounds.
 *
 * <p>Each component is the key of the same name; {@link ConfigSchema} holds their meanings, units
 * and bounds.
 */
public record AgentConfig(
    Controller controller,
    Discovery discovery,
    Wtp wtp,
    Dtls dtls,
    Udp udp,
    Image image,
    Clock clock,
    Slots slots,
    Boot boot,
    Path stateDir,
    Scripts scripts,
    Trial trial,
    List<String> rebootCommand,
    Timers timers,
    Optional<CloudSettings> cloud,
    Update update,
    FetchConfig fetch,
    Log log,
    Path statusFile,
    Optional<Path> metricsFile,
    Control control) {
  public AgentConfig {
    rebootCommand = List.copyOf(rebootCommand);
  }

  /**
   * Where an AC may be: a literal address or a name, which the edge resolves when it needs it.
   *
   * @param host an IPv4 or IPv6 address without brackets, or a DNS name
   * @param port 1 to 65535
   */
  public record HostAndPort(String host, int port) {
    @Override
    public String toString() {
      return (host.indexOf(':') >= 0 ? '[' + host + ']' : host) + ':' + port;
    }
  }

  /** Keys under {@code controller}. */
  public record Controller(
      List<HostAndPort> addresses,
      int dataPort,
      ImageDataLayout imageDataLayout,
      int imageRequestsMax,
      Preference prefer,
      Strangers strangers,
      boolean fallback) {
    public Controller {
      addresses = List.copyOf(addresses);
    }
  }

  /** How an AC lays out Image Data. */
  public enum ImageDataLayout {
    RFC,
    LWAPP
  }

  /** What decides first between two controllers. */
  public enum Preference {
    ORDER,
    NAME,
    LOAD
  }

  /** What becomes of answers from addresses that were not asked. */
  public enum Strangers {
    IGNORED,
    LAST
  }

  /** Keys under {@code discovery}. */
  public record Discovery(
      List<Path> dhcpFiles,
      Optional<String> srvDomain,
      List<String> dnsServers,
      int multicastHops,
      int intervalMillis,
      int maxIntervalMillis,
      int maxDiscoveries,
      int primaryMillis,
      int avoidMinMillis,
      int avoidMaxMillis,
      boolean pathMtu,
      int pathMtuBytes,
      int pathMtuMillis,
      int pathMtuAgeMillis) {
    public Discovery {
      dhcpFiles = List.copyOf(dhcpFiles);
      dnsServers = List.copyOf(dnsServers);
    }
  }

  /**
   * Keys under {@code wtp}.
   *
   * @param baseMac 12 lower-case hexadecimal digits
   * @param vendorId an IANA enterprise number, 32 bits unsigned
   * @param radios 802.11 type letters (of "abgn") by radio id 1 to 31
   */
  public record Wtp(
      String name,
      String location,
      String model,
      String serial,
      String baseMac,
      long vendorId,
      String hardwareVersion,
      SortedMap<Integer, String> radios,
      int wbid) {
    public Wtp {
      radios = Collections.unmodifiableSortedMap(new TreeMap<>(radios));
    }
  }

  /** Keys under {@code dtls}. */
  public record Dtls(
      Credentials credentials, boolean legacy, int handshakeMillis, boolean dataChannel) {}

  /** What AP and AC prove themselves with. */
  public sealed interface Credentials {
    /** A certificate each. */
    record Certificate(Path certificate, Path key, Path trust, PeerWithoutEku peerWithoutEku)
        implements Credentials {}

    /** A key that both have. */
    record Psk(String identity, Path keyFile) implements Credentials {}
  }

  /** What to do about an AC whose certificate has no extended key usage at all. */
  public enum PeerWithoutEku {
    REFUSE,
    ACCEPT
  }

  /** Keys under {@code udp}. */
  public record Udp(Optional<String> localAddress, int receiveBufferBytes) {}

  /** Keys under {@code image}. */
  public record Image(
      String family,
      List<String> hardware,
      Path trust,
      List<String> signers,
      Revocation.Rule revocation,
      Optional<Path> crls,
      Optional<Path> timestampTrust,
      boolean allowDowngrade,
      boolean vendorRequired) {
    public Image {
      hardware = List.copyOf(hardware);
      signers = List.copyOf(signers);
    }
  }

  /** Keys under {@code clock}. */
  public record Clock(int aheadDaysMax) {}

  /** Keys under {@code slots}. */
  public record Slots(Path part1, Path part2, SlotMediumKind medium) {}

  /** What slots are kept on. */
  public enum SlotMediumKind {
    DEVICE,
    DIRECTORY
  }

  /** Keys under {@code boot}. */
  public record Boot(
      BootControlKind control,
      Path environment,
      Optional<Path> copy,
      Path commandLine,
      ConfiguredSlot booted,
      int tries) {}

  /** Which slot runs, as far as the configuration says it. */
  public enum ConfiguredSlot {
    UNKNOWN,
    PART1,
    PART2
  }

  /** Which boot control the board has. */
  public enum BootControlKind {
    /** The agent's own environment. */
    FILE,
    /** The board script {@code grub}. */
    GRUB,
    /** The board script {@code uboot}. */
    UBOOT,
    /** The board script that {@code scripts.board} names. */
    BOARD
  }

  /** Keys under {@code scripts}. */
  public record Scripts(
      Path upgrade, String board, Optional<Path> configDir, Path workDir, int timeoutMillis) {}

  /** Keys under {@code trial}. */
  public record Trial(int deadlineMillis, int extensionsMax, Optional<Path> healthDir) {}

  /** Keys under {@code timers}: RFC 5415 sections 4.7 and 4.8. */
  public record Timers(
      int dataChannelKeepAliveMillis,
      int dataChannelDeadIntervalMillis,
      int dataCheckMillis,
      int dtlsSessionDeleteMillis,
      int echoIntervalMillis,
      int imageDataStartMillis,
      int retransmitIntervalMillis,
      int silentIntervalMillis,
      int waitDtlsMillis,
      int statisticsMillis,
      int dataTransferMillis,
      int maxRetransmit,
      int maxFailedDtlsSessionRetry) {}

  /** Keys under {@code update}. */
  public record Update(
      int backOffMinMillis,
      int backOffMaxMillis,
      int quarantineMillis,
      int readyMillis,
      int verifyMillis,
      int activateMillis,
      int abortMillis,
      boolean followSoftwareVersion,
      boolean tellController) {}

  /** Keys under {@code control}. */
  public record Control(Path socket, Access mayAct, Path statusSocket, Access mayLook) {}

  /** Who may connect to a control socket, besides root. */
  public enum Access {
    OWNER,
    GROUP,
    EVERYBODY
  }

  /** Keys under {@code log}. */
  public record Log(
      LogLevel level,
      LogTo to,
      Path file,
      int fileBytes,
      int files,
      String syslogHost,
      int syslogPort) {}

  /** Where the log goes. */
  public enum LogTo {
    STDOUT,
    SYSLOG,
    FILE
  }

  /** How much is logged. */
  public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }
}
