package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.update.ApStorage;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.trust.Revocation;
import io.apfw.storage.trust.SignerNames;
import io.apfw.storage.trust.SignerPolicy;
import io.apfw.storage.trust.TrustAnchors;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustedClock;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.tinylog.Logger;

/** Whom this AP believes, as its configuration and its storage say. */
public final class Trust {
  private Trust() {}

  /** Time that a clock which was never set cannot fool. */
  public static TrustedClock clock(AgentConfig config, ApStorage storage) throws StorageException {
    Instant agent = AgentVersion.built();
    Instant image = storage.runningBuildTime().orElse(agent);
    return TrustedClock.keptIn(
        storage.provenTime(),
        InstantSource.system(),
        image.isAfter(agent) ? image : agent,
        config.clock().aheadDaysMax(),
        Logger::warn);
  }

  /** Who may sign images. */
  public static SignerPolicy signers(AgentConfig config, ApStorage storage) throws IOException {
    AgentConfig.Image image = config.image();
    TrustStore roots = TrustStore.load(image.trust());
    Revocation revocation = new Revocation(image.revocation(), image.crls());
    int lists = revocation.load().size();
    Logger.debug("{} revocation lists for image signers", lists);
    return new SignerPolicy(
        new TrustAnchors(roots, storage.broughtRoots(), Logger::warn),
        SignerNames.of(image.signers()),
        revocation,
        image.timestampTrust().isPresent()
            ? Optional.of(TrustStore.load(image.timestampTrust().get()))
            : Optional.empty());
  }
}
