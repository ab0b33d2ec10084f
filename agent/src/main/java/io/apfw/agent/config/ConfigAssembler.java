package io.apfw.agent.config;

import io.apfw.storage.trust.Revocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Puts checked values into their places. */
final class ConfigAssembler {
  private final Map<String, Object> values;

  /**
   * Takes what the loader found.
   *
   * @param values by dotted key, each of its type's Java class; complete but for optional keys
   */
  ConfigAssembler(Map<String, Object> values) {
    this.values = values;
  }

  AgentConfig assemble() {
    return new AgentConfig(
        controller(),
        discovery(),
        wtp(),
        dtls(),
        new AgentConfig.Udp(
            Optional.ofNullable((String) values.get("udp.localAddress")),
            number("udp.receiveBufferBytes")),
        image(),
        new AgentConfig.Clock(number("clock.aheadDaysMax")),
        new AgentConfig.Slots(
            path("slots.part1"),
            path("slots.part2"),
            word("slots.medium", AgentConfig.SlotMediumKind.class)),
        new AgentConfig.Boot(
            word("boot.control", AgentConfig.BootControlKind.class),
            path("boot.environment"),
            Optional.ofNullable((Path) values.get("boot.copy")),
            path("boot.commandLine"),
            word("boot.booted", AgentConfig.ConfiguredSlot.class),
            number("boot.tries")),
        path("state.dir"),
        new AgentConfig.Scripts(
            path("scripts.upgrade"),
            board(),
            Optional.ofNullable((Path) values.get("scripts.configDir")),
            path("scripts.workDir"),
            number("scripts.timeoutMillis")),
        new AgentConfig.Trial(
            number("trial.deadlineMillis"),
            number("trial.extensionsMax"),
            Optional.ofNullable((Path) values.get("trial.healthDir"))),
        list("reboot.command"),
        timers(),
        new CloudAssembler(this).assemble(),
        new AgentConfig.Update(
            number("update.backOffMinMillis"),
            number("update.backOffMaxMillis"),
            number("update.quarantineMillis"),
            number("update.readyMillis"),
            number("update.verifyMillis"),
            number("update.activateMillis"),
            number("update.abortMillis"),
            (boolean) get("update.followSoftwareVersion"),
            (boolean) get("update.tellController")),
        FetchConfig.of(values),
        new AgentConfig.Log(
            word("log.level", AgentConfig.LogLevel.class),
            word("log.to", AgentConfig.LogTo.class),
            path("log.file"),
            number("log.fileBytes"),
            number("log.files"),
            text("log.syslogHost"),
            number("log.syslogPort")),
        path("status.file"),
        optionalPath("metrics.file"),
        new AgentConfig.Control(
            path("control.socket"),
            word("control.mayAct", AgentConfig.Access.class),
            path("control.statusSocket"),
            word("control.mayLook", AgentConfig.Access.class)));
  }

  /** A boot loader that has a board of its own chooses it, unless another is named. */
  private String board() {
    String board = text("scripts.board");
    String control = text("boot.control");
    return board.equals("file") && ConfigLoader.BOARDS.contains(control) ? control : board;
  }

  private AgentConfig.Controller controller() {
    return new AgentConfig.Controller(
        list("controller.addresses"),
        number("controller.dataPort"),
        word("controller.imageDataLayout", AgentConfig.ImageDataLayout.class),
        number("controller.imageRequestsMax"),
        word("controller.prefer", AgentConfig.Preference.class),
        word("controller.strangers", AgentConfig.Strangers.class),
        (boolean) get("controller.fallback"));
  }

  private AgentConfig.Discovery discovery() {
    return new AgentConfig.Discovery(
        list("discovery.dhcpFiles"),
        Optional.ofNullable((String) values.get("discovery.srvDomain")),
        list("discovery.dnsServers"),
        number("discovery.multicastHops"),
        number("discovery.intervalMillis"),
        number("discovery.maxIntervalMillis"),
        number("discovery.maxDiscoveries"),
        number("discovery.primaryMillis"),
        number("discovery.avoidMinMillis"),
        number("discovery.avoidMaxMillis"),
        (boolean) get("discovery.pathMtu"),
        number("discovery.pathMtuBytes"),
        number("discovery.pathMtuMillis"),
        number("discovery.pathMtuAgeMillis"));
  }

  private AgentConfig.Wtp wtp() {
    String mac = text("wtp.baseMac");
    @SuppressWarnings("unchecked") // the type of RADIOS
    SortedMap<Integer, String> radios = (SortedMap<Integer, String>) get("wtp.radios");
    return new AgentConfig.Wtp(
        (String) values.getOrDefault("wtp.name", "AP" + mac),
        text("wtp.location"),
        text("wtp.model"),
        text("wtp.serial"),
        mac,
        (long) get("wtp.vendorId"),
        text("wtp.hardwareVersion"),
        radios,
        number("wtp.wbid"));
  }

  private AgentConfig.Image image() {
    return new AgentConfig.Image(
        text("image.family"),
        list("image.hardware"),
        path("image.trust"),
        list("image.signers"),
        word("image.revocation", Revocation.Rule.class),
        Optional.ofNullable((Path) values.get("image.crls")),
        text("image.expiredSigner").equals("timestamp")
            ? Optional.of(path("image.timestampTrust"))
            : Optional.empty(),
        (boolean) get("image.allowDowngrade"),
        (boolean) get("image.vendorRequired"));
  }

  private AgentConfig.Dtls dtls() {
    return new AgentConfig.Dtls(
        text("dtls.credentials").equals("psk")
            ? new AgentConfig.Credentials.Psk(text("dtls.pskIdentity"), path("dtls.pskKeyFile"))
            : new AgentConfig.Credentials.Certificate(
                path("dtls.certificate"),
                path("dtls.key"),
                path("dtls.trust"),
                word("dtls.peerWithoutEku", AgentConfig.PeerWithoutEku.class)),
        (boolean) get("dtls.legacy"),
        number("dtls.handshakeMillis"),
        (boolean) get("dtls.dataChannel"));
  }

  private AgentConfig.Timers timers() {
    return new AgentConfig.Timers(
        number("timers.dataChannelKeepAliveMillis"),
        number("timers.dataChannelDeadIntervalMillis"),
        number("timers.dataCheckMillis"),
        number("timers.dtlsSessionDeleteMillis"),
        number("timers.echoIntervalMillis"),
        number("timers.imageDataStartMillis"),
        number("timers.retransmitIntervalMillis"),
        number("timers.silentIntervalMillis"),
        number("timers.waitDtlsMillis"),
        number("timers.statisticsMillis"),
        number("timers.dataTransferMillis"),
        number("timers.maxRetransmit"),
        number("timers.maxFailedDtlsSessionRetry"));
  }

  Object get(String path) {
    Object value = values.get(path);
    if (value == null) {
      throw new IllegalStateException("the schema has no " + path);
    }
    return value;
  }

  int number(String path) {
    return Math.toIntExact((long) get(path));
  }

  String text(String path) {
    return (String) get(path);
  }

  Path path(String path) {
    return (Path) get(path);
  }

  @SuppressWarnings("unchecked") // the type of TEXTS, PATHS and ENDPOINTS
  <E> List<E> list(String path) {
    return (List<E>) get(path);
  }

  Optional<Path> optionalPath(String path) {
    return Optional.ofNullable((Path) values.get(path));
  }

  Optional<String> optionalText(String path) {
    return Optional.ofNullable((String) values.get(path));
  }

  <E extends Enum<E>> E word(String path, Class<E> type) {
    return Enum.valueOf(type, text(path).toUpperCase(Locale.ROOT));
  }
}
