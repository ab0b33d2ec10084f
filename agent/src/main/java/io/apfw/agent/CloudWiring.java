package io.apfw.agent;

import io.apfw.agent.cloud.CloudClient;
import io.apfw.agent.cloud.CloudSetup;
import io.apfw.agent.cloud.ImageUrlPolicy;
import io.apfw.agent.cloud.SigningProver;
import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.config.CloudSettings;
import io.apfw.cloud.ApInfo;
import io.apfw.cloud.CloudConfig;
import io.apfw.cloud.CloudEvent;
import io.apfw.link.dtls.DtlsIdentity;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustedClock;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/** From the configuration file's terms to those of the cloud check. */
public final class CloudWiring {
  private CloudWiring() {}

  /** What its machine is made of. */
  public static CloudSetup setup(AgentConfig config, CloudSettings cloud) {
    return new CloudSetup(
        new CloudConfig(
            CloudClient.host(URI.create(cloud.url())),
            cloud.domain(),
            cloud.guid(),
            cloud.oemTag(),
            cloud.mode(),
            cloud.factoryDefault(),
            cloud.features(),
            ApInfo.of(config.wtp().serial(), config.wtp().baseMac(), config.wtp().model()),
            cloud.members(),
            cloud.classes(),
            config.image().family(),
            cloud.wanted(),
            cloud.whileManaged(),
            cloud.timing()),
        urls(cloud));
  }

  /** Where its images may come from. */
  static ImageUrlPolicy urls(CloudSettings cloud) {
    return new ImageUrlPolicy(cloud.requireHttps(), cloud.privateAddresses());
  }

  /**
   * The client.
   *
   * @throws IOException when roots, certificate or key cannot be used
   */
  public static CloudClient client(
      CloudSettings cloud, TrustedClock clock, Consumer<CloudEvent> events) throws IOException {
    Optional<SigningProver.Identity> identity = Optional.empty();
    if (cloud.proof().isPresent()) {
      CloudSettings.Proof proof = cloud.proof().get();
      DtlsIdentity own = DtlsIdentity.load(proof.certificate(), proof.key());
      identity = Optional.of(new SigningProver.Identity(own.key(), own.chain()));
    }
    return new CloudClient(
        new CloudClient.Settings(
            URI.create(cloud.url()),
            cloud.domain(),
            TrustStore.load(cloud.trust()).roots(),
            clock,
            cloud.timing().timeoutMillis()),
        new SigningProver(cloud.proofHash(), identity),
        events);
  }
}
