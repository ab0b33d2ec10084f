package io.apfw.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apfw.fetch.Fetcher.Request;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Debian's OpenSSH. Passwords are those of the machine's users; as root, the server gets a mount
 * namespace of its own in which there is one more user.
 */
@Tag("interop")
class SshdInteropTest {
  private static final String LISTENS = "Server listening on 127.0.0.1";
  private static final String STRANGER = "apfw-interop";
  private static final String PASSWORD = "correct horse";
  private static final String USER = System.getProperty("user.name");
  private static final boolean ROOT = USER.equals("root");

  /** Where sshd as root wants an empty directory for its unprivileged part. */
  private static final Path PRIVILEGE_SEPARATION = Path.of("/run/sshd");

  @TempDir private Path directory;

  private final byte[] file = new byte[20_000_000];
  private final Deque<RealServer> servers = new ArrayDeque<>();
  private Set<String> pinned = Set.of();
  private Optional<Path> knownHosts = Optional.empty();
  private Optional<Path> key = Optional.empty();

  @BeforeEach
  void serve() throws Exception {
    new Random(7).nextBytes(file);
    // The user of the passwords is not the one that the directory belongs to.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.write(directory.resolve("image.apfw"), file);
    generate("host", "ed25519");
    if (ROOT) {
      Files.createDirectories(PRIVILEGE_SEPARATION);
      Files.setPosixFilePermissions(
          PRIVILEGE_SEPARATION, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    servers.add(RealServer.tcp(this::command, LISTENS));
    pinned = Set.of(fingerprint());
  }

  @AfterEach
  void end() {
    servers.forEach(RealServer::close);
  }

  private RealServer server() {
    return servers.getLast();
  }

  private List<String> command(int port) throws IOException {
    Path configuration =
        RealServer.write(
            directory.resolve("sshd_config"),
            "ListenAddress 127.0.0.1",
            "Port " + port,
            "HostKey " + directory.resolve("host"),
            "PidFile none",
            "UsePAM no",
            "StrictModes no",
            "PermitRootLogin yes",
            "AuthorizedKeysFile " + directory.resolve("authorized"),
            "Subsystem sftp internal-sftp");
    String sshd = RealServer.program("sshd", "sshd");
    if (!ROOT) {
      return List.of(sshd, "-D", "-e", "-f", configuration.toString());
    }
    addUser("passwd", STRANGER + ":x:54321:65534::" + directory + ":/bin/false");
    addUser("shadow", STRANGER + ":" + run("openssl", "passwd", "-6", PASSWORD) + ":19000::::::");
    return List.of(
        "unshare",
        "--mount",
        "sh",
        "-c",
        "mount --bind \"$0/passwd\" /etc/passwd && mount --bind \"$0/shadow\" /etc/shadow"
            + " && exec \"$1\" -D -e -f \"$2\"",
        directory.toString(),
        sshd,
        configuration.toString());
  }

  private void addUser(String database, String line) throws IOException {
    Path copy = directory.resolve(database);
    Files.write(copy, Files.readAllBytes(Path.of("/etc", database)));
    Files.setPosixFilePermissions(
        copy,
        PosixFilePermissions.fromString(database.equals("shadow") ? "rw-------" : "rw-r--r--"));
    Files.write(
        copy, ("\n" + line + "\n").getBytes(StandardCharsets.US_ASCII), StandardOpenOption.APPEND);
  }

  private void generate(String name, String kind) throws IOException {
    run("ssh-keygen", "-q", "-t", kind, "-N", "", "-f", directory.resolve(name).toString());
  }

  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError(Arrays.toString(command) + ": " + output);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return output.strip();
  }

  private String fingerprint() throws IOException {
    return run("ssh-keygen", "-l", "-f", directory.resolve("host.pub").toString()).split(" ", 3)[1];
  }

  private void logInByKey(String kind) throws IOException {
    generate("login", kind);
    Files.copy(directory.resolve("login.pub"), directory.resolve("authorized"));
    key = Optional.of(directory.resolve("login"));
  }

  private Location at(String credentials, String path) throws FetchException {
    return Location.parse("sftp://" + credentials + "@127.0.0.1:" + server().port() + path);
  }

  private Location image() throws FetchException {
    return at(USER, directory.resolve("image.apfw").toString());
  }

  private Collector fetch(Request request) throws Exception {
    Collector all = new Collector();
    fetch(request, all);
    return all;
  }

  private void fetch(Request request, Fetcher.Sink sink) throws Exception {
    new SftpFetcher(
            new SftpSettings(
                FetchBench.LONG_MILLIS,
                FetchBench.LONG_MILLIS,
                pinned,
                knownHosts,
                Optional.empty(),
                key))
        .fetch(request, sink, new Cancellation());
  }

  private FetchException failure(Location location) {
    return catchThrowableOfType(
        FetchException.class, () -> fetch(Request.whole(location, file.length)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void aKeyLogsIn(String kind) throws Exception {
    logInByKey(kind);
    Request whole = Request.whole(image(), file.length);
    Collector all = fetch(whole);
    assertThat(all.all()).isEqualTo(file);
    Collector part = fetch(whole.part(1_000_003, OptionalLong.of(70_001), all.facts().validator()));
    assertThat(part.all()).isEqualTo(Arrays.copyOfRange(file, 1_000_003, 1_070_004));
  }

  @Test
  void aPasswordLogsInAndAWrongOneDoesNot() throws Exception {
    assertThat(ROOT).as("root: nobody else may add a user to a namespace").isTrue();
    String path = directory.resolve("image.apfw").toString();
    String right = PASSWORD.replace(" ", "%20");
    assertThat(fetch(Request.whole(at(STRANGER + ":" + right, path), file.length)).all())
        .isEqualTo(file);
    FetchException wrong = failure(at(STRANGER + ":wrong", path));
    assertThat(wrong.failure().cause()).isEqualTo(Cause.ACCESS_REFUSED);
    assertThat(wrong).hasMessageNotContaining("wrong");
  }

  @Test
  void aStrangersKeyDoesNotLogIn() throws Exception {
    logInByKey("ed25519");
    Files.delete(directory.resolve("authorized"));
    assertThat(failure(image()).failure().cause()).isEqualTo(Cause.ACCESS_REFUSED);
  }

  @Test
  void aLineOfKnownHostsIsAsGoodAsAPin() throws Exception {
    logInByKey("ed25519");
    pinned = Set.of();
    Path known = directory.resolve("known_hosts");
    knownHosts = Optional.of(known);
    String line = "[127.0.0.1]:" + server().port() + " ";
    String hostKey = Files.readString(directory.resolve("host.pub"));
    Files.writeString(known, line + hostKey);
    assertThat(fetch(Request.whole(image(), file.length)).all()).isEqualTo(file);
    run("ssh-keygen", "-H", "-f", known.toString());
    assertThat(Files.readString(known)).as("hashed").startsWith("|1|");
    assertThat(fetch(Request.whole(image(), file.length)).all()).isEqualTo(file);
  }

  @Test
  void anotherHostKeyIsRefusedByItsFingerprint() throws Exception {
    logInByKey("ed25519");
    pinned = Set.of("SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    FetchException refused = failure(image());
    assertThat(refused.failure().cause()).isEqualTo(Cause.SERVER_UNTRUSTED);
    assertThat(refused).hasMessageContaining(fingerprint());
  }

  @Test
  void saysThatThereIsNoSuchFile() throws Exception {
    logInByKey("ed25519");
    assertThat(failure(at(USER, directory.resolve("none.apfw").toString())).failure().cause())
        .isEqualTo(Cause.FILE_NOT_FOUND);
  }

  @Test
  void goesOnWhereItWasCut() throws Exception {
    logInByKey("ed25519");
    Request whole = Request.whole(image(), file.length);
    Collector first = new Collector();
    Fetcher.Sink killing =
        new Fetcher.Sink() {
          @Override
          public void begins(Fetcher.Facts facts) {
            first.begins(facts);
          }

          @Override
          public void bytes(byte[] buffer, int offset, int length) throws FetchException {
            first.bytes(buffer, offset, length);
            server().kill();
          }
        };
    FetchException cut = catchThrowableOfType(FetchException.class, () -> fetch(whole, killing));
    assertThat(cut.failure().cause()).as(cut.getMessage()).isEqualTo(Cause.TRANSFER_CUT);
    assertThat(failure(image()).failure().cause()).isEqualTo(Cause.SERVER_UNREACHABLE);
    servers.add(RealServer.again(server(), this::command, LISTENS));
    int got = first.all().length;
    Collector rest = fetch(whole.part(got, OptionalLong.empty(), first.facts().validator()));
    assertThat(rest.facts().offset()).isEqualTo(got);
    assertThat(first.all()).isEqualTo(Arrays.copyOf(file, got));
    assertThat(rest.all()).isEqualTo(Arrays.copyOfRange(file, got, file.length));
  }
}
