package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.ac.Ac;
import io.apfw.drills.ac.AcLines;
import io.apfw.drills.check.ControllerLog;
import io.apfw.drills.check.LogOrder;
import io.apfw.fetch.RealServer;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole agent and the drills' controller, whose images stand on Debian's OpenSSH and tftpd-hpa,
 * or ought to.
 */
@Tag("interop")
class ImageServersInteropTest {
  private static final Duration PATIENCE = Duration.ofSeconds(Patience.SECONDS);
  private static final String USER = System.getProperty("user.name");
  private static final String NO_FILE = "No such file or directory";
  private static final String GIVEN_UP = "Disjoined Image Download Failed$";

  /** Where sshd as root wants an empty directory for its unprivileged part. */
  private static final Path PRIVILEGE_SEPARATION = Path.of("/run/sshd");

  @TempDir private Path directory;
  private Path images = Path.of("");
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final AcLines log = new AcLines(line -> {});
  private Laboratory lab;

  @BeforeEach
  void lay() throws Exception {
    lab = new Laboratory(Files.createDirectory(directory.resolve("ap")));
    open.push(lab::close);
    lab.root()
        .issue(LeafSpec.of("ac", Purpose.CAPWAP_AC))
        .write(directory.resolve("ac.key"), directory.resolve("ac.pem"));
    lab.root().writeCertificate(directory.resolve("roots.pem"));
    images = Files.createDirectories(directory.resolve("images/EWC"));
    Files.move(lab.image("ap1g8", "17.9.4.27"), images.resolve("ap1g8"));
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private void controller(String mode, int port, String fetch, String... commands)
      throws Exception {
    String user = mode.equals("sftp") ? ", user: " + USER : "";
    Path file =
        Files.writeString(
            directory.resolve("ac.yaml"),
            """
            listen: {controlPort: 0, dataPort: 0}
            dtls: {key: ac.key, certificate: ac.pem, trust: roots.pem}
            image: {mode: %s, server: 127.0.0.1, port: %d%s, version: 17.9.4.27}
            fetch: %s
            """
                .formatted(mode, port, user, fetch));
    Ac ac = Ac.start(file, new PrintWriter(log), Clock.systemUTC());
    open.push(ac);
    ac.command("configure terminal", false);
    ac.command("wireless profile image-download default", false);
    ac.command("image-download-mode " + mode, false);
    for (String command : commands) {
      ac.command(command, false);
    }
    lab.find(
        """
        controller: {addresses: ["127.0.0.1:%d"], dataPort: %d}
        discovery: {intervalMillis: 20, maxIntervalMillis: 20}"""
            .formatted(ac.controlAddress().getPort(), ac.dataAddress().getPort()),
        "127.0.0.1");
  }

  private RealServer sshd() throws Exception {
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", directory.resolve("host").toString());
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", directory.resolve("login").toString());
    if (USER.equals("root")) {
      Files.createDirectories(PRIVILEGE_SEPARATION);
      Files.setPosixFilePermissions(
          PRIVILEGE_SEPARATION, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    RealServer server =
        RealServer.tcp(
            port ->
                List.of(
                    RealServer.program("sshd", "sshd"),
                    "-D",
                    "-e",
                    "-f",
                    RealServer.write(
                            directory.resolve("sshd_config"),
                            "ListenAddress 127.0.0.1",
                            "Port " + port,
                            "HostKey " + directory.resolve("host"),
                            "PidFile none",
                            "UsePAM no",
                            "StrictModes no",
                            "PermitRootLogin yes",
                            "AuthorizedKeysFile " + directory.resolve("login.pub"),
                            "Subsystem sftp internal-sftp")
                        .toString()),
            "Server listening on 127.0.0.1");
    open.push(server);
    return server;
  }

  private RealServer tftpd() throws IOException {
    RealServer server =
        RealServer.udp(
            port ->
                List.of(
                    RealServer.program("in.tftpd", "in.tftpd"),
                    "--foreground",
                    "--address",
                    "127.0.0.1:" + port,
                    "--user",
                    USER,
                    directory.toString()));
    open.push(server);
    return server;
  }

  private String key() throws IOException {
    return "{sftpKey: login, sftpHostKeys: [\"%s\"]}".formatted(fingerprint());
  }

  private String fingerprint() throws IOException {
    return run("ssh-keygen", "-l", "-f", directory.resolve("host.pub").toString()).split(" ", 3)[1];
  }

  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  /** Boots an AP that gives up soon, and waits until the controller has found out as well. */
  private RunningAgent bootInVain() throws Exception {
    lab.timers("{imageDataStartMillis: 1000, dtlsSessionDeleteMillis: 20}");
    RunningAgent agent = lab.boot();
    agent.awaitLine("Going to restart CAPWAP (reason : image download cannot start)...");
    assertThat(log.await(GIVEN_UP, PATIENCE)).as("%s", log.all()).isTrue();
    assertThat(log.await("Failed to install_add package", PATIENCE)).as("%s", log.all()).isTrue();
    return agent;
  }

  private String said(String words) {
    return log.all().stream().filter(line -> line.contains(words)).findFirst().orElse("nothing");
  }

  @Test
  void anImageComesFromOpensshAndIsRelayed() throws Exception {
    RealServer server = sshd();
    controller("sftp", server.port(), key(), "sftp-image-path " + images);

    assertThat(lab.boot().awaitEnd()).isEqualTo(ExitCode.OK);
    RunningAgent second = lab.boot();
    second.awaitLine("Trial passed: part1 is good, version 17.9.4.27");
    assertThat(second.stop()).isEqualTo(ExitCode.OK);

    String url = "sftp://******@127.0.0.1:" + server.port() + images + "/ap1g8";
    assertThat(LogOrder.failures(log.all(), ControllerLog.success(url))).isEmpty();
  }

  @Test
  void wrongPathsAreNamedAsTheCapturesNameThem() throws Exception {
    RealServer server = sshd();
    controller("sftp", server.port(), key(), "sftp-image-path /Documents/Wrong-Path");
    bootInVain();
    String url = "sftp://******@127.0.0.1:" + server.port() + "/Documents/Wrong-Path/ap1g8";
    assertThat(LogOrder.failures(log.all(), ControllerLog.failure(url, NO_FILE))).isEmpty();
  }

  @Test
  void aWrongTftpPathIsNamedAsTheCaptureNamesIt() throws Exception {
    RealServer server = tftpd();
    // It does not change its root, so the path is the machine's: with a slash of its own.
    String path = "/" + directory.resolve("Wrong-Path");
    controller("tftp", server.port(), "{tftpTimeoutSeconds: 1}", "tftp-image-path " + path);
    bootInVain();
    assertThat(said("Failed to download file"))
        .endsWith("127.0.0.1:" + server.port() + path + "/ap1g8: " + NO_FILE);
  }

  @Test
  void aWrongPasswordIsNamedAndNotPrinted() throws Exception {
    RealServer server = sshd();
    controller(
        "sftp",
        server.port(),
        "{sftpHostKeys: [\"%s\"]}".formatted(fingerprint()),
        "sftp-image-path " + images,
        "sftp-password 0 no such word");
    bootInVain();
    assertThat(said("Failed to download file")).endsWith(": Permission denied");
    assertThat(log.all()).noneMatch(line -> line.contains("no such word"));
  }

  @Test
  void aClosedPortRefuses() throws Exception {
    int closed;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = free.getLocalPort();
    }
    controller("sftp", closed, "{}");
    bootInVain();
    assertThat(said("Failed to download file")).endsWith(": Connection refused");
  }

  @Test
  void aSilentHostTimesOut() throws Exception {
    DatagramSocket silent =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    open.push(silent);
    controller(
        "tftp",
        silent.getLocalPort(),
        "{tftpTimeoutSeconds: 1, tftpRepetitionsMax: 0}",
        "tftp-image-path EWC/17_9_4a");
    bootInVain();
    assertThat(said("Failed to download file"))
        .endsWith("127.0.0.1:%d/EWC/17_9_4a/ap1g8: Timed out".formatted(silent.getLocalPort()));
  }
}
