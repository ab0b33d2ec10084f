package io.apfw.agent;

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
import io.apfw.agent.update.Fetching;
import io.apfw.agent.update.UpdateSession;
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

  static Fetching fetching(FetchConfig config, UpdateSession session, UpdateSession.Events events)
      throws IOException {
    ScheduledExecutorService timers =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "apfw-fetch-deadline");
              thread.setDaemon(true);
              return thread;
            });
    Fetcher fetcher = fetcher(config);
    PersistentFetch fetch =
        new PersistentFetch(fetcher, policy(config), timers, System::nanoTime, Pause.REAL);
    return new Fetching(
        () -> {
          fetcher.close();
          timers.shutdownNow();
        },
        fetch,
        session,
        events,
        System::nanoTime);
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

  private static Fetcher fetcher(FetchConfig config) throws IOException {
    HttpFetcher http =
        new HttpFetcher(
            new HttpSettings(
                config.connectMillis(),
                config.silenceMillis(),
                config.redirectsMax(),
                config.redirectsToAnyHost(),
                config.trust(),
                System.getenv(),
                "apfw/" + AgentVersion.get()));
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
    return new Fetchers(adapters);
  }
}
