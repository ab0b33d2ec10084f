package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.scripts.ScriptPlace;
import io.apfw.agent.scripts.ScriptRunner;
import io.apfw.agent.update.ApStorage;
import io.apfw.agent.update.ImageTarget;
import io.apfw.agent.update.UpdateSession;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.TrustedClock;
import io.apfw.update.UpdateEvent.BootFacts;
import java.util.OptionalLong;
import java.util.Set;

/** What carries an update out, by the configuration. */
final class UpdateWiring {
  private UpdateWiring() {}

  static UpdateSession session(
      AgentConfig config,
      ApStorage storage,
      BootFacts facts,
      ImageVerifier verifier,
      TrustedClock clock,
      UpdateSession.Events events) {
    ScriptRunner runner = Storage.scripts(config);
    ScriptPlace place = place(config, facts);
    return new UpdateSession(
        storage,
        verifier,
        new ImageTarget(
            config.image().family(),
            Set.copyOf(config.image().hardware()),
            AgentVersion.get(),
            OptionalLong.of(config.wtp().vendorId()),
            config.image().vendorRequired(),
            config.image().allowDowngrade()),
        (verb, image, lines) -> runner.run(verb, place, image, lines),
        clock,
        config.boot().tries(),
        events);
  }

  private static ScriptPlace place(AgentConfig config, BootFacts facts) {
    boolean first = facts.activePart().equals(SlotId.PART1.label());
    return new ScriptPlace(
        config.scripts().board(),
        facts.activePart(),
        facts.inactivePart(),
        first ? config.slots().part1() : config.slots().part2(),
        first ? config.slots().part2() : config.slots().part1(),
        config.stateDir(),
        config.scripts().workDir(),
        config.scripts().configDir(),
        config.trial().healthDir());
  }
}
