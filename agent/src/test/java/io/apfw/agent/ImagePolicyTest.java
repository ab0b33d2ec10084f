package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.image.ImageSpec;
import io.apfw.storage.slot.SlotId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the configuration file says of images decides, from the file to the slots. */
class ImagePolicyTest {
  private static final int LOWER_SECURITY = 1;

  @TempDir private Path directory;
  private Laboratory lab;
  private TestIdentity signer;

  @BeforeEach
  void begin() throws Exception {
    lab = new Laboratory(directory);
    signer = lab.root().issue(LeafSpec.of("image signer", Purpose.CODE_SIGNING));
    Instant now = Instant.now();
    TestAuthority.writeCrls(
        directory.resolve("revoked.pem"),
        lab.root().revoke(now.minusSeconds(60), now.plusSeconds(86_400), signer.certificate()));
    TestAuthority.writeCrls(
        directory.resolve("nobody.pem"),
        lab.root().revoke(now.minusSeconds(60), now.plusSeconds(86_400)));
  }

  @AfterEach
  void end() throws Exception {
    lab.close();
  }

  private enum Taken {
    NOTHING_SAID(""),
    ITS_SIGNER_NAMED("signers: [\"CN=image signer,O=apfw test\"]"),
    LISTS_THAT_NAME_OTHERS("crls: nobody.pem, revocation: required"),
    REVOCATION_OFF("crls: revoked.pem, revocation: \"off\"");

    private final String keys;

    Taken(String keys) {
      this.keys = keys;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theImageIsTaken(Taken policy) throws Exception {
    Path image = lab.image(Laboratory.spec("ap1g8", "17.9.4.27"), signer);
    lab.policy(policy.keys);
    lab.storage();
    lab.bootLoader();
    assertThat(lab.apfw("install", "--no-activate", image.toString())).endsWith("Archive done.\n");
  }

  private enum Refused {
    ANOTHER_SIGNER_NAMED("signers: [\"CN=somebody else,O=apfw test\"]", "E123"),
    REVOKED("crls: revoked.pem", "E118"),
    A_LIST_IS_REQUIRED("revocation: required", "E119"),
    NO_VENDOR_NAMED("vendorRequired: true", "E136"),
    DOWNGRADE("allowDowngrade: false", "E137");

    private final String keys;
    private final String number;

    Refused(String keys, String number) {
      this.keys = keys;
      this.number = number;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theImageIsRefusedAndNothingTouched(Refused policy) throws Exception {
    String version = policy == Refused.DOWNGRADE ? "17.3.3.25" : "17.9.4.27";
    assertRefused(policy.keys, Laboratory.spec("ap1g8", version), signer, policy.number);
  }

  private enum Always {
    ANOTHER_VENDOR("E136"),
    OTHER_HARDWARE("E132"),
    NEWER_AGENT_NEEDED("E133"),
    SIGNER_EXPIRED("E113"),
    SIGNER_OF_TOMORROW("E114"),
    SIGNER_OF_ANOTHER_ROOT("E112");

    private final String number;

    Always(String number) {
      this.number = number;
    }
  }

  @ParameterizedTest
  @EnumSource
  void noKeyHelpsTheImage(Always kind) throws Exception {
    ImageSpec good = Laboratory.spec("ap1g8", "17.9.4.27");
    ImageSpec spec =
        switch (kind) {
          case ANOTHER_VENDOR -> changed(good, good.hardware(), "0.1.0", OptionalLong.of(10));
          case OTHER_HARDWARE -> changed(good, List.of("C9120AXI"), "0.1.0", good.vendor());
          case NEWER_AGENT_NEEDED -> changed(good, good.hardware(), "99.0.0", good.vendor());
          default -> good;
        };
    TestIdentity by =
        switch (kind) {
          case SIGNER_EXPIRED -> validIn("2021-01-01T00:00:00Z", "2022-12-04T00:00:00Z");
          case SIGNER_OF_TOMORROW -> validIn("2045-01-01T00:00:00Z", "2049-01-01T00:00:00Z");
          case SIGNER_OF_ANOTHER_ROOT ->
              TestAuthority.root("laboratory root")
                  .issue(LeafSpec.of("image signer", Purpose.CODE_SIGNING));
          default -> signer;
        };
    assertRefused("", spec, by, kind.number);
  }

  private TestIdentity validIn(String from, String to) {
    return lab.root()
        .issue(
            LeafSpec.of("image signer", Purpose.CODE_SIGNING)
                .valid(Instant.parse(from), Instant.parse(to)));
  }

  private static ImageSpec changed(
      ImageSpec of, List<String> hardware, String agent, OptionalLong vendor) {
    return new ImageSpec(
        of.family(),
        of.version(),
        of.securityVersion(),
        hardware,
        agent,
        of.buildTime(),
        of.payloadName(),
        vendor,
        of.trustUpdate());
  }

  /** The floor is raised by the trial alone, and then holds against whoever asks. */
  @Test
  void aLowerSecurityVersionIsRefusedOnceAHigherOneHasPassedItsTrial() throws Exception {
    ImageSpec good = Laboratory.spec("ap1g8", "17.9.4.28");
    ImageSpec lower =
        new ImageSpec(
            good.family(),
            good.version(),
            LOWER_SECURITY,
            good.hardware(),
            good.minimumAgentVersion(),
            good.buildTime(),
            good.payloadName());
    lab.storage().floor().raiseTo(LOWER_SECURITY + 1);
    assertRefused("", lower, signer, "E134");
  }

  private void assertRefused(String keys, ImageSpec spec, TestIdentity by, String number)
      throws Exception {
    Path image = lab.image(spec, by);
    lab.policy(keys);
    lab.storage();
    lab.bootLoader();
    byte[] part1 = Files.readAllBytes(directory.resolve("part1"));
    byte[] environment = Files.readAllBytes(directory.resolve("boot.env"));
    int exit =
        number.equals("E114") || number.equals("E119")
            ? ExitCode.TRY_LATER
            : ExitCode.IMAGE_REFUSED;
    assertThat(lab.apfw(exit, "install", "--no-activate", image.toString()))
        .contains(number + " ")
        .doesNotContain("Archive done.");
    assertThat(Arrays.equals(Files.readAllBytes(directory.resolve("part1")), part1)).isTrue();
    assertThat(Files.readAllBytes(directory.resolve("boot.env"))).isEqualTo(environment);
    assertThat(lab.bootLoader()).isEqualTo(SlotId.PART2);
  }
}
