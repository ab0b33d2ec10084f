package io.apfw.drills.text;

import io.apfw.drills.lab.Scale;
import io.apfw.drills.text.Script.Event;
import io.apfw.drills.text.Script.Flaw;
import io.apfw.drills.text.Script.What;
import io.apfw.drills.text.Script.When;
import io.apfw.drills.yaml.YamlMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a driver cannot act out, and what does not belong together in one scenario. */
final class Limits {
  /** Each is a Java of its own. */
  private static final int LIVE_APS_MAX = 8;

  /** The images that a live drill has. */
  private static final Set<Long> LIVE_BYTES =
      Set.of(Scale.SMALL.imageBytes(), Scale.FIELD.imageBytes());

  /** What a live drill can do to an image: the rest needs a machine that boots it. */
  private static final Set<Flaw> LIVE_FLAWS =
      EnumSet.of(Flaw.NONE, Flaw.UNTRUSTED_SIGNER, Flaw.FLIPPED_BIT);

  private Limits() {}

  /** Names sections and events that have no place beside a cloud or a file server. */
  static void check(YamlMap root, Script script) {
    if (script.cloud().isPresent()) {
      for (String section : List.of("controller", "standIn", "fileServer", "network")) {
        if (root.has(section)) {
          root.wrong(section, "nothing beside cloud, whose APs have no controller");
        }
      }
      if (!script.events().stream().allMatch(event -> event.what() == What.CUT_POWER)
          || counts(script)) {
        root.wrong("events", "cut-power at times, states and lines beside cloud");
      }
    } else if (script.fileServer().isPresent()
        && (script.events().stream().map(Event::what).anyMatch(What::ofController)
            || counts(script))) {
      root.wrong("events", "none of the controller and none at blocks beside fileServer");
    }
  }

  private static boolean counts(Script script) {
    return script.events().stream().anyMatch(event -> event.when() instanceof When.Blocks);
  }

  /** Why it cannot be acted out live; empty when it can. */
  static String notLive(Script script) {
    Script.Aps aps = script.aps();
    Script.Image image = script.image();
    Optional<What> virtual =
        script.events().stream().map(Event::what).filter(What::onlyVirtual).findFirst();
    if (aps.count() > LIVE_APS_MAX) {
      return "a live drill has at most " + LIVE_APS_MAX + " APs";
    } else if (aps.count() > 1 && script.cloud().isPresent()) {
      return "a live drill with a cloud has one AP";
    } else if (aps.count() > 1 && counts(script)) {
      return "a live drill with several APs counts no blocks";
    } else if (!aps.equals(ScriptReader.APS.times(aps.count()))) {
      return "a live drill's APs have the defaults of aps, but for count";
    } else if (!image.version().equals(ScriptReader.IMAGE_VERSION)
        || !LIVE_BYTES.contains(image.bytes())) {
      return "a live drill's image is "
          + ScriptReader.IMAGE_VERSION
          + ", its size one of "
          + LIVE_BYTES;
    } else if (script.standIn().isPresent()) {
      return "a live drill has one controller";
    } else if (virtual.isPresent()) {
      return "a live drill's AP has this machine's disk and clock, so there is no "
          + YamlMap.word(virtual.get());
    }
    return LIVE_FLAWS.contains(image.flaw())
        ? ""
        : "a live drill cannot boot what it fetched, so image.flaw is one of "
            + ScriptReader.words(LIVE_FLAWS.toArray(Flaw[]::new));
  }

  /** Why it cannot be acted out in simulated time; empty when it can. */
  static String notVirtual(Script script) {
    if (script.fileServer().isPresent()) {
      return "file servers are for live drills";
    } else if (script.cloud().isPresent()) {
      return "clouds are for live drills";
    }
    return script.network().mtu() < Script.Network.MTU_MAX
        ? "messages have no length in simulated time, so network.mtu is for live drills"
        : "";
  }
}
