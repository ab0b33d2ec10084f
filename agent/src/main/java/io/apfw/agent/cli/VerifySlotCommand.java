package io.apfw.agent.cli;

import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.agent.Storage;
import io.apfw.agent.Trust;
import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.update.ApStorage;
import io.apfw.agent.update.Failures;
import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotMedium;
import io.apfw.storage.slot.SlotState;
import io.apfw.storage.slot.SlotTable;
import io.apfw.storage.trust.Expectation;
import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.Manifest;
import io.apfw.storage.trust.SlotCheck;
import io.apfw.storage.trust.VerifiedHead;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code apfw verify}: reads a slot off its device and holds it against the signed image that was
 * installed there. With an agent running or without; it writes nothing.
 */
@Command(
    name = "verify",
    description = {
      "Reads a slot off its device, past the cache where it can be, and says which blocks are not"
          + " those of the signed image that was installed there.",
      "Exit code 65 when it is not that image, 74 when the device cannot be read."
    },
    mixinStandardHelpOptions = true)
public final class VerifySlotCommand implements Callable<Integer> {
  private static final long UNIT_BYTES = 1_000_000;

  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "part1|part2", description = "The slot.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private String part;

  @Option(names = "--json", description = "Print what was found as one JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Optional<SlotId> slot = SlotId.ofLabel(part);
    if (slot.isEmpty()) {
      spec.commandLine().getErr().println("'" + part + "' is no slot: part1 or part2");
      return ExitCode.USAGE;
    }
    AgentConfig loaded = config.load();
    ApStorage storage = Storage.of(loaded);
    SlotTable.Row row = storage.table().row(slot.get());
    Optional<ImageHead> kept = storage.heads().load(slot.get());
    if (row.state() == SlotState.BAD || row.state() == SlotState.EMPTY) {
      return refuse(slot.get(), "is " + row.state() + ": no image is whole there, or it is coming");
    } else if (kept.isEmpty()) {
      return refuse(
          slot.get(),
          "has no manifest in "
              + loaded.stateDir()
              + " to verify it by: no agent has installed what is on it");
    }
    VerifiedHead head;
    // Family, version and the like were judged when it was installed.
    try {
      head =
          new ImageVerifier(Trust.signers(loaded, storage))
              .verifyHead(kept.get(), Expectation.ANYTHING, Trust.clock(loaded, storage).reading());
    } catch (ImageRefusedException e) {
      return refuse(slot.get(), Failures.of(e).line());
    }
    return report(slot.get(), head, check(head, row.slot().medium()));
  }

  private static SlotCheck.Finding check(VerifiedHead head, SlotMedium medium) throws IOException {
    try (BlockDevice opened = medium.openForReading()) {
      if (!Boolean.getBoolean("apfw.terminal")) {
        return SlotCheck.run(head, opened, bytes -> {});
      }
      try (ProgressBar bar =
          new ProgressBarBuilder()
              .setTaskName("Verify")
              .setInitialMax(head.manifest().payloadBytes())
              .setUnit(" MB", UNIT_BYTES)
              .setStyle(ProgressBarStyle.ASCII)
              .build()) {
        LongConsumer progress = bar::stepTo;
        return SlotCheck.run(head, opened, progress);
      }
    }
  }

  private int refuse(SlotId slot, String why) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> found = new LinkedHashMap<>();
      found.put("part", slot.label());
      found.put("verified", false);
      found.put("error", slot + " " + why);
      out.println(JsonWriter.string(found));
    } else {
      spec.commandLine().getErr().println(slot + " " + why);
    }
    out.flush();
    return ExitCode.IMAGE_REFUSED;
  }

  private int report(SlotId slot, VerifiedHead head, SlotCheck.Finding finding) {
    PrintWriter out = spec.commandLine().getOut();
    Manifest manifest = head.manifest();
    String from = finding.uncached() ? "read from the device" : "read from cache";
    if (json) {
      Map<String, Object> found = new LinkedHashMap<>();
      found.put("part", slot.label());
      found.put("verified", finding.differing() == 0);
      found.put("version", manifest.version());
      found.put("signer", head.signer());
      found.put("payloadBytes", manifest.payloadBytes());
      found.put("blockBytes", manifest.blockBytes());
      found.put("blocks", finding.blocks());
      found.put("differing", finding.differing());
      found.put("differingBlocks", finding.listed());
      found.put("uncached", finding.uncached());
      out.println(JsonWriter.indent("  ").string().object(found).done());
    } else if (finding.differing() == 0) {
      out.println(
          "Successfully verified image in %s: version %s, %d blocks, %s, signed by %s"
              .formatted(slot, manifest.version(), finding.blocks(), from, head.signer()));
    } else {
      for (int block : finding.listed()) {
        out.println(
            "%s: block %d differs, at byte %d"
                .formatted(slot, block, (long) block * manifest.blockBytes()));
      }
      out.println(
          "%s is not version %s as it was signed: %d of %d blocks differ, %s; install it again"
              .formatted(slot, manifest.version(), finding.differing(), finding.blocks(), from));
    }
    out.flush();
    return finding.differing() == 0 ? ExitCode.OK : ExitCode.IMAGE_REFUSED;
  }
}
