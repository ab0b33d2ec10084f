package io.apfw.agent;

import io.apfw.agent.cloud.ImageUrlPolicy;
import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.config.FetchConfig;
import io.apfw.agent.tls.ServerTrust;
import io.apfw.agent.update.Fetching;
import io.apfw.agent.update.UpdateSession;
import io.apfw.cloud.CloudFailure;
import io.apfw.fetch.AddressRule;
import io.apfw.fetch.FetchException;
import io.apfw.fetch.FetchPolicy;
import io.apfw.fetch.Fetcher;
import io.apfw.fetch.Fetchers;
import io.apfw.fetch.FileFetcher;
import io.apfw.fetch.HttpFetcher;
import io.apfw.fetch.HttpSettings;
import io.apfw.fetch.LazyFetcher;
import io.apfw.fetch.Location.Scheme;
import io.apfw.fetch.Pause;
import io.apfw.fetch.PersistentFetch;
import io.apfw.fetch.SftpFetcher;
import io.apfw.fetch.SftpSettings;
import io.apfw.fetch.TftpFetcher;
import io.apfw.fetch.TftpSettings;
import io.apfw.storage.trust.TrustedClock;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

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
    WebTrust trust = new WebTrust(config.trust(), clock);
    Fetcher anywhere = new Fetchers(adapters(config, trust));
    Fetcher forCloud = forCloud(agent, trust);
    Fetcher forController = forController(config, trust);
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
  private static Fetcher forCloud(AgentConfig agent, WebTrust trust) {
    ImageUrlPolicy policy =
        agent.cloud().map(CloudWiring::urls).orElse(new ImageUrlPolicy(true, false));
    Fetcher http = web(agent.fetch(), trust, rule(policy));
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
  private static Fetcher forController(FetchConfig config, WebTrust trust) {
    return new Fetchers(
        Map.of(Scheme.HTTPS, web(config, trust, rule(new ImageUrlPolicy(true, true)))),
        "that is all that a controller may name, see fetch.outOfBand");
  }

  private static AddressRule rule(ImageUrlPolicy policy) {
    return address -> policy.refusal(address).map(CloudFailure::detail);
  }

  private static Fetcher web(FetchConfig config, WebTrust trust, AddressRule rule) {
    return new LazyFetcher(() -> new HttpFetcher(settings(config, trust.get()), rule));
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

  private static HttpSettings settings(FetchConfig config, ServerTrust trust) {
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
  static Map<Scheme, Fetcher> adapters(FetchConfig config, WebTrust trust) {
    Fetcher http = web(config, trust, AddressRule.ANY);
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

  /**
   * Whom the web's servers are trusted by: configured authorities are read at once, so that a
   * mistake shows at the start; this machine's, which are many, when they are first needed.
   */
  static final class WebTrust {
    private final TrustedClock clock;
    private @Nullable ServerTrust known;

    WebTrust(Optional<Path> authorities, TrustedClock clock) throws IOException {
      this.clock = clock;
      this.known = authorities.isPresent() ? ServerTrust.of(authorities, clock) : null;
    }

    synchronized ServerTrust get() throws FetchException {
      ServerTrust there = known;
      if (there == null) {
        try {
          there = ServerTrust.of(Optional.empty(), clock);
        } catch (IOException e) {
          throw new FetchException(
              Cause.SERVER_UNTRUSTED, e.getMessage() + ": set fetch.trust to those you trust");
        }
        known = there;
      }
      return there;
    }
  }
}
