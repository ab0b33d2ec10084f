package io.apfw.agent.cli;

import com.grack.nanojson.JsonWriter;
import io.apfw.agent.AgentLock;
import io.apfw.agent.ExitCode;
import io.apfw.agent.Storage;
import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.update.ApStorage;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotRecord;
import io.apfw.storage.slot.SlotState;
import io.apfw.storage.trust.Manifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code apfw slots init}: the first boot environment of an AP, at the factory or after a loss. The
 * environment comes last: while it is not there, the command can be given again.
 */
@Command(
    name = "init",
    description = {
      "Makes the boot environment of an AP that has none: the slot that runs is good and first, the"
          + " other one bad until an image is installed there.",
      "As the user that the agent runs as, and not while the agent runs. Exit code 64 when there is"
          + " an environment already."
    },
    mixinStandardHelpOptions = true)
final class SlotsInitCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--running",
      paramLabel = "part1|part2",
      description = "The slot that runs; needed only where the system does not tell it.")
  private String running = "";

  @Option(
      names = "--running-version",
      paramLabel = "VERSION",
      description = "The version of its image, which controllers' offers are compared with.")
  private String version = "";

  @Option(names = "--force", description = "Also if there is a boot environment, which is lost.")
  private boolean force;

  @Option(names = "--json", description = "Print what came of it as one JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (spec.parent().commandLine().getParseResult().matchedOptions().size() > 0) {
      throw new ParameterException(
          spec.commandLine(), "options of init stand behind the word init");
    } else if (!version.isEmpty() && !Manifest.isVersion(version)) {
      return refuse(
          ExitCode.USAGE,
          "--running-version "
              + version
              + ": letters, digits, dot, underscore, hyphen; at most 64, such as 17.9.4.27");
    }
    AgentConfig loaded = config.load();
    Path stateDir = loaded.stateDir();
    Files.createDirectories(stateDir);
    Files.createDirectories(loaded.scripts().workDir());
    Optional<AgentLock> lock = AgentLock.take(stateDir);
    if (lock.isEmpty()) {
      return refuse(
          ExitCode.TRY_LATER,
          "an agent, or another command of apfw, is at work on " + stateDir + ": stop it first");
    }
    try {
      return init(loaded, Storage.of(loaded));
    } finally {
      lock.get().close();
    }
  }

  private int init(AgentConfig loaded, ApStorage storage) throws IOException, StorageException {
    Optional<SlotId> told = SlotId.ofLabel(running);
    BootedSlot booted = storage.boot().booted();
    if (told.isEmpty() && !running.isEmpty()) {
      return refuse(ExitCode.USAGE, "--running " + running + ": no slot; part1 or part2");
    } else if (told.isEmpty() && booted instanceof BootedSlot.Unknown unknown) {
      return refuse(ExitCode.USAGE, unknown.why() + "; say --running part1 or --running part2");
    } else if (told.isPresent()
        && booted instanceof BootedSlot.Known known
        && known.id() != told.get()) {
      return refuse(
          ExitCode.USAGE,
          "--running %s: but %s runs, as the system tells".formatted(told.get(), known.id()));
    }
    SlotId first = booted instanceof BootedSlot.Known known ? known.id() : told.orElseThrow();
    Optional<BootEnvironment> before = environment(storage);
    if (before.isPresent() && !force) {
      return refuse(
          ExitCode.USAGE,
          loaded.boot().environment()
              + " is a boot environment already, with "
              + before.get().first()
              + " first: `apfw slots` shows it; --force makes a new one in its place");
    }
    SlotRecord record = record(loaded, storage, first);
    storage.boot().begin(first);
    return report(loaded, storage, first, record, booted);
  }

  /** What can be read; what cannot is lost to the boot loader, too. */
  private static Optional<BootEnvironment> environment(ApStorage storage) {
    try {
      return Optional.of(storage.boot().status().environment());
    } catch (StorageException e) {
      return Optional.empty();
    }
  }

  private SlotRecord record(AgentConfig loaded, ApStorage storage, SlotId first)
      throws StorageException {
    SlotRecord kept = storage.records().read().getOrDefault(first, SlotRecord.EMPTY);
    if (version.isEmpty() || version.equals(kept.version())) {
      return kept;
    }
    SlotRecord record =
        new SlotRecord(
            version, loaded.image().family(), SlotState.GOOD, 0, "", "", 0, Optional.empty());
    storage.records().write(first, record);
    return record;
  }

  private int report(
      AgentConfig loaded, ApStorage storage, SlotId first, SlotRecord record, BootedSlot booted)
      throws StorageException {
    String note =
        booted instanceof BootedSlot.Unknown unknown
            ? "the agent will write no slot until it can tell which one runs: " + unknown.why()
            : storage.boot().status().note();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("running", first.label());
      fields.put("version", record.version());
      fields.put("bootControl", SlotsCommand.word(loaded.boot()));
      fields.put("bootEnvironment", loaded.boot().environment().toString());
      fields.put("bootNote", note);
      out.println(JsonWriter.indent("  ").string().object(fields).done());
    } else {
      out.println(
          "Made %s: %s is good and first, %s bad until an image is installed there"
              .formatted(loaded.boot().environment(), first, first.other()));
      out.println(
          record.version().isEmpty()
              ? "The version on " + first + " is not known: every offer will count as another one"
              : "Version " + record.version() + " runs on " + first);
      if (!note.isEmpty()) {
        out.println("Warning: " + note);
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private int refuse(int exitCode, String why) {
    if (json) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(JsonWriter.indent("  ").string().object(Map.of("error", why)).done());
      out.flush();
    } else {
      spec.commandLine().getErr().println(why);
    }
    return exitCode;
  }
}
