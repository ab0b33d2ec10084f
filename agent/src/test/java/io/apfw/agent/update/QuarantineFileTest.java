package io.apfw.agent.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.storage.state.TwinFile;
import io.apfw.update.Quarantine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineFileTest {
  private static final Instant UNTIL = Instant.parse("2026-01-01T00:00:00.123456789Z");

  @TempDir private Path directory;

  @Test
  void aFullQuarantineOfTheLongestVersionsIsReadAsItWasWritten() throws Exception {
    Quarantine full = Quarantine.NONE;
    for (int i = 0; i < Quarantine.ENTRIES_MAX; i++) {
      full =
          full.with(
              new Quarantine.Entry(
                  i + "v".repeat(63),
                  "ab".repeat(32),
                  "cd".repeat(16),
                  0xffff_ffffL,
                  140,
                  Integer.MAX_VALUE,
                  UNTIL));
    }
    QuarantineFile file = QuarantineFile.at(directory.resolve("quarantine.state"));
    file.write(full);
    assertThat(QuarantineFile.at(directory.resolve("quarantine.state")).read()).isEqualTo(full);
    file.write(Quarantine.NONE);
    assertThat(file.read()).isEqualTo(Quarantine.NONE);
  }

  /** What the first agent wrote, and a newer one with keys and causes that are not known here. */
  @Test
  void theOldestFormatAndANewerAgentsAreRead() throws Exception {
    Path path = directory.resolve("quarantine.state");
    Map<String, String> values =
        new LinkedHashMap<>(
            Map.of(
                "0.version", "17.9.4.27",
                "0.manifest-sha256", "ab".repeat(32),
                "0.announced-md5", "cd".repeat(16),
                "0.announced-bytes", "70512640",
                "0.cause", "121",
                "0.failures", "2",
                "0.until", "2026-01-01T00:00:00.123456789Z"));
    Quarantine.Entry entry =
        new Quarantine.Entry(
            "17.9.4.27", "ab".repeat(32), "cd".repeat(16), 70_512_640, 121, 2, UNTIL);
    TwinFile.at(path, "quarantine").write(values);
    assertThat(QuarantineFile.at(path).read()).isEqualTo(Quarantine.NONE.with(entry));
    values.put("0.flux", "1.21");
    values.put("policy", "STRICTER");
    values.put("0.cause", "9999");
    TwinFile.at(path, "quarantine").write(values);
    assertThat(QuarantineFile.at(path).read().entries())
        .containsExactly(
            new Quarantine.Entry(
                "17.9.4.27", "ab".repeat(32), "cd".repeat(16), 70_512_640, 9999, 2, UNTIL));
  }

  @Test
  void aFileThatIsNotThereOrDamagedHoldsNothing() throws Exception {
    Path path = directory.resolve("quarantine.state");
    assertThat(QuarantineFile.at(path).read()).isEqualTo(Quarantine.NONE);
    Files.write(path, new byte[8192]);
    assertThat(QuarantineFile.at(path).read()).isEqualTo(Quarantine.NONE);
  }
}
