package io.apfw.agent.imagetool;

import io.apfw.agent.ExitCode;
import io.apfw.agent.update.Failures;
import io.apfw.storage.image.ImageBuilder;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code apfw-image sign}: signs an image, or signs it anew. */
@Command(
    name = "sign",
    description = "Signs an image file; nothing else in it changes.",
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.BUG)
final class SignCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  @Parameters(paramLabel = "IMAGE", description = "The image file.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private Path image;

  @Option(names = "--out", description = "Another file for the signed image.")
  private @Nullable Path out;

  @ArgGroup(exclusive = false, multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private SignerOptions signer;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path target = out == null ? image : out;
    try {
      Manifest manifest = ImageBuilder.sign(image, signer.load(), target);
      spec.commandLine()
          .getOut()
          .println("%s: %s %s, signed".formatted(target, manifest.family(), manifest.version()));
      return ExitCode.OK;
    } catch (ImageRefusedException e) {
      spec.commandLine().getErr().println(Failures.of(e).line());
      return ExitCode.IMAGE_REFUSED;
    }
  }
}
