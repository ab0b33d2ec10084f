package io.apfw.drills.load;

import io.apfw.capwap.wtp.Ac;
import io.apfw.capwap.wtp.Endpoint;
import io.apfw.drills.boot.LauncherProcess;
import io.apfw.drills.image.DrillImage;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.lab.DrillPki;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code drill controller} as a process of its own, on ports of the system's choice. */
final class LoadController implements Closeable {
  private static final String ADDRESS = "127.0.0.1";
  private static final Pattern LISTENING =
      Pattern.compile(" is listening on \\S+\\[(\\d+)], data channel on port (\\d+)$");
  private static final long START_SECONDS = 60;
  private static final long SEED = 17_9_4_27;

  private final LauncherProcess process;
  private final BufferedWriter log;
  private final Ac ac;

  private LoadController(LauncherProcess process, BufferedWriter log, Ac ac) {
    this.process = process;
    this.log = log;
    this.ac = ac;
  }

  /**
   * Starts one that has an image for everybody.
   *
   * @param directory gets its keys, image, configuration and log
   * @param cache of unsigned images
   * @param imageBytes size of the image, as {@link DrillImage} takes it
   * @throws IOException if it does not listen within {@value #START_SECONDS} s
   */
  static LoadController start(
      Path directory, Path cache, DrillPki pki, String version, long imageBytes)
      throws IOException, InterruptedException {
    Path images = Files.createDirectories(directory.resolve("images"));
    new DrillImage(DrillAp.FAMILY, version, DrillAp.HARDWARE, imageBytes, SEED)
        .make(cache, pki.signer(), images.resolve(DrillAp.FAMILY));
    Path config =
        Files.writeString(
            directory.resolve("controller.yaml"),
            """
            listen: {address: %s, controlPort: 0, dataPort: 0}
            dtls: {key: keys/ac.key, certificate: keys/ac.pem, trust: keys/network-roots.pem}
            image: {path: images}
            """
                .formatted(ADDRESS));
    pki.write(directory.resolve("keys"));
    Path logFile = directory.resolve("controller.log");
    BufferedWriter log = Files.newBufferedWriter(logFile);
    CompletableFuture<Matcher> listening = new CompletableFuture<>();
    LauncherProcess process =
        LauncherProcess.start(command(config), line -> heard(line, log, listening));
    var unused =
        process
            .onExit()
            .thenAccept(
                code -> listening.completeExceptionally(new IOException("it ended with " + code)));
    try {
      Matcher ports = listening.get(START_SECONDS, TimeUnit.SECONDS);
      return new LoadController(
          process,
          log,
          new Ac(
              new Endpoint(ADDRESS, Integer.parseInt(ports.group(1))),
              Integer.parseInt(ports.group(2))));
    } catch (ExecutionException | TimeoutException e) {
      process.stop();
      log.close();
      throw new IOException(
          "the controller does not listen: %s; its log is in %s".formatted(e, logFile), e);
    }
  }

  /** This Java, with these classes. */
  private static List<String> command(Path config) {
    return List.of(
        ProcessHandle.current().info().command().orElse("java"),
        "-cp",
        System.getProperty("java.class.path"),
        "io.apfw.drills.Drill",
        "controller",
        "--config",
        config.toString());
  }

  private static void heard(String line, BufferedWriter log, CompletableFuture<Matcher> listening) {
    try {
      log.write(line);
      log.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Matcher ports = LISTENING.matcher(line);
    if (ports.find()) {
      listening.complete(ports);
    }
  }

  /** Where it listens. */
  Ac ac() {
    return ac;
  }

  /** Processor time it has used. */
  Duration cpu() {
    return process.cpu();
  }

  /** The most memory it had. */
  long peakRssKib() {
    return process.peakRssKib();
  }

  @Override
  public void close() throws IOException {
    process.stop();
    try {
      process.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.close();
  }
}
