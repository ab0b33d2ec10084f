package io.apfw.storage.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.storage.device.MemoryDevice;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SlotWriterTest {
  private static final int BLOCK = 1377;

  @Test
  void coalesces_small_blocks_and_writes_them_in_order() throws StorageException {
    byte[] payload = new byte[2 * SlotWriter.PIECE_BYTES + 12_345];
    new Random(3).nextBytes(payload);
    MemoryDevice device = new MemoryDevice(new byte[payload.length + 1000], true);
    try (SlotWriter writer = Slots.inactive(SlotId.PART1, device).openForWriting()) {
      for (int at = 0; at < payload.length; at += BLOCK) {
        writer.write(at, ByteBuffer.wrap(payload, at, Math.min(BLOCK, payload.length - at)));
      }
      writer.finish(payload.length);
    }
    assertThat(device.writes)
        .containsExactly(SlotWriter.PIECE_BYTES, SlotWriter.PIECE_BYTES, 12_345);
    assertThat(device.forces).isEqualTo(1);
    assertThat(Arrays.copyOf(device.content(), payload.length)).isEqualTo(payload);
    assertThat(Arrays.copyOfRange(device.content(), payload.length, device.content().length))
        .containsOnly(0);
  }

  @Test
  void keeps_the_medium_busy_when_it_writes_through_the_cache() throws StorageException {
    MemoryDevice device = new MemoryDevice(new byte[20 * SlotWriter.PIECE_BYTES], false);
    try (SlotWriter writer = Slots.inactive(SlotId.PART1, device).openForWriting()) {
      writer.write(0, ByteBuffer.allocate(20 * SlotWriter.PIECE_BYTES));
      assertThat(device.forces).isEqualTo(2);
      writer.finish(20 * SlotWriter.PIECE_BYTES);
    }
    assertThat(device.forces).isEqualTo(3);
  }

  @Test
  void never_writes_past_the_slot() throws StorageException {
    MemoryDevice device = new MemoryDevice(1000);
    try (SlotWriter writer = Slots.inactive(SlotId.PART1, device).openForWriting()) {
      writer.write(0, ByteBuffer.allocate(1000));
      assertFault(
          StorageFault.SLOT_TOO_SHORT,
          () -> writer.write(1000, ByteBuffer.allocate(1)),
          "1001 bytes do not fit its 1000");
    }
    assertThat(device.writes).isEmpty();
  }

  @Test
  void a_full_medium_is_a_write_fault_with_its_offset() throws StorageException {
    MemoryDevice device = new MemoryDevice(3 * SlotWriter.PIECE_BYTES);
    try (SlotWriter writer = Slots.inactive(SlotId.PART1, device).openForWriting()) {
      writer.write(0, ByteBuffer.allocate(SlotWriter.PIECE_BYTES));
      device.failWrites(new IOException("No space left on device"));
      assertFault(
          () -> writer.write(SlotWriter.PIECE_BYTES, ByteBuffer.allocate(SlotWriter.PIECE_BYTES)),
          "1048576 bytes at offset 1048576: No space left on device");
    }
  }

  @Test
  void an_error_of_the_last_force_is_a_write_fault() throws StorageException {
    MemoryDevice device = new MemoryDevice(1000);
    device.failForces(new IOException("Input/output error"));
    try (SlotWriter writer = Slots.inactive(SlotId.PART1, device).openForWriting()) {
      writer.write(0, ByteBuffer.allocate(10));
      assertFault(() -> writer.finish(10), "forcing 10 bytes to the medium: Input/output error");
    }
  }

  private static void assertFault(ThrowingCallable call, String detail) {
    assertFault(StorageFault.SLOT_WRITE, call, detail);
  }

  private static void assertFault(StorageFault fault, ThrowingCallable call, String detail) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.fault()).isEqualTo(fault))
        .hasMessageContaining("memory: " + detail);
  }
}
