package io.apfw.agent.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.update.Quarantine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

  @Test
  void aFileThatIsNotThereOrDamagedHoldsNothing() throws Exception {
    Path path = directory.resolve("quarantine.state");
    assertThat(QuarantineFile.at(path).read()).isEqualTo(Quarantine.NONE);
    Files.write(path, new byte[8192]);
    assertThat(QuarantineFile.at(path).read()).isEqualTo(Quarantine.NONE);
  }
}
