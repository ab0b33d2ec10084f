package io.apfw.agent;

import io.apfw.agent.cloud.ImageUrlPolicy;
import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.config.FetchConfig;
import io.apfw.agent.fetch.FetchPolicy;
import io.apfw.agent.fetch.Fetcher;
import io.apfw.agent.fetch.Fetchers;
import io.apfw.agent.fetch.FileFetcher;
import io.apfw.agent.fetch.HttpFetcher;
import io.apfw.agent.fetch.HttpSettings;
import io.apfw.agent.fetch.Location.Scheme;
import io.apfw.agent.fetch.Pause;
import io.apfw.agent.fetch.PersistentFetch;
import io.apfw.agent.fetch.SftpFetcher;
import io.apfw.agent.fetch.SftpSettings;
import io.apfw.agent.fetch.TftpFetcher;
import io.apfw.agent.fetch.TftpSettings;
import io.apfw.agent.tls.ServerTrust;
import io.apfw.agent.update.Fetching;
import io.apfw.agent.update.UpdateSession;
import io.apfw.cloud.CloudFailure;
import io.apfw.storage.trust.TrustedClock;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Everything that fetches, by the configuration. */
final class FetchWiring {
  private static final int TFTP_REPETITIONS_MAX = 5;

  private FetchWiring() {}

  static Fetching fetching(
      AgentConfig agent, TrustedClock clock, UpdateSession session, UpdateSession.Events events)
      throws IOException {
    FetchConfig config = agent.fetch();
    ScheduledExecutorService timers =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "apfw-fetch-deadline");
              thread.setDaemon(true);
              return thread;
            });
    Fetcher anywhere = new Fetchers(adapters(config, clock));
    Fetcher forCloud = forCloud(agent, clock);
    Fetcher forController = forController(config, clock);
    PersistentFetch trusted = persistent(anywhere, config, timers);
    PersistentFetch cloud = persistent(forCloud, config, timers);
    PersistentFetch controller = persistent(forController, config, timers);
    return new Fetching(
        () -> {
          anywhere.close();
          forCloud.close();
          forController.close();
          timers.shutdownNow();
        },
        source ->
            switch (source) {
              case OPERATOR -> trusted;
              case CLOUD -> cloud;
              case CONTROLLER -> controller;
            },
        session,
        events,
        System::nanoTime);
  }

  private static PersistentFetch persistent(
      Fetcher fetcher, FetchConfig config, ScheduledExecutorService timers) {
    return new PersistentFetch(fetcher, policy(config), timers, System::nanoTime, Pause.REAL);
  }

  /** A cloud sends its APs to web servers only, and not to every address. */
  private static Fetcher forCloud(AgentConfig agent, TrustedClock clock) throws IOException {
    ImageUrlPolicy policy =
        agent.cloud().map(CloudWiring::urls).orElse(new ImageUrlPolicy(true, false));
    HttpFetcher http =
        new HttpFetcher(
            settings(agent.fetch(), clock),
            address -> policy.refusal(address).map(CloudFailure::detail));
    Map<Scheme, Fetcher> adapters = new EnumMap<>(Scheme.class);
    adapters.put(Scheme.HTTPS, http);
    if (!agent.fetch().secureOnly()) {
      adapters.put(Scheme.HTTP, http);
    }
    return new Fetchers(adapters);
  }

  /**
   * A controller names https servers only. They stand in private networks as a rule, next to it or
   * on it.
   */
  private static Fetcher forController(FetchConfig config, TrustedClock clock) throws IOException {
    ImageUrlPolicy policy = new ImageUrlPolicy(true, true);
    HttpFetcher https =
        new HttpFetcher(
            settings(config, clock), address -> policy.refusal(address).map(CloudFailure::detail));
    return new Fetchers(
        Map.of(Scheme.HTTPS, https), "that is all that a controller may name, see fetch.outOfBand");
  }

  private static FetchPolicy policy(FetchConfig config) {
    return new FetchPolicy(
        config.imageBytesMax(),
        config.bytesPerSecondMax(),
        config.attemptsMax(),
        config.backOffMinMillis(),
        config.backOffMaxMillis(),
        config.attemptMillis(),
        config.totalMillis());
  }

  private static HttpSettings settings(FetchConfig config, TrustedClock clock) throws IOException {
    ServerTrust trust = ServerTrust.of(config.trust(), clock);
    return new HttpSettings(
        config.connectMillis(),
        config.silenceMillis(),
        config.redirectsMax(),
        config.redirectsToAnyHost(),
        trust.sockets(),
        trust.authorities(),
        System.getenv(),
        "apfw/" + AgentVersion.get());
  }

  /** Those that the configuration allows. */
  static Map<Scheme, Fetcher> adapters(FetchConfig config, TrustedClock clock) throws IOException {
    HttpFetcher http = new HttpFetcher(settings(config, clock));
    Map<Scheme, Fetcher> adapters = new EnumMap<>(Scheme.class);
    adapters.put(Scheme.FILE, new FileFetcher());
    adapters.put(Scheme.HTTPS, http);
    adapters.put(
        Scheme.SFTP,
        new SftpFetcher(
            new SftpSettings(
                config.connectMillis(),
                config.silenceMillis(),
                Set.copyOf(config.sftpHostKeys()),
                config.sftpKnownHosts(),
                config.sftpPasswordFile(),
                config.sftpKey())));
    if (!config.secureOnly()) {
      adapters.put(Scheme.HTTP, http);
      adapters.put(
          Scheme.TFTP,
          new TftpFetcher(
              new TftpSettings(
                  config.tftpBlockBytes(),
                  config.tftpWindowBlocks(),
                  config.tftpTimeoutSeconds(),
                  TFTP_REPETITIONS_MAX)));
    }
    return adapters;
  }
}
