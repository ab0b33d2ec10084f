package io.apfw.agent.imagetool;

import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.agent.update.Failures;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.image.ImageReader;
import io.apfw.storage.trust.Expectation;
import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.Manifest;
import io.apfw.storage.trust.TimeReading;
import io.apfw.storage.trust.TrustStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
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

/** {@code apfw-image extract}: an image's parts as files. */
@Command(
    name = "extract",
    description = "Verifies an image, then writes its parts into a new directory.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the parts are there",
      "65:the image is refused, nothing was written",
      "74:a file cannot be read or written, or the directory is there already"
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.BUG)
final class ExtractCommand implements Callable<Integer> {
  /** By whom, or not at all. */
  static final class Trust {
    @Option(
        names = "--trust",
        paramLabel = "PEM",
        description = "Root certificates that the signer must chain to.")
    private @Nullable Path roots;

    @Option(names = "--no-verify", description = "Do not verify: what is written may be anybody's.")
    private boolean none;
  }

  @Mixin HelpOption help = new HelpOption();

  @Parameters(paramLabel = "IMAGE", description = "The image file.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private Path image;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The directory to make; it must not exist.")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private Path out;

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private Trust trust;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, StorageException {
    if (Files.exists(out)) {
      throw new IOException(
          out + " exists: name a directory that does not, nothing is overwritten");
    }
    try {
      if (trust.roots != null) {
        verify(trust.roots);
      }
      say(write());
      return ExitCode.OK;
    } catch (ImageRefusedException e) {
      spec.commandLine().getErr().println(Failures.of(e).line());
      return ExitCode.IMAGE_REFUSED;
    }
  }

  private void verify(Path roots) throws IOException, StorageException, ImageRefusedException {
    try (InputStream in = open()) {
      ImageReader reader = new ImageReader(in);
      reader.copyPayload(
          new ImageVerifier(TrustStore.load(roots))
              .verifyHead(
                  reader.readHead(), Expectation.ANYTHING, TimeReading.certain(Instant.now())),
          block -> {});
    }
  }

  /** Into a directory beside it first, so that no half of an image is ever found under the name. */
  private Manifest write() throws IOException, ImageRefusedException, StorageException {
    Path target = out.toAbsolutePath();
    Path temporary = target.resolveSibling(target.getFileName() + ".new");
    Files.createDirectory(temporary);
    try (InputStream in = open()) {
      ImageReader reader = new ImageReader(in);
      ImageHead head = reader.readHead();
      Manifest manifest = Manifest.parse(head.manifest());
      Files.write(temporary.resolve("manifest"), head.manifest());
      Files.write(temporary.resolve("manifest.p7s"), head.signature());
      Files.write(temporary.resolve("blockmap"), head.blockMap());
      try (OutputStream file =
              Files.newOutputStream(
                  temporary.resolve(manifest.payloadName()), StandardOpenOption.CREATE_NEW);
          WritableByteChannel channel = Channels.newChannel(file)) {
        reader.copyUnverified(manifest, block -> writeAll(channel, block));
      }
      Files.move(temporary, target);
      return manifest;
    } catch (UncheckedIOException e) {
      remove(temporary);
      throw e.getCause();
    } catch (IOException | ImageRefusedException e) {
      remove(temporary);
      throw e;
    }
  }

  private static void writeAll(WritableByteChannel channel, ByteBuffer block) {
    try {
      while (block.hasRemaining()) {
        channel.write(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(image));
  }

  private void say(Manifest manifest) {
    boolean verified = !trust.none;
    if (json) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("directory", out.toString());
      view.put("verified", verified);
      view.putAll(ManifestView.of(manifest));
      spec.commandLine().getOut().println(JsonWriter.indent("  ").string().object(view).done());
    } else {
      spec.commandLine()
          .getOut()
          .println(
              "%s: %s %s, %s"
                  .formatted(
                      out,
                      manifest.family(),
                      manifest.version(),
                      verified ? "verified" : "NOT verified"));
    }
  }
}
