package io.apfw.storage.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Java tells of an I/O error, and what is made of it. */
class DeviceErrorsTest {
  @TempDir Path directory;

  private DeviceErrors errors(Path path) throws IOException {
    return new DeviceErrors(path, new FakeSystem(directory).finder);
  }

  private Path slot() throws IOException {
    return Files.writeString(directory.resolve("slot"), "x");
  }

  @ParameterizedTest
  @CsvSource({
    "No space left on device, SLOT_FULL",
    "Disk quota exceeded, SLOT_FULL",
    "Input/output error, SLOT_IO_ERROR",
    "I/O error, SLOT_IO_ERROR",
    "Read-only file system, SLOT_READ_ONLY",
    "No such device, SLOT_GONE",
    "No such device or address, SLOT_GONE"
  })
  void the_texts_of_both_c_libraries_are_known(String text, StorageFault fault) throws IOException {
    IOException plain = new IOException(text);
    assertThat(errors(slot()).of(plain))
        .isInstanceOfSatisfying(
            DeviceException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(fault);
              assertThat(e).hasMessage(text).hasCause(plain);
            });
    assertThat(errors(slot()).of(new FileSystemException("a slot", null, text)))
        .isInstanceOfSatisfying(DeviceException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  @Test
  void a_text_in_another_language_has_no_cause_but_a_device_that_vanished_has() throws IOException {
    IOException german = new IOException("Eingabe-/Ausgabefehler");
    Path slot = slot();
    assertThat(errors(slot).of(german)).isSameAs(german);
    Files.delete(slot);
    assertThat(errors(slot).of(german))
        .isInstanceOfSatisfying(
            DeviceException.class, e -> assertThat(e.fault()).isEqualTo(StorageFault.SLOT_GONE));
    assertThat(errors(slot()).of(new NoSuchFileException("slot")))
        .isInstanceOf(DeviceException.class);
  }

  @Test
  void a_refused_permission_is_a_write_protection_only_when_the_kernel_says_so()
      throws IOException {
    FakeSystem system = new FakeSystem(directory);
    Path path = slot();
    system.disk("8:0", "sda");
    system.node(path.toString(), DeviceId.block("8:0"));
    DeviceErrors errors = new DeviceErrors(path, system.finder);
    IOException denied = new AccessDeniedException("slot");
    assertThat(errors.of(denied)).isSameAs(denied);
    system.attribute("8:0", "ro", "0");
    assertThat(errors.of(denied)).isSameAs(denied);
    system.attribute("8:0", "ro", "1");
    for (IOException error :
        new IOException[] {denied, new IOException("Operation not permitted")}) {
      assertThat(errors.of(error))
          .isInstanceOfSatisfying(
              DeviceException.class,
              e -> assertThat(e.fault()).isEqualTo(StorageFault.SLOT_READ_ONLY));
    }
  }

  /** The kernel's own errors, by way of the JDK. */
  @Test
  void real_errors_have_their_causes() throws IOException {
    try (FileBlockDevice full = FileBlockDevice.openGrowing(Path.of("/dev/full"), 4096)) {
      assertThatThrownBy(() -> full.write(ByteBuffer.allocate(10), 0))
          .isInstanceOfSatisfying(
              DeviceException.class, e -> assertThat(e.fault()).isEqualTo(StorageFault.SLOT_FULL));
    }
    try (FileBlockDevice memory = FileBlockDevice.openForReading(Path.of("/proc/self/mem"))) {
      assertThatThrownBy(() -> memory.read(ByteBuffer.allocate(10), 0))
          .isInstanceOfSatisfying(
              DeviceException.class,
              e -> assertThat(e.fault()).isEqualTo(StorageFault.SLOT_IO_ERROR));
    }
  }
}
