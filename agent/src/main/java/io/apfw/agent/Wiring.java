package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import io.apfw.capwap.wire.element.WtpFrameTunnelMode;
import io.apfw.capwap.wire.element.WtpMacType;
import io.apfw.capwap.wtp.Counters;
import io.apfw.capwap.wtp.DiscoveryPolicy;
import io.apfw.capwap.wtp.DiscoveryPolicy.Criterion;
import io.apfw.capwap.wtp.DiscoveryPolicy.Strangers;
import io.apfw.capwap.wtp.MtuPolicy;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.Timers;
import io.apfw.capwap.wtp.WtpConfig;
import io.apfw.capwap.wtp.WtpIdentity;
import io.apfw.update.UpdateConfig;
import java.util.ArrayList;
import java.util.List;

/** From the configuration file's terms to the machines'. */
final class Wiring {
  private static final String TYPES = "bagn";

  private Wiring() {}

  static UpdateConfig updates(AgentConfig config) {
    return new UpdateConfig(
        config.boot().tries(),
        config.trial().deadlineMillis(),
        config.trial().extensionsMax(),
        config.update().quarantineMillis());
  }

  static WtpConfig wtp(AgentConfig config) {
    Counters defaults = Counters.defaults();
    return new WtpConfig(
        discovery(config.controller()),
        identity(config),
        timers(config),
        new Counters(
            config.discovery().maxDiscoveries(),
            config.timers().maxFailedDtlsSessionRetry(),
            config.timers().maxRetransmit(),
            defaults.eventsMax(),
            defaults.imageBytesMax(),
            config.controller().imageRequestsMax()),
        config.controller().imageDataLayout() == AgentConfig.ImageDataLayout.LWAPP
            ? ImageBlockDialect.LWAPP
            : ImageBlockDialect.RFC5415,
        config.dtls().dataChannel(),
        config.update().followSoftwareVersion(),
        new MtuPolicy(config.discovery().pathMtu(), config.discovery().pathMtuBytes()),
        config.fetch().outOfBand());
  }

  private static DiscoveryPolicy discovery(AgentConfig.Controller controller) {
    List<Criterion> preferBy =
        switch (controller.prefer()) {
          case ORDER -> List.of(Criterion.ORDER, Criterion.NAME, Criterion.LOAD);
          case NAME -> List.of(Criterion.NAME, Criterion.ORDER, Criterion.LOAD);
          case LOAD -> List.of(Criterion.LOAD, Criterion.ORDER);
        };
    return new DiscoveryPolicy(
        preferBy,
        controller.strangers() == AgentConfig.Strangers.LAST ? Strangers.LAST : Strangers.IGNORED,
        controller.fallback());
  }

  private static WtpIdentity identity(AgentConfig config) {
    AgentConfig.Wtp wtp = config.wtp();
    List<WtpIdentity.Radio> radios = new ArrayList<>();
    wtp.radios().forEach((id, types) -> radios.add(new WtpIdentity.Radio(id, radioType(types))));
    return new WtpIdentity(
        wtp.name(),
        wtp.location(),
        wtp.model(),
        wtp.serial(),
        Octets.hex(wtp.baseMac()),
        wtp.vendorId(),
        wtp.hardwareVersion(),
        AgentVersion.get(),
        radios,
        WtpMacType.LOCAL,
        WtpFrameTunnelMode.LOCAL_BRIDGING,
        config.image().family());
  }

  /** RFC 5416 section 6.25: 1 is 802.11b, 2 is a, 4 is g, 8 is n. */
  static long radioType(String letters) {
    return letters
        .chars()
        .mapToLong(letter -> 1L << TYPES.indexOf(letter))
        .reduce(0, (a, b) -> a | b);
  }

  private static Timers timers(AgentConfig config) {
    AgentConfig.Timers timers = config.timers();
    return Timers.defaults()
        .with(Timer.DISCOVERY_INTERVAL, config.discovery().intervalMillis())
        .with(Timer.MAX_DISCOVERY_INTERVAL, config.discovery().maxIntervalMillis())
        .with(Timer.PRIMARY_DISCOVERY, config.discovery().primaryMillis())
        .with(Timer.PATH_MTU, config.discovery().pathMtuMillis())
        .with(Timer.PATH_MTU_AGE, config.discovery().pathMtuAgeMillis())
        .with(Timer.AVOID_MIN, config.discovery().avoidMinMillis())
        .with(Timer.AVOID_MAX, config.discovery().avoidMaxMillis())
        .with(Timer.DATA_CHANNEL_KEEP_ALIVE, timers.dataChannelKeepAliveMillis())
        .with(Timer.DATA_CHANNEL_DEAD_INTERVAL, timers.dataChannelDeadIntervalMillis())
        .with(Timer.DATA_CHECK, timers.dataCheckMillis())
        .with(Timer.DTLS_SESSION_DELETE, timers.dtlsSessionDeleteMillis())
        .with(Timer.ECHO_INTERVAL, timers.echoIntervalMillis())
        .with(Timer.IMAGE_DATA_START, timers.imageDataStartMillis())
        .with(Timer.RETRANSMIT_INTERVAL, timers.retransmitIntervalMillis())
        .with(Timer.SILENT_INTERVAL, timers.silentIntervalMillis())
        .with(Timer.WAIT_DTLS, timers.waitDtlsMillis())
        .with(Timer.STATISTICS, timers.statisticsMillis())
        .with(Timer.DATA_TRANSFER, timers.dataTransferMillis())
        .with(Timer.IMAGE_FETCH, config.fetch().outOfBandMillis())
        .with(Timer.UPDATE_READY, config.update().readyMillis())
        .with(Timer.UPDATE_VERIFY, config.update().verifyMillis())
        .with(Timer.UPDATE_ACTIVATE, config.update().activateMillis())
        .with(Timer.UPDATE_ABORT, config.update().abortMillis())
        .with(Timer.BACK_OFF_MIN, config.update().backOffMinMillis())
        .with(Timer.BACK_OFF_MAX, config.update().backOffMaxMillis());
  }
}
