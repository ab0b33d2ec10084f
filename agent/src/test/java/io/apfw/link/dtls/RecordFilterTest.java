package io.apfw.link.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.link.dtls.RecordFilter.InClear;
import java.util.HexFormat;
import org.bouncycastle.tls.CipherSuite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordFilterTest {
  private static final RecordShape GCM =
      RecordShape.of(0xfefd, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, false);

  private final RecordFilter filter = new RecordFilter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // A HelloVerifyRequest with a cookie of 16 bytes, as field controllers send it.
        "16 feff 0000 000000000000 001f 0300001300000000000000 13feff1000112233445566778899aabbccddeeff",
        "16 fefd 0000 000000000001 0001 00",
        "14 fefd 0000 000000000002 0001 01",
        "15 fefd 0000 000000000003 0002 0228",
      })
  void recordsOfAHandshakePassUntilItIsOver(String hex) {
    assertThat(left(hex, null, false)).isEqualTo(bytes(hex).length);
    assertThat(left(hex, GCM, true)).isZero();
    int again = hex.startsWith("16") ? bytes(hex).length : 0;
    assertThat(left(hex, GCM, InClear.HANDSHAKE)).as("our flight was the last").isEqualTo(again);
  }

  @ParameterizedTest
  @CsvSource({"fefe", "fefc", "fe00", "0303", "0000", "ffff"})
  void otherVersionsAreDropped(String version) {
    assertThat(left("16" + version + "0000 000000000001 0001 00", null, false)).isZero();
    assertThat(left("17" + version + "0001 000000000001 0018" + "00".repeat(24), GCM, true))
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({"00", "13", "18", "19", "1a", "ff"})
  void contentTypesWithoutUseAreDropped(String type) {
    assertThat(left(type + "fefd 0001 000000000001 0018" + "00".repeat(24), GCM, true)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"23,0", "24,37", "0,0"})
  void anEncryptedRecordIsAsLongAsItsCipherMakesIt(int bodyBytes, int left) {
    String hex = "17 fefd 0001 000000000001 %04x".formatted(bodyBytes) + "00".repeat(bodyBytes);
    assertThat(left(hex, GCM, true)).isEqualTo(left);
    assertThat(left(hex, null, false)).as("before the cipher suite is known").isZero();
  }

  @Test
  void epochsBeyondTheFirstAreDropped() {
    assertThat(left("17 fefd 0002 000000000001 0018" + "00".repeat(24), GCM, true)).isZero();
  }

  @Test
  void anEmptyPlaintextRecordIsDropped() {
    assertThat(left("16 fefd 0000 000000000001 0000", null, false)).isZero();
  }

  @Test
  void theGoodRecordsOfADatagramCloseUp() {
    String good = "17 fefd 0001 000000000001 0018" + "11".repeat(24);
    String forged = "17 fefd 0001 000000000002 0001 00";
    String cut = "17 fefd 0001 000000000003 0018 00";
    byte[] datagram = bytes("ffff" + forged + good + forged + good + cut);

    int left = filter.filter(datagram, 2, datagram.length - 2, GCM, InClear.NOTHING);

    assertThat(left).isEqualTo(2 * 37);
    assertThat(HexFormat.of().formatHex(datagram, 2, 2 + left))
        .isEqualTo(HexFormat.of().formatHex(bytes(good + good)));
    assertThat(filter.dropped()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    // suite, encrypt-then-MAC, shortest body, next longer body
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, false, 24, 25",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, false, 16, 17",
    // IV, one byte of padding length, SHA-1's 20 bytes: 16 + 32; under RFC 7366 16 + 16 + 20
    "TLS_DHE_RSA_WITH_AES_128_CBC_SHA, false, 48, 64",
    "TLS_DHE_RSA_WITH_AES_128_CBC_SHA, true, 52, 68",
    "TLS_RSA_WITH_AES_128_CBC_SHA256, false, 64, 80",
  })
  void shapesOfTheCipherSuites(String suite, boolean encryptThenMac, int least, int next)
      throws ReflectiveOperationException {
    RecordShape shape =
        RecordShape.of(0xfefd, CipherSuite.class.getField(suite).getInt(null), encryptThenMac);

    for (int bytes = 0; bytes <= next; bytes++) {
      assertThat(shape.fits(bytes))
          .as("%d bytes", bytes)
          .isEqualTo(bytes == least || bytes == next);
    }
  }

  private int left(String hex, @Nullable RecordShape shape, boolean established) {
    return left(hex, shape, established ? InClear.NOTHING : InClear.ALL);
  }

  private int left(String hex, @Nullable RecordShape shape, InClear inClear) {
    byte[] datagram = bytes(hex);
    return filter.filter(datagram, 0, datagram.length, shape, inClear);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
