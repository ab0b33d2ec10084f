package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.config.AgentConfig.HostAndPort;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import io.apfw.capwap.wire.element.WtpFrameTunnelMode;
import io.apfw.capwap.wire.element.WtpMacType;
import io.apfw.capwap.wtp.Ac;
import io.apfw.capwap.wtp.Counters;
import io.apfw.capwap.wtp.Endpoint;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.Timers;
import io.apfw.capwap.wtp.WtpConfig;
import io.apfw.capwap.wtp.WtpIdentity;
import io.apfw.update.UpdateConfig;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** From the configuration file's terms to the machines'. */
final class Wiring {
  private static final String TYPES = "bagn";

  private Wiring() {}

  static UpdateConfig updates(AgentConfig config) {
    return new UpdateConfig(
        config.boot().tries(), config.trial().deadlineMillis(), config.trial().extensionsMax());
  }

  static WtpConfig wtp(AgentConfig config, List<Ac> acs, String localAddress) {
    Counters defaults = Counters.defaults();
    return new WtpConfig(
        acs,
        identity(config, localAddress),
        timers(config),
        new Counters(
            config.discovery().maxDiscoveries(),
            config.timers().maxFailedDtlsSessionRetry(),
            config.timers().maxRetransmit(),
            defaults.eventsMax(),
            defaults.imageBytesMax()),
        ImageBlockDialect.RFC5415,
        config.dtls().dataChannel());
  }

  /**
   * The ACs in order; a name stands for all its addresses, and one that cannot be resolved is left
   * out.
   *
   * @throws IOException if none is left
   */
  static List<Ac> acs(AgentConfig config) throws IOException {
    List<Ac> acs = new ArrayList<>();
    List<String> unresolved = new ArrayList<>();
    for (HostAndPort host : config.controller().addresses()) {
      try {
        for (InetAddress address : InetAddress.getAllByName(host.host())) {
          acs.add(
              new Ac(
                  new Endpoint(address.getHostAddress(), host.port()),
                  config.controller().dataPort()));
        }
      } catch (UnknownHostException e) {
        unresolved.add(host.host());
      }
    }
    if (acs.isEmpty()) {
      throw new IOException("controller.addresses: no address for " + unresolved);
    }
    return acs;
  }

  /** The address that this AP has towards its first AC. */
  static InetAddress localAddress(AgentConfig config, Ac ac) throws IOException {
    if (config.udp().localAddress().isPresent()) {
      return InetAddress.getByName(config.udp().localAddress().get());
    }
    try (DatagramSocket probe = new DatagramSocket()) {
      probe.setBroadcast(true);
      // Connecting a UDP socket sends nothing; it only asks the routing table.
      probe.connect(
          new InetSocketAddress(
              InetAddress.getByName(ac.control().address()), ac.control().port()));
      return probe.getLocalAddress();
    } catch (java.io.UncheckedIOException e) {
      throw new IOException("no route to " + ac + ": " + e.getMessage(), e);
    }
  }

  private static WtpIdentity identity(AgentConfig config, String localAddress) {
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
        localAddress,
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
        .with(Timer.DATA_CHANNEL_KEEP_ALIVE, timers.dataChannelKeepAliveMillis())
        .with(Timer.DATA_CHANNEL_DEAD_INTERVAL, timers.dataChannelDeadIntervalMillis())
        .with(Timer.DATA_CHECK, timers.dataCheckMillis())
        .with(Timer.DTLS_SESSION_DELETE, timers.dtlsSessionDeleteMillis())
        .with(Timer.ECHO_INTERVAL, timers.echoIntervalMillis())
        .with(Timer.IMAGE_DATA_START, timers.imageDataStartMillis())
        .with(Timer.RETRANSMIT_INTERVAL, timers.retransmitIntervalMillis())
        .with(Timer.SILENT_INTERVAL, timers.silentIntervalMillis())
        .with(Timer.WAIT_DTLS, timers.waitDtlsMillis())
        .with(Timer.BACK_OFF_MIN, config.update().backOffMinMillis())
        .with(Timer.BACK_OFF_MAX, config.update().backOffMaxMillis());
  }
}
