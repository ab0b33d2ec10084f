package io.apfw.drills.ac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.InitiateDownload;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wire.message.JoinRequest;
import io.apfw.capwap.wire.message.JoinResponse;
import io.apfw.drills.controller.TestWtp;
import io.apfw.drills.image.DrillImage;
import io.apfw.drills.lab.DrillPki;
import io.apfw.drills.yaml.YamlException;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcTest {
  private static final TestAuthority ROOT = TestAuthority.root("lab");
  private static final TestIdentity AC = ROOT.issue(LeafSpec.of("ac", Purpose.CAPWAP_AC));
  private static final TestIdentity WTP = ROOT.issue(LeafSpec.of("wtp", Purpose.CAPWAP_WTP));
  private static final DrillPki SIGNERS = new DrillPki();
  private static final SessionId ID = new SessionId(Octets.hex("000102030405060708090a0b0c0d0e0f"));

  @TempDir private Path directory;
  private Path images = Path.of("");
  private final StringWriter out = new StringWriter();

  @BeforeEach
  void lay() throws IOException {
    AC.write(directory.resolve("ac.key"), directory.resolve("ac.pem"));
    ROOT.writeCertificate(directory.resolve("roots.pem"));
    images = Files.createDirectory(directory.resolve("images"));
    image("ap1g8", "17.9.4.27");
  }

  private void image(String family, String version) throws IOException {
    new DrillImage(family, version, "AP-1", 2L * DrillImage.UNIT_BYTES, 1)
        .make(directory.resolve("cache"), SIGNERS.signer(), images.resolve(family));
  }

  private Ac start(String more) throws YamlException, IOException {
    String text =
        """
        listen: {controlPort: 0, dataPort: 0, seenAs: 10.0.2.2}
        dtls: {key: ac.key, certificate: ac.pem, trust: roots.pem}
        image: {path: images%s}
        """;
    Path file = Files.writeString(directory.resolve("ac.yaml"), text.formatted(more));
    return Ac.start(file, new PrintWriter(out), Clock.systemUTC());
  }

  @Test
  void anyNumberOfWtpsJoinsAndGetsWhatItsFamilyRuns() throws Exception {
    image("ap1g7", "17.9.4.27");
    try (Ac ac = start("");
        TestWtp one = new TestWtp(ac.controlAddress()).secured(WTP);
        TestWtp other = new TestWtp(ac.controlAddress()).secured(WTP)) {
      for (TestWtp wtp : new TestWtp[] {one, other}) {
        JoinResponse answer = (JoinResponse) wtp.exchange(0, new JoinRequest(ID)).message();
        assertThat(answer.first(ImageIdentifier.class).orElseThrow().identifier())
            .isEqualTo("17.9.4.27");
      }
      for (String family : new String[] {"ap1g8", "ap1g7"}) {
        TestWtp wtp = family.equals("ap1g7") ? other : one;
        ImageDataResponse answer =
            (ImageDataResponse)
                wtp.exchange(
                        1,
                        new ImageDataRequest(
                            new ImageIdentifier(9, family), new InitiateDownload()))
                    .message();
        assertThat(answer.resultCode().orElseThrow().code()).isZero();
      }
    }
    assertThat(out.toString().lines())
        .allMatch(line -> line.matches("\\*[A-Z][a-z]{2} \\d+ \\d\\d:\\d\\d:\\d\\d\\.\\d{3}: .*"))
        .anyMatch(line -> line.endsWith(": image ap1g8 17.9.4.27, 20480 bytes"))
        .anyMatch(line -> line.contains("is listening on 127.0.0.1["))
        .anyMatch(line -> line.contains("] StateEntered[state=Image Data]"))
        .last()
        .asString()
        .endsWith(": stopped");
  }

  @Test
  void whatIsNoSetOfImagesIsRefused() throws IOException {
    assertThatThrownBy(() -> start(", version: 17.9.4.28"))
        .hasMessageContaining("ap1g8 has version 17.9.4.27, 17.9.4.28 is wanted");
    image("ap1g7", "17.9.3");
    assertThatThrownBy(() -> start(""))
        .hasMessageContaining("ap1g8 has version 17.9.4.27, 17.9.3 is wanted");
    Files.move(images.resolve("ap1g7"), images.resolve("ap1g9"));
    assertThatThrownBy(() -> start(""))
        .hasMessageContaining("ap1g9: it is an image of ap1g7, not of ap1g9");
    Files.writeString(images.resolve("ap1g9"), "nothing that is a tar");
    assertThatThrownBy(() -> start("")).hasMessageContaining("ap1g9: it is no image: ");
    Files.delete(images.resolve("ap1g9"));
    Files.delete(images.resolve("ap1g8"));
    Files.writeString(images.resolve(".hidden"), "");
    assertThatThrownBy(() -> start("")).hasMessageContaining("has no image: put one there");
  }
}
