package io.apfw.drills.pcap;

import io.apfw.capwap.wire.Octets;
import io.apfw.drills.controller.Tap;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What controllers say and hear, decrypted, in a pcap file. */
public final class Capture implements Tap, Closeable {
  private static final long FILE_BYTES_MAX = 1L << 30;

  private final PcapWriter writer;
  private @Nullable IOException failure;

  private Capture(PcapWriter writer) {
    this.writer = writer;
  }

  /** Begins a file; one that is there is replaced. */
  public static Capture open(Path file) throws IOException {
    return new Capture(PcapWriter.open(file, FILE_BYTES_MAX));
  }

  @Override
  public synchronized void packet(InetSocketAddress from, InetSocketAddress to, ByteBuffer packet) {
    if (failure != null) {
      return;
    }
    try {
      writer.write(Instant.now(), from, to, Octets.copyOf(packet.duplicate()));
    } catch (IOException e) {
      failure = e;
    }
  }

  /**
   * Ends the file.
   *
   * @throws IOException also when a packet could not be written, or had no room
   */
  @Override
  public synchronized void close() throws IOException {
    writer.close();
    if (failure != null) {
      throw failure;
    }
    if (writer.omitted() > 0) {
      throw new IOException(
          "%d packets had no room in a capture of %d bytes"
              .formatted(writer.omitted(), FILE_BYTES_MAX));
    }
  }
}
