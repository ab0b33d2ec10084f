package io.apfw.agent.imagetool;

import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.agent.update.Failures;
import io.apfw.storage.image.ImageBuilder;
import io.apfw.storage.image.ImageSigner;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:it is signed",
      "65:it is no image",
      "69:the token with the key cannot be used",
      "74:a file cannot be read or written"
    },
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

  @ArgGroup(exclusive = false, heading = "Time-stamped by:%n")
  private @Nullable TimestampOptions authority;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path target = out == null ? image : out;
    try {
      ImageSigner by = signer.load(spec.commandLine());
      TimestampOptions stamp = authority;
      Manifest manifest =
          ImageBuilder.signed(
              image,
              head ->
                  stamp == null ? by.sign(head.manifest()) : stamp.stamp(by.sign(head.manifest())),
              target);
      say(manifest, target, by);
      return ExitCode.OK;
    } catch (Pkcs11Token.TokenException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ExitCode.PEER_UNAVAILABLE;
    } catch (ImageRefusedException e) {
      spec.commandLine().getErr().println(Failures.of(e).line());
      return ExitCode.IMAGE_REFUSED;
    }
  }

  private void say(Manifest manifest, Path target, ImageSigner by) {
    String name = by.chain().get(0).getSubjectX500Principal().getName();
    if (json) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("image", target.toString());
      view.put("signer", name);
      view.put("timestamped", authority != null);
      view.putAll(ManifestView.of(manifest));
      spec.commandLine().getOut().println(JsonWriter.indent("  ").string().object(view).done());
    } else {
      spec.commandLine()
          .getOut()
          .println(
              "%s: %s %s, signed by %s%s"
                  .formatted(
                      target,
                      manifest.family(),
                      manifest.version(),
                      name,
                      authority == null ? "" : " and time-stamped"));
    }
  }
}
