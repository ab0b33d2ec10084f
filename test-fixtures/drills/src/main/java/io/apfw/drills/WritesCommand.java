package io.apfw.drills;

import io.apfw.drills.writes.Mutant;
import io.apfw.drills.writes.RecordedRun;
import io.apfw.drills.writes.WritesException;
import io.apfw.drills.writes.WritesResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drill writes}. */
@Command(
    name = "writes",
    description = {
      "Judges what power cuts could have left of a virtual AP's disk, by the log of its writes"
          + " (QEMU's blklogwrites, one for each boot): every prefix, with writes that were not"
          + " flushed missing or torn. The environment is read by grub-fstest, and decided as"
          + " GRUB would; what it would boot must be a whole image.",
      "Exit code 0 if nothing is wrong, 1 if something is, 65 if a file is not what it should be."
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Drill.EXIT_USAGE,
    exitCodeOnExecutionException = Drill.EXIT_BUG)
final class WritesCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Option(
      names = "--disk",
      required = true,
      paramLabel = "FILE",
      description = "The disk before the first write.")
  private Path disk;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Option(
      names = "--image",
      required = true,
      paramLabel = "FILE",
      description = "An image that was offered; repeatable.")
  private List<Path> images;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Option(
      names = "--trust",
      required = true,
      paramLabel = "PEM",
      description = "Roots of who signed the images.")
  private Path roots;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of what is drawn; default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--mutant",
      paramLabel = "NAME",
      defaultValue = "none",
      description =
          "Judges what a wrong agent would have written: no-flush (nothing was ever flushed) or"
              + " flag-first (the environment was written before the slot). Something must be"
              + " found.")
  private String mutant = "none";

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the result there as JSON.")
  private @Nullable Path json;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(arity = "1..*", paramLabel = "LOG", description = "The logs, in the boots' order.")
  private List<Path> logs;

  @Override
  public Integer call() {
    Mutant wanted =
        Mutant.named(mutant)
            .orElseThrow(
                () ->
                    new CommandLine.ParameterException(
                        spec.commandLine(),
                        "--mutant " + mutant + ": none, no-flush or flag-first"));
    Targets.check(spec.commandLine(), json);
    try {
      WritesResult result =
          new RecordedRun(disk, logs, images, roots).judge(wanted, seed, Instant.now());
      spec.commandLine().getOut().print(result.table());
      spec.commandLine().getOut().flush();
      if (json != null) {
        Files.writeString(json, result.json());
      }
      return result.passed() ? 0 : Drill.EXIT_FAILED;
    } catch (WritesException e) {
      spec.commandLine().getErr().println("drill: " + e.getMessage());
      return Drill.EXIT_DATA;
    } catch (IOException e) {
      spec.commandLine().getErr().println("drill: the writes cannot be judged: " + e.getMessage());
      return Drill.EXIT_UNAVAILABLE;
    }
  }
}
