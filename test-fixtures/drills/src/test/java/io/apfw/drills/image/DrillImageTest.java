package io.apfw.drills.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.fixtures.pki.KeyKind;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.image.ImageSigner;
import io.apfw.storage.trust.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrillImageTest {
  private static final TestAuthority ROOT = TestAuthority.root("images");

  @TempDir private Path directory;

  private static ImageSigner signer(KeyKind kind) {
    TestIdentity identity = ROOT.issue(LeafSpec.of("signer", Purpose.CODE_SIGNING).with(kind));
    return new ImageSigner(identity.key(), identity.chain());
  }

  private static DrillImage image(long fileBytes) {
    return new DrillImage("ap1g8", "17.9.4.27", "C9105AXI", fileBytes, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7, 64, 65, 100, 333})
  void theSignedFileHasTheSizeWanted(int units) throws IOException {
    Path out = directory.resolve("part.tar");
    long fileBytes = (long) units * DrillImage.UNIT_BYTES;

    image(fileBytes).make(directory.resolve("cache"), signer(KeyKind.EC_P256), out);

    assertThat(out).hasSize(fileBytes);
  }

  @ParameterizedTest
  @EnumSource
  void whateverTheSignersKey(KeyKind kind) throws IOException {
    Path out = directory.resolve("part.tar");

    image(1_024_000).make(directory.resolve("cache"), signer(kind), out);

    assertThat(out).hasSize(1_024_000);
  }

  @Test
  void drillsThatRunAtOnceShareTheCache() throws Exception {
    ImageSigner signer = signer(KeyKind.EC_P256);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Manifest>> drills = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Path out = directory.resolve("part" + i);
        drills.add(() -> image(8_192_000).make(directory.resolve("cache"), signer, out));
      }
      Set<Manifest> made = new HashSet<>();
      for (Future<Manifest> one : pool.invokeAll(drills)) {
        made.add(one.get());
      }
      assertThat(made).hasSize(1);
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void theUnsignedImageIsMadeOnceAndSignedEachTime() throws IOException {
    Path cache = directory.resolve("cache");
    Manifest first =
        image(1_024_000).make(cache, signer(KeyKind.EC_P256), directory.resolve("first"));
    Path cached;
    try (var files = Files.list(cache)) {
      cached = files.filter(file -> file.toString().endsWith(".tar")).findFirst().orElseThrow();
    }
    FileTime made = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(cached, made);

    Manifest second =
        image(1_024_000).make(cache, signer(KeyKind.EC_P256), directory.resolve("second"));

    assertThat(second).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(cached)).isEqualTo(made);
    assertThat(directory.resolve("second")).hasSize(1_024_000);
    assertThat(Files.mismatch(directory.resolve("first"), directory.resolve("second")))
        .as("another signer signs otherwise")
        .isNotNegative();
  }

  @Test
  void theSeedMakesThePayload() throws IOException {
    Path cache = directory.resolve("cache");
    Path out = directory.resolve("out");
    ImageSigner signer = signer(KeyKind.EC_P256);
    Manifest one = new DrillImage("f", "1", "hw", 204_800, 1).make(cache, signer, out);
    Manifest other = new DrillImage("f", "1", "hw", 204_800, 2).make(cache, signer, out);

    assertThat(other.payloadSha256()).isNotEqualTo(one.payloadSha256());
  }

  @Test
  void aSizeThatNoTarHasIsRefused() {
    assertThatThrownBy(() -> image(70_512_641))
        .hasMessageContaining("70512641")
        .hasMessageContaining("multiple of 10240");
  }
}
