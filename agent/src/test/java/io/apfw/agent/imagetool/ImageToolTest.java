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
