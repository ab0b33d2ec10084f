package io.apfw.drills.ac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.drills.ac.AcSettings.Credentials.PreSharedKey;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.lab.DrillPki;
import io.apfw.drills.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcFileTest {
  private static final Path EXAMPLE = Path.of("controller.example.yaml");

  @TempDir private Path directory;

  @BeforeEach
  void lay() throws IOException {
    new DrillPki().write(directory.resolve("keys"));
    Files.createDirectory(directory.resolve("images"));
    for (String file :
        new String[] {"lab.psk", "web-roots.pem", "known_hosts", "sftp.password", "sftp.key"}) {
      Files.writeString(directory.resolve(file), "00ff");
    }
  }

  private AcSettings read(String text) throws YamlException, IOException {
    return AcFile.read(Files.writeString(directory.resolve("ac.yaml"), text));
  }

  private static String example() throws IOException {
    return Files.readString(EXAMPLE);
  }

  @Test
  void theExampleShowsTheDefaults() throws YamlException, IOException {
    AcSettings plain = read(example());
    String all =
        example()
            .replaceAll("(?m)^( *)#(?! )(?!psk|seenAs|version|server|port|user|trust|sftp)", "$1");

    assertThat(all).contains("\nname: ", "\n  window: 1", "\n  dataPort: 5247");
    assertThat(read(all)).isEqualTo(plain);
    assertThat(plain.control().getPort()).isEqualTo(5246);
    assertThat(plain.seenAs()).isEqualTo("127.0.0.1");
    assertThat(plain.dataChannels()).containsExactly(DataChannel.CLEAR, DataChannel.DTLS);
    assertThat(plain.version()).isEmpty();
    assertThat(plain.images().local()).contains(directory.resolve("images"));
    assertThat(plain.cache())
        .isEqualTo(new AcSettings.Cache(directory.resolve("cache"), 2_048L << 20));
    assertThat(plain.predownload().setSize()).isEqualTo(16);
    assertThat(plain.predownload().setInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(plain.predownload().atOnceMax()).isEqualTo(100);
  }

  @Test
  void theExampleHasEveryKey() throws YamlException, IOException {
    AcSettings shared =
        read(
            example()
                .replaceAll("(?m)^( *)#(?! )", "$1")
                .replaceAll("(?m)^  (key|certificate|trust): .*\n", "")
                .replace("mode: local", "mode: sftp"));

    assertThat(shared.seenAs()).isEqualTo("192.0.2.1");
    assertThat(shared.version()).isEqualTo(Optional.of("17.9.4.27"));
    assertThat(shared.images().shown("ap1g8")).isEqualTo("sftp://******@192.0.2.9:22/images/ap1g8");
    assertThat(shared.fetch().sftp().hostKeys()).containsExactly("SHA256:...");
    assertThat(shared.fetch().sftp().keyFile()).contains(directory.resolve("sftp.key"));
    assertThat(shared.credentials())
        .isEqualTo(new PreSharedKey("lab", directory.resolve("lab.psk")));
  }

  @Test
  void everyMistakeIsNamed() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    listen:
                      address: 0.0.0.0
                      controlPort: 65536
                      dataChannel: udp
                      seeAs: 10.0.0.1
                    dtls:
                      key: keys/ac.key
                      certificate: keys/ac.pam
                      pskIdentity: lab
                    image:
                      window: 51
                      version: 17 9
                    """))
        .isInstanceOf(YamlException.class)
        .hasMessage(
            """
            F:1: listen.seenAs: missing: an IPv4 address, such as 192.0.2.1: APs are told one, and address is 0.0.0.0
            F:3: listen.controlPort: 65536: 0 to 65535
            F:4: listen.dataChannel: udp: any, clear, dtls
            F:5: listen.seeAs: unknown; allowed here: address, controlPort, dataChannel, dataPort, seenAs
            F:6: dtls.pskKeyFile: missing: a file with the key in hex
            F:7: dtls.key: keys/ac.key: nothing beside a pre-shared key
            F:8: dtls.certificate: keys/ac.pam: a readable file, which D/keys/ac.pam is not
            F:8: dtls.certificate: keys/ac.pam: nothing beside a pre-shared key
            F:10: image.path: missing: a directory of images, each named by its family, such as ap1g8
            F:11: image.window: 51: 1 to 50
            F:12: image.version: 17 9: a version, such as 17.9.4.27"""
                .replace("F:", directory.resolve("ac.yaml") + ":")
                .replace("D/", directory + "/"));
  }

  @Test
  void eachModeSaysWhatItNeeds() {
    assertThatThrownBy(() -> read("image:\n  mode: sftp\n  server: a b\n"))
        .hasMessageContaining("image.server: a b: a host's name or address")
        .hasMessageContaining("image.user: missing: who logs in, for mode sftp");
    assertThatThrownBy(() -> read("image:\n  mode: tftp\n  path: x\n"))
        .hasMessageContaining("image.server: missing: a host's name or address, for mode tftp");
    assertThatThrownBy(() -> read("image:\n  path: none\n  user: me\n"))
        .hasMessageContaining("image.path: none: a directory, which ")
        .hasMessageContaining("image.user: me: nothing with mode local");
    assertThatThrownBy(() -> read("image:\n  mode: ftp\n"))
        .hasMessageContaining("image.mode: ftp: local, tftp, sftp, https");
  }

  @Test
  void addressesAreIpv4() {
    for (String wrong : new String[] {"256.1.1.1", "1.2.3", "1.2.3.4.", "lab.example", "::1"}) {
      assertThatThrownBy(() -> read("listen:\n  seenAs: '" + wrong + "'\n"))
          .hasMessageContaining("listen.seenAs: " + wrong + ": an IPv4 address");
    }
  }
}
