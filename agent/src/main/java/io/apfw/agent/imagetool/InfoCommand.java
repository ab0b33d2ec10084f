package io.apfw.agent.imagetool;

import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.agent.update.Failures;
import io.apfw.storage.image.ImageReader;
import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.Manifest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code info IMAGE}: what an image says of itself, believed or not. */
@Command(
    name = "info",
    description = "Shows what an image file says of itself; verifies nothing.",
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.BUG)
final class InfoCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  @Parameters(paramLabel = "IMAGE", description = "The image file.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private Path image;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(image))) {
      ImageHead head = new ImageReader(in).readHead();
      Map<String, Object> view = ManifestView.of(Manifest.parse(head.manifest()));
      view.put("imageBytes", Files.size(image));
      view.put("signed", head.signature().length > 0);
      if (json) {
        out.println(JsonWriter.indent("  ").string().object(view).done());
      } else {
        view.forEach((key, value) -> out.println("%-19s : %s".formatted(key, value)));
      }
      return ExitCode.OK;
    } catch (ImageRefusedException e) {
      spec.commandLine().getErr().println(Failures.of(e).line());
      return ExitCode.IMAGE_REFUSED;
    }
  }
}
