package io.apfw.agent.imagetool;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImageToolTest {
  private static final TestAuthority ROOT = TestAuthority.root("image root");
  private static final TestIdentity SIGNER =
      ROOT.intermediate("signing").issue(LeafSpec.of("image signer", Purpose.CODE_SIGNING));

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeFiles() throws IOException {
    byte[] payload = new byte[300_000];
    Arrays.fill(payload, (byte) 7);
    Files.write(file("payload"), payload);
    SIGNER.write(file("key.pem"), file("cert.pem"));
    ROOT.writeCertificate(file("root.pem"));
    TestAuthority.root("other").writeCertificate(file("other.pem"));
  }

  @Test
  void builds_signs_shows_and_verifies() throws JsonParserException {
    assertThat(build()).isZero();
    assertThat(out.toString()).contains("ap1g8 17.9.4.27").contains("not signed");
    assertThat(verify()).isEqualTo(65);
    assertThat(err.toString()).startsWith("E110 SIGNATURE_MALFORMED").contains("not signed");

    assertThat(run("sign", path("part.tar"), "--key", path("key.pem"), "--cert", path("cert.pem")))
        .isZero();
    assertThat(verify("--family", "ap1g8", "--version", "17.9.4.27", "--hardware", "C9105AXI"))
        .isZero();
    assertThat(out.toString()).contains("good: ap1g8 17.9.4.27, signed by CN=image signer");

    assertThat(run("info", path("part.tar"), "--json")).isZero();
    JsonObject info = JsonParser.object().from(out.toString());
    assertThat(info.getString("version")).isEqualTo("17.9.4.27");
    assertThat(info.getArray("hardware")).containsExactly("C9105AXI", "C9105AXW");
    assertThat(info.getLong("payloadBytes")).isEqualTo(300_000);
    assertThat(info.getBoolean("signed")).isTrue();
    assertThat(run("info", path("part.tar"))).isZero();
    assertThat(out.toString()).contains("payloadBytes        : 300000");
  }

  @Test
  void a_refused_image_is_a_numbered_line_and_exit_code_65() throws Exception {
    build("--key", path("key.pem"), "--cert", path("cert.pem"));
    assertThat(verify("--version", "17.9.4.28")).isEqualTo(65);
    assertThat(err.toString()).startsWith("E131 VERSION_MISMATCH: ");
    assertThat(verify("--family", "ap3g3")).isEqualTo(65);
    assertThat(err.toString()).startsWith("E130 FAMILY_MISMATCH: ");
    assertThat(verify("--hardware", "C9120AXI")).isEqualTo(65);
    assertThat(err.toString()).startsWith("E132 HARDWARE_MISMATCH: ");
    assertThat(verify("--slot-bytes", "299999")).isEqualTo(65);
    assertThat(err.toString()).startsWith("E135 IMAGE_LARGER_THAN_SLOT: ");
    assertThat(run("verify", path("part.tar"), "--trust", path("other.pem"))).isEqualTo(65);
    assertThat(err.toString()).startsWith("E112 SIGNER_UNTRUSTED: ");

    byte[] image = Files.readAllBytes(file("part.tar"));
    image[image.length / 2] ^= 1;
    Files.write(file("part.tar"), image);
    assertThat(verify("--json")).isEqualTo(65);
    assertThat(err.toString()).startsWith("E121 BLOCK_MISMATCH: ");
    JsonObject verdict = JsonParser.object().from(out.toString());
    assertThat(verdict.getBoolean("good")).isFalse();
    assertThat(verdict.getInt("errorNumber")).isEqualTo(121);
  }

  @Test
  void mistakes_of_the_caller_are_exit_code_64() {
    assertThat(run("verify", path("part.tar"))).isEqualTo(64);
    assertThat(err.toString()).contains("--trust");
    assertThat(build("--key", path("key.pem"))).isEqualTo(64);
    assertThat(err.toString()).contains("--cert");
    assertThat(build("--payload-name", "../rootfs")).isEqualTo(64);
    assertThat(err.toString()).contains("payload-name: ../rootfs, allowed is");
    assertThat(run("sign", path("part.tar"))).isEqualTo(64);
    assertThat(run("sign", path("part.tar"), "--pkcs11", "m.so")).isEqualTo(64);
    assertThat(err.toString()).contains("--key-label").contains("--pin-file and --pin-env");
    assertThat(run("sign", path("part.tar"), "--pkcs11", "m.so", "--pss")).isEqualTo(64);
  }

  @Test
  void files_that_cannot_be_read_are_exit_code_74() throws IOException {
    assertThat(verify()).isEqualTo(74);
    assertThat(err.toString()).contains("part.tar: no such file");
    Files.writeString(file("root.pem"), "no certificate");
    assertThat(verify()).isEqualTo(74);
    assertThat(err.toString()).contains("root.pem holds no PEM certificate");
  }

  @Test
  void extracts_the_parts_into_a_new_directory() throws Exception {
    build("--key", path("key.pem"), "--cert", path("cert.pem"));
    assertThat(extract("--trust", path("root.pem"), "--json")).isZero();
    JsonObject said = JsonParser.object().from(out.toString());
    assertThat(said.getBoolean("verified")).isTrue();
    assertThat(said.getString("version")).isEqualTo("17.9.4.27");
    try (Stream<Path> files = Files.list(file("x"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("manifest", "manifest.p7s", "blockmap", "rootfs.img");
    }
    assertThat(file("x/rootfs.img")).hasSameBinaryContentAs(file("payload"));
    assertThat(Files.size(file("x/blockmap"))).isEqualTo(5 * 32);

    assertThat(extract("--trust", path("root.pem"))).isEqualTo(74);
    assertThat(err.toString()).contains("exists").contains("nothing is overwritten");
  }

  @Test
  void extracts_nothing_of_a_refused_image_unless_told_to() throws Exception {
    build("--key", path("key.pem"), "--cert", path("cert.pem"));
    assertThat(extract("--trust", path("other.pem"))).isEqualTo(65);
    assertThat(err.toString()).startsWith("E112 SIGNER_UNTRUSTED");
    assertThat(file("x")).doesNotExist();
    assertThat(extract()).isEqualTo(64);

    byte[] image = Files.readAllBytes(file("part.tar"));
    Files.write(file("part.tar"), Arrays.copyOf(image, image.length / 2));
    assertThat(extract("--no-verify")).isEqualTo(65);
    assertThat(err.toString()).startsWith("E102 IMAGE_TRUNCATED");
    assertThat(file("x")).doesNotExist();
    assertThat(file("x.new")).doesNotExist();

    image[image.length / 2] ^= 1;
    Files.write(file("part.tar"), image);
    assertThat(extract("--no-verify")).isZero();
    assertThat(out.toString()).contains("NOT verified");
  }

  private int extract(String... more) {
    return run(concat(List.of("extract", path("part.tar"), "--out", path("x")), more));
  }

  @Test
  void an_image_names_its_vendor_and_brings_roots() throws JsonParserException {
    assertThat(build("--vendor", "9", "--trust-serial", "4", "--trust-roots", path("root.pem")))
        .isZero();
    assertThat(
            run(
                "sign",
                path("part.tar"),
                "--key",
                path("key.pem"),
                "--cert",
                path("cert.pem"),
                "--json"))
        .isZero();
    JsonObject said = JsonParser.object().from(out.toString());
    assertThat(said.getString("signer")).contains("CN=image signer");
    assertThat(said.getInt("vendor")).isEqualTo(9);
    assertThat(said.getInt("trustSerial")).isEqualTo(4);
    assertThat(said.getArray("trustRoots")).hasSize(1);
    assertThat(verify("--vendor", "9")).isZero();
    assertThat(verify("--vendor", "14179")).isEqualTo(65);
    assertThat(err.toString()).startsWith("E136 VENDOR_MISMATCH");
    assertThat(build("--trust-serial", "0", "--trust-roots", path("root.pem"))).isEqualTo(64);
    assertThat(build("--trust-serial", "1", "--trust-roots", path("cert.pem"))).isEqualTo(64);
    assertThat(err.toString()).contains("is no certificate of an authority");
    assertThat(build("--trust-serial", "1")).isEqualTo(64);
  }

  @Test
  void a_signer_that_expires_passes_by_a_time_stamp_of_ones_own() throws Exception {
    ROOT.issue(LeafSpec.of("tsa", Purpose.TIME_STAMPING)).write(file("t.key"), file("t.pem"));
    assertThat(build()).isZero();
    ROOT.issue(
            LeafSpec.of("image signer", Purpose.CODE_SIGNING)
                .valid(TestAuthority.NOT_BEFORE, Instant.parse("2040-01-01T00:00:00Z")))
        .write(file("key.pem"), file("cert.pem"));
    assertThat(
            run(
                "sign",
                path("part.tar"),
                "--key",
                path("key.pem"),
                "--cert",
                path("cert.pem"),
                "--tsa-key",
                path("t.key"),
                "--tsa-cert",
                path("t.pem")))
        .isZero();
    assertThat(out.toString()).contains("and time-stamped");
    assertThat(verify("--at", "2041-01-01T00:00:00Z")).isEqualTo(65);
    assertThat(err.toString()).startsWith("E113 SIGNER_EXPIRED");
    assertThat(verify("--at", "2041-01-01T00:00:00Z", "--tsa-trust", path("root.pem"))).isZero();
  }

  @Test
  void signers_can_be_named_and_revoked() throws Exception {
    build("--key", path("key.pem"), "--cert", path("cert.pem"));
    assertThat(verify("--signer", "CN=image signer,O=apfw test")).isZero();
    assertThat(verify("--signer", "CN=somebody")).isEqualTo(65);
    assertThat(err.toString()).startsWith("E123 SIGNER_NOT_NAMED");
    assertThat(verify("--signer", "somebody")).isEqualTo(64);
    assertThat(verify("--revocation", "REQUIRED")).isEqualTo(65);
    assertThat(err.toString()).startsWith("E119 REVOCATION_UNKNOWN");
  }

  @Test
  void the_ap_has_info_and_verify_only() {
    CommandLine image = new CommandLine(new ImageCommand());
    assertThat(image.getSubcommands()).containsOnlyKeys("info", "verify");
  }

  private int build(String... more) {
    return run(
        concat(
            List.of(
                "build",
                "--payload",
                path("payload"),
                "--family",
                "ap1g8",
                "--version",
                "17.9.4.27",
                "--security-version",
                "3",
                "--hardware",
                "C9105AXI",
                "--hardware",
                "C9105AXW",
                "--out",
                path("part.tar")),
            more));
  }

  private int verify(String... more) {
    return run(concat(List.of("verify", path("part.tar"), "--trust", path("root.pem")), more));
  }

  private static String[] concat(List<String> first, String... more) {
    return Stream.concat(first.stream(), Arrays.stream(more)).toArray(String[]::new);
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return ImageTool.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  private String path(String name) {
    return file(name).toString();
  }
}
