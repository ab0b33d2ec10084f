package io.apfw.agent.imagetool;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.fixtures.pki.KeyKind;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures and time-stamps against the system's OpenSSL, keys inside SoftHSM. */
@Tag("interop")
class SigningInteropTest {
  private static final TestAuthority ROOT = TestAuthority.root("image root");
  private static final TestAuthority ISSUER = ROOT.intermediate("signing");
  private static final String MODULE = "/usr/lib/softhsm/libsofthsm2.so";
  private static final String PIN = "0711-geheim";

  @TempDir Path directory;

  /** What a program did. */
  private record Run(int exit, String output) {}

  @BeforeEach
  void buildAnImage() throws Exception {
    ROOT.writeCertificate(file("root.pem"));
    ISSUER.writeCertificate(file("issuer.pem"));
    Files.write(file("payload"), new byte[100_000]);
    succeed(
        tool(
            "build",
            "--payload",
            path("payload"),
            "--family",
            "ap1g8",
            "--version",
            "17.9.4.27",
            "--security-version",
            "1",
            "--hardware",
            "AP-1",
            "--out",
            path("part.tar")));
  }

  /**
   * OpenSSL verifies what we signed, and we what OpenSSL signed, with each kind of key that OpenSSL
   * 3.0 takes in CMS.
   */
  @ParameterizedTest
  @CsvSource({
    "EC_P256, SHA256, '', ''",
    "EC_P384, SHA384, '', ''",
    "RSA_2048, SHA256, '', ''",
    "RSA_3072, SHA512, --pss, rsa_padding_mode:pss",
  })
  void bothWaysWithEachKindOfKey(KeyKind kind, String digest, String pss, String padding)
      throws Exception {
    signer(kind).write(file("key.pem"), file("cert.pem"));
    List<String> sign =
        new ArrayList<>(
            List.of(
                "sign", path("part.tar"), "--key", path("key.pem"), "--cert", path("cert.pem")));
    sign.addAll(List.of("--digest", digest));
    if (!pss.isEmpty()) {
      sign.add(pss);
    }
    succeed(tool(sign.toArray(String[]::new)));
    succeed(tool("extract", path("part.tar"), "--out", path("x"), "--trust", path("root.pem")));
    succeed(opensslVerify());
    Files.writeString(file("x/manifest"), "x-more: 1\n", StandardOpenOption.APPEND);
    assertThat(opensslVerify().exit()).isNotZero();

    succeed(tool("extract", path("part.tar"), "--out", path("y"), "--no-verify"));
    List<String> theirs =
        new ArrayList<>(
            List.of("openssl", "cms", "-sign", "-binary", "-outform", "DER", "-md", digest));
    theirs.addAll(List.of("-signer", path("cert.pem"), "-certfile", path("issuer.pem")));
    theirs.addAll(List.of("-inkey", path("key.pem"), "-in", path("y/manifest")));
    theirs.addAll(List.of("-out", path("y/manifest.p7s")));
    if (!padding.isEmpty()) {
      theirs.addAll(List.of("-keyopt", padding));
    }
    succeed(run(Map.of(), theirs.toArray(String[]::new)));
    succeed(
        run(
            Map.of(),
            "tar",
            "--format=ustar",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            "-C",
            path("y"),
            "-cf",
            path("theirs.tar"),
            "manifest",
            "manifest.p7s",
            "blockmap",
            "rootfs.img"));
    succeed(tool("verify", path("theirs.tar"), "--trust", path("root.pem")));
  }

  /** A signer that expires tomorrow, stamped by {@code openssl ts}, judged in a year. */
  @Test
  void opensslStampsAndTheSignerPassesAfterItExpired() throws Exception {
    Instant now = Instant.now();
    ISSUER
        .issue(
            LeafSpec.of("image signer", Purpose.CODE_SIGNING)
                .valid(now.minusSeconds(86_400), now.plusSeconds(86_400)))
        .write(file("key.pem"), file("cert.pem"));
    TestAuthority tsaRoot = TestAuthority.root("tsa root");
    tsaRoot.writeCertificate(file("tsa-root.pem"));
    tsaRoot
        .issue(LeafSpec.of("tsa", Purpose.TIME_STAMPING))
        .write(file("tsa.key"), file("tsa.pem"));
    Files.writeString(file("tsa.cnf"), tsaConfiguration());
    Files.writeString(file("serial"), "01\n");
    succeed(tool("sign", path("part.tar"), "--key", path("key.pem"), "--cert", path("cert.pem")));
    succeed(tool("timestamp", path("part.tar"), "--request", path("query.tsq")));
    succeed(
        run(
            Map.of(),
            "openssl",
            "ts",
            "-reply",
            "-config",
            path("tsa.cnf"),
            "-queryfile",
            path("query.tsq"),
            "-out",
            path("reply.tsr")));
    succeed(tool("timestamp", path("part.tar"), "--reply", path("reply.tsr")));

    String nextYear = now.plusSeconds(365L * 86_400).toString();
    Run expired = tool("verify", path("part.tar"), "--trust", path("root.pem"), "--at", nextYear);
    assertThat(expired.exit()).isEqualTo(65);
    assertThat(expired.output()).contains("E113 SIGNER_EXPIRED");
    succeed(
        tool(
            "verify",
            path("part.tar"),
            "--trust",
            path("root.pem"),
            "--at",
            nextYear,
            "--tsa-trust",
            path("tsa-root.pem")));
    Run stranger =
        tool(
            "verify",
            path("part.tar"),
            "--trust",
            path("root.pem"),
            "--at",
            nextYear,
            "--tsa-trust",
            path("root.pem"));
    assertThat(stranger.exit()).isEqualTo(65);
    assertThat(stranger.output()).contains("E117 TIMESTAMP_BAD");
  }

  private String tsaConfiguration() {
    return """
        [tsa]
        default_tsa = mine
        [mine]
        serial = %1$s/serial
        signer_cert = %1$s/tsa.pem
        certs = %1$s/tsa.pem
        signer_key = %1$s/tsa.key
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = sha256, sha512
        ess_cert_id_alg = sha256
        """
        .formatted(directory);
  }

  /** The key never leaves the token; the PIN is neither on the command line nor in what is said. */
  @ParameterizedTest
  @CsvSource({"EC_P256", "RSA_2048"})
  void aKeyInATokenSigns(KeyKind kind) throws Exception {
    Map<String, String> environment = token(kind);
    Run signed =
        tool(
            environment,
            "sign",
            path("part.tar"),
            "--pkcs11",
            MODULE,
            "--pkcs11-slot",
            slot(environment),
            "--key-label",
            "image-signer",
            "--pin-env",
            "APFW_PIN",
            "--chain",
            path("chain.pem"));
    succeed(signed);
    assertThat(signed.output()).contains("CN=image signer").doesNotContain(PIN);
    succeed(tool("extract", path("part.tar"), "--out", path("x"), "--trust", path("root.pem")));
    succeed(opensslVerify());
  }

  @Test
  void aTokenThatCannotBeUsedIsNamedWithoutThePin() throws Exception {
    Map<String, String> environment = token(KeyKind.EC_P256);
    String slot = slot(environment);
    Path pin = Files.writeString(file("pin"), "wrong-" + PIN + "\n");
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-r--r--"));
    Run open = tokenSign(environment, MODULE, slot, "image-signer");
    assertThat(open.exit()).isEqualTo(74);
    assertThat(open.output()).contains("chmod 600").doesNotContain(PIN);

    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
    Run wrong = tokenSign(environment, MODULE, slot, "image-signer");
    assertThat(wrong.exit()).isEqualTo(69);
    assertThat(wrong.output()).contains("CKR_PIN_INCORRECT").doesNotContain(PIN);

    Files.writeString(pin, PIN + "\n");
    Run unknown = tokenSign(environment, MODULE, slot, "another");
    assertThat(unknown.exit()).isEqualTo(69);
    assertThat(unknown.output()).contains("labelled 'another', it has [image-signer]");
    Run noModule = tokenSign(environment, path("none.so"), slot, "image-signer");
    assertThat(noModule.exit()).isEqualTo(69);
    assertThat(noModule.output()).contains("none.so").doesNotContain(PIN);
    succeed(tokenSign(environment, MODULE, slot, "image-signer"));
  }

  private Run tokenSign(Map<String, String> environment, String module, String slot, String label)
      throws Exception {
    return tool(
        environment,
        "sign",
        path("part.tar"),
        "--pkcs11",
        module,
        "--pkcs11-slot",
        slot,
        "--key-label",
        label,
        "--pin-file",
        path("pin"),
        "--chain",
        path("chain.pem"));
  }

  /** A new SoftHSM token with a key and its certificate. */
  private Map<String, String> token(KeyKind kind) throws Exception {
    Files.createDirectory(file("tokens"));
    Files.writeString(file("softhsm2.conf"), "directories.tokendir = " + path("tokens") + "\n");
    Map<String, String> environment =
        Map.of("SOFTHSM2_CONF", path("softhsm2.conf"), "APFW_PIN", PIN);
    TestIdentity signer = signer(kind);
    signer.write(file("hsm.key"), file("chain.pem"));
    Files.write(file("hsm.der"), signer.certificate().getEncoded());
    succeed(
        run(
            environment,
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            "apfw",
            "--pin",
            PIN,
            "--so-pin",
            "so-" + PIN));
    String slot = slot(environment);
    succeed(
        run(
            environment,
            "softhsm2-util",
            "--import",
            path("hsm.key"),
            "--slot",
            slot,
            "--label",
            "image-signer",
            "--id",
            "01",
            "--pin",
            PIN));
    succeed(
        run(
            environment,
            "pkcs11-tool",
            "--module",
            MODULE,
            "--slot",
            slot,
            "--login",
            "--pin",
            PIN,
            "--write-object",
            path("hsm.der"),
            "--type",
            "cert",
            "--id",
            "01",
            "--label",
            "image-signer"));
    Files.delete(file("hsm.key"));
    return environment;
  }

  private String slot(Map<String, String> environment) throws Exception {
    String slots = run(environment, "softhsm2-util", "--show-slots").output();
    return slots
        .lines()
        .filter(line -> line.startsWith("Slot "))
        .findFirst()
        .orElseThrow()
        .substring(5)
        .strip();
  }

  private static TestIdentity signer(KeyKind kind) {
    return ISSUER.issue(LeafSpec.of("image signer", Purpose.CODE_SIGNING).with(kind));
  }

  private Run opensslVerify() throws Exception {
    return run(
        Map.of(),
        "openssl",
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-purpose",
        "any",
        "-CAfile",
        path("root.pem"),
        "-content",
        path("x/manifest"),
        "-in",
        path("x/manifest.p7s"),
        "-out",
        "/dev/null");
  }

  private static Run tool(String... arguments) {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output, true);
    int exit = ImageTool.commandLine().setOut(writer).setErr(writer).execute(arguments);
    return new Run(exit, output.toString());
  }

  /** SoftHSM finds its tokens by an environment variable, so a process of its own. */
  private static Run tool(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ImageTool.class.getName()));
    command.addAll(Arrays.asList(arguments));
    return run(environment, command.toArray(String[]::new));
  }

  private static Run run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  private static void succeed(Run run) {
    assertThat(run.exit()).as(run.output()).isZero();
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  private String path(String name) {
    return file(name).toString();
  }
}
