package io.apfw.storage.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.fixtures.pki.KeyKind;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.boot.BootDecision;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.slot.InactiveSlot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotState;
import io.apfw.storage.trust.HeadStore;
import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.VerifiedHead;
import io.apfw.storage.trust.VerifiedImage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the builder to the trial, with nothing faked but the size. */
class GoodImageTest {
  private static final ImageSpec SPEC =
      new ImageSpec(
          "ap1g8",
          "17.9.4.27",
          3,
          List.of("C9105AXI"),
          "0.1",
          Instant.parse("2026-01-01T00:00:00.5Z"),
          "rootfs.img");

  @TempDir Path directory;
  private Path payload;
  private Path image;

  @BeforeEach
  void makePayload() throws IOException {
    payload = Files.write(directory.resolve("payload"), payloadOf(1_100_000));
    image = directory.resolve("part.tar");
  }

  @Test
  void an_image_travels_from_the_builder_to_the_trial() throws Exception {
    ImageBuilder.build(SPEC, payload, signer(AccessPoint.SIGNER), image);
    AccessPoint ap = new AccessPoint(directory);

    VerifiedHead head = ingest(ap);
    assertThat(ap.environment()).isEqualTo(AccessPoint.BOTH_GOOD.with(SlotId.PART1, BootEntry.BAD));
    assertThat(head.signer()).contains("CN=image signer");
    ap.assertAsItWas(SlotId.PART2);
    assertThat(Arrays.copyOf(Files.readAllBytes(ap.part1), 1_100_000))
        .isEqualTo(payloadOf(1_100_000));

    VerifiedImage verified = AccessPoint.VERIFIER.verifySlot(head, ap.inactive());
    ap.bootControl.activate(verified, 3);
    assertThat(ap.table().row(SlotId.PART1).state()).isEqualTo(SlotState.TRIAL);
    assertThat(ap.table().bootOrder()).containsExactly(SlotId.PART1, SlotId.PART2);

    reboot(ap);
    assertThat(ap.bootControl.status().onTrial()).isTrue();
    assertThatThrownBy(ap::inactive).hasMessageContaining("ON_TRIAL");
    ap.bootControl.markGood();
    assertThat(ap.environment())
        .isEqualTo(new BootEnvironment(SlotId.PART1, BootEntry.GOOD, BootEntry.GOOD));
    assertThat(ap.inactive().id()).isEqualTo(SlotId.PART2);
  }

  /** The field bug: an image that had failed was activated all the same. */
  @ParameterizedTest
  @ValueSource(ints = {0, 600_000, 1_099_999})
  void what_changed_on_the_slot_is_noticed_before_it_is_activated(int offset) throws Exception {
    ImageBuilder.build(SPEC, payload, signer(AccessPoint.SIGNER), image);
    AccessPoint ap = new AccessPoint(directory);
    VerifiedHead head = ingest(ap);
    byte[] slot = Files.readAllBytes(ap.part1);
    slot[offset] ^= 1;
    Files.write(ap.part1, slot);
    InactiveSlot inactive = ap.inactive();
    assertThatThrownBy(() -> AccessPoint.VERIFIER.verifySlot(head, inactive))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.fault()).isEqualTo(StorageFault.READ_BACK_MISMATCH))
        .hasMessageContaining("block " + offset / 65_536 + " of 17");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 983_040, 1_000_000, 1_048_576})
  void a_slot_that_became_shorter_cannot_be_used(int bytes) throws Exception {
    ImageBuilder.build(SPEC, payload, signer(AccessPoint.SIGNER), image);
    AccessPoint ap = new AccessPoint(directory);
    VerifiedHead head = ingest(ap);
    Files.write(ap.part1, Arrays.copyOf(Files.readAllBytes(ap.part1), bytes));
    InactiveSlot inactive = ap.inactive();
    assertThatThrownBy(() -> AccessPoint.VERIFIER.verifySlot(head, inactive))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.fault()).isEqualTo(StorageFault.SLOT_TOO_SHORT))
        .hasMessageContaining("ends at " + bytes + ", inside the payload");
  }

  @Test
  void a_kept_head_verifies_the_slot_after_a_restart() throws Exception {
    ImageBuilder.build(SPEC, payload, signer(AccessPoint.SIGNER), image);
    AccessPoint ap = new AccessPoint(directory);
    HeadStore heads = new HeadStore(directory.resolve("heads"));
    assertThat(heads.load(SlotId.PART1)).isEmpty();
    heads.save(SlotId.PART1, ingest(ap).head());

    ImageHead kept = new HeadStore(directory.resolve("heads")).load(SlotId.PART1).orElseThrow();
    VerifiedHead again =
        AccessPoint.VERIFIER.verifyHead(
            kept, AccessPoint.expectation(), AccessPoint.CLOCK.reading());
    assertThat(AccessPoint.VERIFIER.verifySlot(again, ap.inactive()).slot())
        .isEqualTo(SlotId.PART1);
    assertThat(heads.load(SlotId.PART2)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "RSA_1024", mode = EnumSource.Mode.EXCLUDE)
  void any_kind_of_key_signs_below_an_intermediate(KeyKind kind) throws Exception {
    TestIdentity signer =
        AccessPoint.ROOT
            .intermediate("image signing")
            .issue(LeafSpec.of("release", Purpose.CODE_SIGNING).with(kind));
    ImageBuilder.build(SPEC, payload, signer(signer), image);
    assertThat(ingest(new AccessPoint(directory)).signer()).contains("CN=release");
  }

  @Test
  void the_payload_of_an_exact_block_has_no_short_one() throws Exception {
    Files.write(payload, payloadOf(2 * 65_536));
    ImageBuilder.build(SPEC, payload, signer(AccessPoint.SIGNER), image);
    assertThat(ingest(new AccessPoint(directory)).manifest().blockCount()).isEqualTo(2);
  }

  @Test
  void the_same_input_gives_the_same_image() throws Exception {
    ImageBuilder.build(SPEC, payload, Optional.empty(), image);
    byte[] once = Files.readAllBytes(image);
    ImageBuilder.build(SPEC, payload, Optional.empty(), image);
    assertThat(Files.readAllBytes(image)).isEqualTo(once);
    assertThat(once.length % 10_240).isZero();
  }

  @Test
  void signing_later_changes_nothing_but_the_signature() throws Exception {
    TestIdentity rsa =
        AccessPoint.ROOT.issue(
            LeafSpec.of("image signer", Purpose.CODE_SIGNING).with(KeyKind.RSA_2048));
    ImageBuilder.build(SPEC, payload, signer(rsa), image);
    byte[] atOnce = Files.readAllBytes(image);
    ImageBuilder.build(SPEC, payload, Optional.empty(), image);
    ImageBuilder.sign(image, signer(rsa).orElseThrow(), image);
    assertThat(ingest(new AccessPoint(directory)).signer()).contains("CN=image signer");
    assertThat(Files.size(image)).isEqualTo(atOnce.length);
  }

  @Test
  void a_write_error_leaves_the_active_slot_first() throws Exception {
    ImageBuilder.build(SPEC, payload, signer(AccessPoint.SIGNER), image);
    AccessPoint ap = new AccessPoint(directory);
    Files.write(ap.part1, new byte[1_000_000]);
    assertThatThrownBy(() -> ingest(ap))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.fault()).isEqualTo(StorageFault.SLOT_TOO_SHORT));
    ap.assertAsItWas(SlotId.PART2);
    assertThat(ap.environment()).isEqualTo(AccessPoint.BOTH_GOOD.with(SlotId.PART1, BootEntry.BAD));
  }

  private VerifiedHead ingest(AccessPoint ap) throws Exception {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(image))) {
      return ap.ingest(in);
    }
  }

  /** The stand-in boot loader: decides, saves, and says on the command line what it booted. */
  private static void reboot(AccessPoint ap) throws IOException {
    BootDecision decision = BootDecision.chooseAndCount(ap.environment());
    ap.environment.write(decision.next());
    Files.writeString(ap.commandLine, "ro apfw.slot=" + decision.slot() + "\n");
  }

  private static Optional<ImageSigner> signer(TestIdentity identity) {
    return Optional.of(new ImageSigner(identity.key(), identity.chain()));
  }

  private static byte[] payloadOf(int bytes) {
    return Arrays.copyOf(AccessPoint.content(11), bytes);
  }
}
