package io.apfw.storage.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {
  private static final String SHA_A = "a".repeat(64);
  private static final String SHA_B = "b".repeat(64);

  /** By hand, from IMAGE-FORMAT.md. */
  private static final String TEXT =
      """
      apfw-image: 1
      family: ap1g8
      version: 17.9.4.27
      security-version: 3
      hardware: C9105AXI, C9105AXW
      minimum-agent-version: 0.1
      build-time: 2026-01-01T00:00:00Z
      payload-name: rootfs.img
      payload-bytes: 70467584
      payload-sha256: %s
      block-bytes: 65536
      block-map-sha256: %s
      """
          .formatted(SHA_A, SHA_B);

  private static final Manifest MANIFEST =
      new Manifest(
          "ap1g8",
          "17.9.4.27",
          3,
          List.of("C9105AXI", "C9105AXW"),
          "0.1",
          Instant.parse("2026-01-01T00:00:00Z"),
          "rootfs.img",
          70_467_584,
          SHA_A,
          65_536,
          SHA_B,
          OptionalLong.empty(),
          Optional.empty());

  @Test
  void reads_and_writes_the_documented_text() throws ImageRefusedException {
    assertThat(Manifest.parse(ascii(TEXT))).isEqualTo(MANIFEST);
    assertThat(new String(MANIFEST.format(), StandardCharsets.US_ASCII)).isEqualTo(TEXT);
    assertThat(MANIFEST.blockCount()).isEqualTo(1076);
  }

  @Test
  void ignores_keys_that_say_so_and_the_order_after_the_first() throws ImageRefusedException {
    String more = TEXT.replace("family: ap1g8\n", "") + "x-ticket: 4711\nfamily: ap1g8\n";
    assertThat(Manifest.parse(ascii(more))).isEqualTo(MANIFEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "family: ap1g8|family:ap1g8|line 2 is not 'key: value' in printable ASCII: family:ap1g8",
        "family: ap1g8|family: ap\u00fc|line 2 is not 'key: value'",
        "family: ap1g8|family: ap1g8\\r|line 2 is not 'key: value'",
        "family: ap1g8|family: ../ap|family: ../ap, allowed is letters",
        "family: ap1g8|family: ap1g8\\nfamily: ap1g8|family stands there twice",
        "family: ap1g8|x-family: ap1g8|family is missing",
        "apfw-image: 1|x-apfw: 1|the first key is x-apfw, must be apfw-image",
        "apfw-image: 1|apfw-image: 0|apfw-image: 0, allowed is 1",
        "apfw-image: 1|apfw-image: one|apfw-image: one, allowed is a whole number",
        "security-version: 3|security-version: 03|security-version: 03, allowed is a whole number",
        "hardware: C9105AXI,|hardware: C9105AXI,,|hardware: C9105AXI,, allowed is",
        "minimum-agent-version: 0.1|minimum-agent-version: new|minimum-agent-version: new, allowed",
        "2026-01-01T00:00:00Z|yesterday|build-time: yesterday, allowed is a time such as",
        "payload-name: rootfs.img|payload-name: /etc/x|payload-name: /etc/x, allowed is letters",
        "payload-name: rootfs.img|payload-name: blockmap|payload-name: blockmap, allowed is none of",
        "payload-bytes: 70467584|payload-bytes: 0|payload-bytes: 0, allowed is 1 to 2147483648",
        "payload-bytes: 70467584|payload-bytes: 2147483649|payload-bytes: 2147483649, allowed is 1",
        "block-bytes: 65536|block-bytes: 4096|block-bytes: 4096, allowed is 65536",
        "block-bytes: 65536|x-critical: no|block-bytes is missing",
        "block-bytes: 65536|block-bytes: 65536\\ncritical: yes|critical: yes is unknown; only keys",
      })
  void names_what_is_wrong(String from, String to, String detail) {
    String text = TEXT.replace(escapes(from), escapes(to));
    ImageRefusedException refused =
        catchThrowableOfType(ImageRefusedException.class, () -> Manifest.parse(latin(text)));
    assertThat(refused).isNotNull();
    assertThat(refused.fault()).isEqualTo(ImageFault.MANIFEST_MALFORMED);
    assertThat(refused.detail()).contains(detail);
  }

  @Test
  void needs_an_end_to_its_last_line() {
    for (String text : new String[] {"", TEXT.substring(0, TEXT.length() - 1)}) {
      assertThat(
              catchThrowableOfType(ImageRefusedException.class, () -> Manifest.parse(ascii(text)))
                  .detail())
          .isEqualTo("the last line does not end");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1.0, true",
    "0.1, 0.1.0-SNAPSHOT, true",
    "0.2, 0.1.9, false",
    "0.2, 0.10, true",
    "1, 0.99, false",
    "0.1.1, 0.1, false",
  })
  void agent_versions_are_compared_by_number(String needed, String own, boolean enough) {
    assertThat(DottedVersion.parse(own).compareTo(DottedVersion.parse(needed)) >= 0)
        .isEqualTo(enough);
  }

  private static String escapes(String text) {
    return text.replace("\\n", "\n").replace("\\r", "\r");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
