package io.apfw.agent.imagetool;

import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.agent.update.Failures;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.image.ImageReader;
import io.apfw.storage.trust.Expectation;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.Revocation;
import io.apfw.storage.trust.SignerNames;
import io.apfw.storage.trust.SignerPolicy;
import io.apfw.storage.trust.TimeReading;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.VerifiedHead;
import io.apfw.update.UpdateFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify IMAGE}: the same judgement that the agent passes, on a file. */
@Command(
    name = "verify",
    description = "Verifies an image file from its signature to its last byte.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:the image is good", "65:it is refused, with the numbered reason"},
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.BUG)
final class VerifyCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  @Parameters(paramLabel = "IMAGE", description = "The image file.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private Path image;

  @Option(
      names = "--trust",
      required = true,
      paramLabel = "PEM",
      description = "Root certificates that signers must chain to.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private Path trust;

  @Option(names = "--family", description = "Family that it must be of.")
  private @Nullable String family;

  @Option(names = "--version", description = "Version that it must be.")
  private @Nullable String version;

  @Option(names = "--hardware", paramLabel = "ID", description = "Hardware that it must be for.")
  private @Nullable String hardware;

  @Option(
      names = "--security-floor",
      paramLabel = "N",
      description = "Lowest security version: ${DEFAULT-VALUE}.")
  private long securityFloor;

  @Option(names = "--slot-bytes", paramLabel = "N", description = "Size of the slot.")
  private @Nullable Long slotBytes;

  @Option(
      names = "--signer",
      paramLabel = "NAME",
      description = "Who may sign: a subject, or DNS:, URI: or email: and an alternative name.")
  private List<String> signers = new ArrayList<>();

  @Option(
      names = "--crl",
      paramLabel = "FILE",
      description = "Revocation lists, PEM or DER, a file or a directory.")
  private @Nullable Path crl;

  @Option(
      names = "--revocation",
      description = "What they decide, OFF, KNOWN or REQUIRED: ${DEFAULT-VALUE}.")
  private Revocation.Rule revocation = Revocation.Rule.KNOWN;

  @Option(
      names = "--tsa-trust",
      paramLabel = "PEM",
      description = "Roots of time-stamp authorities; by their word an expired signer passes.")
  private @Nullable Path timestampTrust;

  @Option(names = "--vendor", paramLabel = "N", description = "Vendor that it may not differ from.")
  private @Nullable Long vendor;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Judge at this ISO 8601 time, not now.")
  private @Nullable Instant at;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, StorageException {
    ImageVerifier verifier = new ImageVerifier(policy());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(image))) {
      ImageReader reader = new ImageReader(in);
      VerifiedHead head = verifier.verifyHead(reader.readHead(), expectation(), now());
      reader.copyPayload(head, block -> {});
      accept(head);
      return ExitCode.OK;
    } catch (ImageRefusedException e) {
      refuse(Failures.of(e));
      return ExitCode.IMAGE_REFUSED;
    }
  }

  private SignerPolicy policy() throws IOException {
    TrustStore roots = TrustStore.load(trust);
    try {
      return new SignerPolicy(
          () -> roots,
          SignerNames.of(signers),
          new Revocation(revocation, Optional.ofNullable(crl)),
          timestampTrust == null ? Optional.empty() : Optional.of(TrustStore.load(timestampTrust)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private TimeReading now() {
    return TimeReading.certain(at == null ? Instant.now() : at);
  }

  private Expectation expectation() {
    Expectation expected =
        new Expectation(
            Optional.ofNullable(family),
            Optional.ofNullable(version),
            hardware == null ? Set.of() : Set.of(hardware),
            Optional.empty(),
            securityFloor,
            slotBytes == null ? OptionalLong.empty() : OptionalLong.of(slotBytes));
    return vendor == null ? expected : expected.ofVendor(vendor, false);
  }

  private void accept(VerifiedHead head) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("good", true);
      view.put("signer", head.signer());
      view.putAll(ManifestView.of(head.manifest()));
      out.println(JsonWriter.indent("  ").string().object(view).done());
    } else {
      out.println(
          "%s: good: %s %s, signed by %s"
              .formatted(
                  image, head.manifest().family(), head.manifest().version(), head.signer()));
    }
  }

  private void refuse(UpdateFailure failure) {
    if (json) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("good", false);
      view.put("errorNumber", failure.cause().number());
      view.put("error", failure.cause().name());
      view.put("sentence", failure.cause().sentence());
      view.put("detail", failure.detail());
      spec.commandLine().getOut().println(JsonWriter.indent("  ").string().object(view).done());
    }
    spec.commandLine().getErr().println(failure.line());
  }
}
