package io.apfw.link.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DtlsPskTest {
  private static final String KEY = "00112233445566778899aabbccddeeff";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {KEY, KEY + "\n", KEY + KEY + KEY + KEY + "\r\n"})
  void aKeyIsOneLineOfDigits(String text) throws IOException {
    DtlsPsk psk = DtlsPsk.load("lobby-1", file(text, "rw-------"));

    assertThat(psk.key()).isEqualTo(HexFormat.of().parseHex(text.strip()));
    assertThat(psk).hasToString("DtlsPsk[lobby-1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "001122", "00112233445566778899aabbccddeefg", KEY + "\n" + KEY, KEY + "0"})
  void whatIsNoKeyIsRefusedAndNotShown(String text) throws IOException {
    Path file = file(text, "r--------");

    assertThatThrownBy(() -> DtlsPsk.load("lobby-1", file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is not a pre-shared key: one line of 32 to 128")
        .hasMessageNotContaining("0011")
        .hasNoCause();
  }

  @Test
  void aLongFileIsNotReadToItsEnd() throws IOException {
    Path file = file(KEY.repeat(5), "rw-------");

    assertThatThrownBy(() -> DtlsPsk.load("lobby-1", file))
        .hasMessageContaining("is not a pre-shared key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw--w----", "rw----r--", "rw-----w-"})
  void aSecretThatOthersMayUseIsRefused(String permissions) throws IOException {
    Path file = file(KEY, permissions);

    assertThatThrownBy(() -> DtlsPsk.load("lobby-1", file))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "%s holds a secret, but others may use it (%s): chmod 600 %s"
                .formatted(file, permissions, file));
  }

  @Test
  void anIdentityHasItsBounds() {
    byte[] key = new byte[DtlsPsk.KEY_BYTES_MIN];

    assertThatThrownBy(() -> new DtlsPsk("", key)).hasMessageContaining("0 bytes: 1 to 128");
    assertThatThrownBy(() -> new DtlsPsk("ä".repeat(65), key)).hasMessageContaining("130 bytes");
    assertThatThrownBy(() -> new DtlsPsk("ap", new byte[15])).hasMessageContaining("16 to 64");
  }

  private Path file(String text, String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("psk"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
