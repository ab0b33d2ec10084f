package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.agent.config.ConfigLoader;
import io.apfw.agent.config.FetchConfig;
import io.apfw.fetch.Fetcher;
import io.apfw.fetch.Location.Scheme;
import io.apfw.storage.trust.TrustedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which ways there are, by the configuration. */
class FetchWiringTest {
  @TempDir private Path directory;
  private Laboratory lab;

  @BeforeEach
  void begin() throws Exception {
    lab = new Laboratory(directory);
  }

  @AfterEach
  void end() throws Exception {
    lab.close();
  }

  private Set<Scheme> schemes(String fetch) throws Exception {
    lab.find("controller: {addresses: [\"127.0.0.1:9\"]}\nfetch: " + fetch, "127.0.0.1");
    lab.storage();
    Path file = directory.resolve("apfw.yaml");
    FetchConfig config = ConfigLoader.load(file).fetch();
    Map<Scheme, Fetcher> adapters =
        FetchWiring.adapters(
            config,
            new FetchWiring.WebTrust(
                config.trust(), TrustedClock.believing(InstantSource.system())));
    adapters.values().stream().distinct().forEach(Fetcher::close);
    return adapters.keySet();
  }

  @Test
  void secureOnlyLeavesHttpAndTftpOut() throws Exception {
    assertThat(schemes("{secureOnly: true}"))
        .containsExactlyInAnyOrder(Scheme.FILE, Scheme.HTTPS, Scheme.SFTP);
    assertThat(schemes("{secureOnly: false}")).containsExactlyInAnyOrder(Scheme.values());
  }

  /** At the start, and not at the first download. */
  @Test
  void authoritiesThatCannotBeReadAreNamedAtOnce() throws Exception {
    Path trust = Files.writeString(directory.resolve("web-roots.pem"), "no certificate\n");
    assertThatThrownBy(
            () ->
                new FetchWiring.WebTrust(
                    Optional.of(trust), TrustedClock.believing(InstantSource.system())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(trust.toString());
  }

  @Test
  void anInstallByHttpIsRefusedThen() throws Exception {
    schemes("{secureOnly: true}");
    lab.bootLoader();
    assertThat(lab.apfw(ExitCode.USAGE, "install", "http://127.0.0.1:9/image.apfw"))
        .contains("E210 LOCATION_UNUSABLE", "fetch.secureOnly");
  }
}
