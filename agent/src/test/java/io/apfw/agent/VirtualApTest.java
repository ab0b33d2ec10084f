package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The short drill of {@code packaging/vm}: 25 minutes on two cores without KVM; as root. */
@Tag("vm")
class VirtualApTest {
  @Test
  void upgradesItselfAndComesBackFromABrokenImageAndFromPowerCuts() throws Exception {
    Path vm = Path.of("..", "packaging").toAbsolutePath().normalize();
    assertThat(vm.resolve("target/vm/disk.img")).as("run packaging/vm/build first").exists();
    Process drill =
        new ProcessBuilder(vm.resolve("vm/drill").toString(), "--only", "short")
            .inheritIO()
            .start();
    assertThat(drill.waitFor()).as("what failed stands above").isZero();
  }
}
