package io.apfw.drills;

import io.apfw.drills.image.DrillImage;
import io.apfw.drills.lab.Against;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.load.Load;
import io.apfw.drills.load.LoadRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drill load}. */
@Command(
    name = "load",
    description = {
      "Switches many APs on at once and shows what they cost a controller: 10, then 100, ... Each"
          + " is the agent's machine with sockets and DTLS of its own, but without slots: blocks"
          + " are counted, not written. Without --against each fleet has a `drill controller` of its"
          + " own, once to join and once to take an image, too.",
      "Exit code 0 only if all came to Run in time."
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Drill.EXIT_USAGE,
    exitCodeOnExecutionException = Drill.EXIT_BUG)
final class LoadCommand implements Callable<Integer> {
  private static final int APS_MAX = 10_000;
  private static final int FIRST_FLEET = 10;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--aps",
      paramLabel = "N",
      defaultValue = "1000",
      description = "The last fleet, 1 to " + APS_MAX + "; default ${DEFAULT-VALUE}.")
  private int aps;

  @Option(
      names = "--image-bytes",
      paramLabel = "BYTES",
      defaultValue = "512000",
      description =
          "Size of the image that all take, a multiple of "
              + DrillImage.UNIT_BYTES
              + ", at least two of them; 0: none; default ${DEFAULT-VALUE}.")
  private long imageBytes;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "For each fleet; default ${DEFAULT-VALUE}.")
  private int timeoutSeconds;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private AgainstOptions against;

  @Option(
      names = "--family",
      paramLabel = "NAME",
      defaultValue = DrillAp.FAMILY,
      description = "With --against: the APs' images; default ${DEFAULT-VALUE}.")
  private String family = DrillAp.FAMILY;

  @Option(
      names = "--running",
      paramLabel = "VERSION",
      defaultValue = DrillAp.RUNNING_VERSION,
      description = "With --against: what the APs say they run; default ${DEFAULT-VALUE}.")
  private String running = DrillAp.RUNNING_VERSION;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() throws InterruptedException {
    if (aps < 1 || aps > APS_MAX) {
      throw usage("--aps " + aps + ": 1 to " + APS_MAX);
    }
    if (imageBytes != 0
        && (imageBytes < DrillImage.BYTES_MIN || imageBytes % DrillImage.UNIT_BYTES != 0)) {
      throw usage(
          "--image-bytes %d: 0, or a multiple of %d, at least %d"
              .formatted(imageBytes, DrillImage.UNIT_BYTES, DrillImage.BYTES_MIN));
    }
    Targets.check(spec.commandLine(), json);
    Optional<Against> elsewhere = against.controller();
    for (String option :
        elsewhere.isPresent() ? List.of("--image-bytes") : List.of("--family", "--running")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw usage(
            option + (elsewhere.isPresent() ? " does nothing with" : " is for") + " --against");
      }
    }
    try {
      Load load = elsewhere.isPresent() ? against(elsewhere.get()) : own();
      if (json != null) {
        Files.writeString(json, LoadRow.json(load.rows()));
      }
      return load.rows().stream().allMatch(LoadRow::whole) ? 0 : Drill.EXIT_FAILED;
    } catch (IOException e) {
      spec.commandLine().getErr().println("drill: the load cannot run: " + e.getMessage());
      return Drill.EXIT_UNAVAILABLE;
    }
  }

  private Load own() throws IOException, InterruptedException {
    Path top = Drill.top().orElseThrow(() -> usage("start it with test-fixtures/bin/drill"));
    Path work = Files.createDirectories(top.resolve(".drill/load"));
    Load load = load();
    for (int size : sizes()) {
      load.own(size, work, top.resolve(".drill/cache"), imageBytes);
    }
    return load;
  }

  private Load against(Against where) throws IOException, InterruptedException {
    Load load = load();
    load.against(aps, where, family, running);
    return load;
  }

  private Load load() {
    return new Load(
        spec.commandLine().getOut(),
        spec.commandLine().getErr(),
        Duration.ofSeconds(timeoutSeconds));
  }

  /** 10, 100, ... and the last. */
  private List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    for (int size = FIRST_FLEET; size < aps; size *= FIRST_FLEET) {
      sizes.add(size);
    }
    sizes.add(aps);
    return sizes;
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
