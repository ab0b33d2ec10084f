package io.apfw.agent.imagetool;

import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.storage.image.ImageBuilder;
import io.apfw.storage.image.ImageSigner;
import io.apfw.storage.image.ImageSpec;
import io.apfw.storage.trust.Manifest;
import io.apfw.storage.trust.Pem;
import io.apfw.storage.trust.TrustUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code apfw-image build}: makes an image file, signed when it is told who signs. */
@Command(
    name = "build",
    description = "Makes an image file from a root file system.",
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.BUG)
final class BuildCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  @Option(names = "--payload", required = true, description = "The root file system, raw.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private Path payload;

  @Option(names = "--payload-name", description = "Its name in the image: ${DEFAULT-VALUE}.")
  private String payloadName = "rootfs.img";

  @Option(names = "--family", required = true, description = "Image family, such as ap1g8.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private String family;

  @Option(names = "--version", required = true, description = "Version, such as 17.9.4.27.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private String version;

  @Option(
      names = "--security-version",
      required = true,
      description = "A number that only grows; an AP installs nothing below its own.")
  private long securityVersion;

  @Option(
      names = "--hardware",
      required = true,
      paramLabel = "ID",
      description = "A hardware id that the image is for; may be given several times.")
  private List<String> hardware = new ArrayList<>();

  @Option(
      names = "--minimum-agent-version",
      description = "Oldest agent that can install it: ${DEFAULT-VALUE}.")
  private String minimumAgentVersion = "0.1";

  @Option(
      names = "--build-time",
      description = "ISO 8601; now, or SOURCE_DATE_EPOCH, if not given.")
  private @Nullable Instant buildTime;

  @Option(
      names = "--vendor",
      paramLabel = "N",
      description = "IANA enterprise number of the vendor; APs of another refuse the image.")
  private @Nullable Long vendor;

  @ArgGroup(exclusive = false, heading = "Bringing new roots for the signers of later images:%n")
  private @Nullable TrustOptions trust;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(names = "--out", required = true, description = "The image file to make.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private Path out;

  @ArgGroup(exclusive = false, heading = "Signed by, or left unsigned:%n")
  private @Nullable SignerOptions signer;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  /** What a trust update is. */
  static final class TrustOptions {
    @Option(
        names = "--trust-serial",
        required = true,
        paramLabel = "N",
        description = "Serial of the update, above that of every earlier one.")
    private long serial;

    @Option(
        names = "--trust-roots",
        required = true,
        paramLabel = "PEM",
        description = "All roots from then on; the signer of this image must be below one.")
    @SuppressWarnings("NullAway.Init") // set by Picocli
    private Path roots;

    TrustUpdate load() throws IOException {
      return new TrustUpdate(serial, Pem.certificates(roots));
    }
  }

  @Override
  public Integer call() throws IOException {
    try {
      return build();
    } catch (Pkcs11Token.TokenException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ExitCode.PEER_UNAVAILABLE;
    }
  }

  private Integer build() throws IOException {
    Optional<ImageSigner> by =
        signer == null ? Optional.empty() : Optional.of(signer.load(spec.commandLine()));
    Manifest manifest;
    try {
      manifest =
          ImageBuilder.build(
              new ImageSpec(
                  family,
                  version,
                  securityVersion,
                  hardware,
                  minimumAgentVersion,
                  buildTime == null ? defaultBuildTime() : buildTime,
                  payloadName,
                  vendor == null ? OptionalLong.empty() : OptionalLong.of(vendor),
                  trust == null ? Optional.empty() : Optional.of(trust.load())),
              payload,
              by,
              out);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    if (json) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("image", out.toString());
      view.put("imageBytes", Files.size(out));
      view.put("signed", by.isPresent());
      view.putAll(ManifestView.of(manifest));
      spec.commandLine().getOut().println(JsonWriter.indent("  ").string().object(view).done());
      return ExitCode.OK;
    }
    spec.commandLine()
        .getOut()
        .println(
            "%s: %s %s, %d bytes, %s"
                .formatted(
                    out,
                    manifest.family(),
                    manifest.version(),
                    Files.size(out),
                    by.isPresent() ? "signed" : "not signed"));
    return ExitCode.OK;
  }

  /** SOURCE_DATE_EPOCH is how reproducible builds say what time it is. */
  private static Instant defaultBuildTime() {
    String epoch = System.getenv("SOURCE_DATE_EPOCH");
    return epoch == null ? Instant.now() : Instant.ofEpochSecond(Long.parseLong(epoch));
  }
}
