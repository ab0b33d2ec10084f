package io.apfw.agent.imagetool;

import io.apfw.agent.ExitCode;
import io.apfw.agent.update.Failures;
import io.apfw.storage.image.ImageBuilder;
import io.apfw.storage.image.ImageReader;
import io.apfw.storage.image.Timestamps;
import io.apfw.storage.trust.ImageRefusedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
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

/** {@code apfw-image timestamp}: asks a time-stamp authority, and takes what it says. */
@Command(
    name = "timestamp",
    description = "Writes a request for a time-stamp authority (RFC 3161), or takes its reply.",
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.BUG)
final class TimestampCommand implements Callable<Integer> {
  private static final int REPLY_BYTES_MAX = 64 * 1024;

  /** One or the other. */
  static final class Step {
    @Option(
        names = "--request",
        paramLabel = "TSQ",
        description = "Write the request for the image's signature here.")
    private @Nullable Path request;

    @Option(
        names = "--reply",
        paramLabel = "TSR",
        description = "Put this reply of the authority into the image's signature.")
    private @Nullable Path reply;
  }

  @Mixin HelpOption help = new HelpOption();

  @Parameters(paramLabel = "IMAGE", description = "The signed image file.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private Path image;

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private Step step;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      if (step.request != null) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(image))) {
          Files.write(step.request, Timestamps.request(new ImageReader(in).readHead().signature()));
        }
        out.println(step.request + ": send it to the authority as application/timestamp-query");
      } else if (step.reply != null) {
        byte[] reply = read(step.reply);
        ImageBuilder.signed(image, head -> Timestamps.withReply(head.signature(), reply), image);
        out.println(image + ": time-stamped");
      }
      return ExitCode.OK;
    } catch (ImageRefusedException e) {
      spec.commandLine().getErr().println(Failures.of(e).line());
      return ExitCode.IMAGE_REFUSED;
    }
  }

  private static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(REPLY_BYTES_MAX + 1);
      if (bytes.length > REPLY_BYTES_MAX) {
        throw new IOException(file + " has more than " + REPLY_BYTES_MAX + " bytes");
      }
      return bytes;
    }
  }
}
