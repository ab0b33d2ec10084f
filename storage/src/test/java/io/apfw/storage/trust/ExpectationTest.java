package io.apfw.storage.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationTest {
  @ParameterizedTest
  @CsvSource({
    "17.9.4.27, 17.9.4.27, 0",
    "17.9.4.27, 17.9.4.28, -1",
    "17.9.10, 17.9.9, 1",
    "17.9.4, 17.9.4.0, 0",
    "17.9.4.27, 17.9.4, 1",
    "017.9, 17.9, 0",
    "8.10.130.0, 17.3.3.26, -1",
    "99999999999999999999999, 100000000000000000000000, -1",
    "1.0-rc1, 1.0, 1",
    "1.0-rc1, 1.0-rc2, -1",
    "1_2, 1.2, 0",
  })
  void versions_have_an_order(String a, String b, int order) {
    assertThat(Integer.signum(ImageVersion.compare(a, b))).isEqualTo(order);
    assertThat(Integer.signum(ImageVersion.compare(b, a))).isEqualTo(-order);
  }

  @ParameterizedTest
  @CsvSource({
    "17.9.4.27, 17.3.3.26, ",
    "17.9.4.27, 17.9.4.27, ",
    "17.9.4.27, 17.9.4.28, '17.9.4.27, running is 17.9.4.28'",
  })
  void versions_may_go_down_unless_that_is_forbidden(
      String version, String running, @Nullable String detail) throws Exception {
    Expectation.ANYTHING.check(manifest(version, OptionalLong.empty()));
    assertThat(
            refusal(
                ImageFault.VERSION_DOWNGRADE,
                Expectation.ANYTHING.notBelow(running),
                manifest(version, OptionalLong.empty())))
        .isEqualTo(Optional.ofNullable(detail));
  }

  @ParameterizedTest
  @CsvSource({
    "9, false, ",
    "9, true, ",
    ", false, ",
    ", true, 'it names no vendor, this AP is of 9'",
    "14179, false, 'it is of vendor 14179, this AP is of 9'",
    "14179, true, 'it is of vendor 14179, this AP is of 9'",
  })
  void an_image_of_another_vendor_is_refused(
      @Nullable Long vendor, boolean required, @Nullable String detail) {
    OptionalLong found = vendor == null ? OptionalLong.empty() : OptionalLong.of(vendor);
    assertThat(
            refusal(
                ImageFault.VENDOR_MISMATCH,
                Expectation.ANYTHING.ofVendor(9, required),
                manifest("1", found)))
        .isEqualTo(Optional.ofNullable(detail));
  }

  private static Optional<String> refusal(
      ImageFault fault, Expectation expectation, Manifest manifest) {
    ImageRefusedException refused =
        catchThrowableOfType(ImageRefusedException.class, () -> expectation.check(manifest));
    if (refused != null) {
      assertThat(refused.fault()).isEqualTo(fault);
    }
    return Optional.ofNullable(refused).map(ImageRefusedException::detail);
  }

  private static Manifest manifest(String version, OptionalLong vendor) {
    return new Manifest(
        "ap1g8",
        version,
        3,
        List.of("C9105AXI"),
        "0.1",
        Instant.parse("2026-01-01T00:00:00Z"),
        "rootfs.img",
        1,
        "0".repeat(64),
        Manifest.BLOCK_BYTES,
        "0".repeat(64),
        vendor,
        Optional.empty());
  }
}
