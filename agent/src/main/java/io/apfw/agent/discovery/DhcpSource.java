package io.apfw.agent.discovery;

import io.apfw.capwap.wtp.Ac;
import io.apfw.capwap.wtp.Candidate.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * RFC 5417: DHCP option 138 and DHCPv6 option 52, from a file that the DHCP client or its hook
 * writes; see {@link LeaseFile} for its forms. Without that file there is no lease yet. The
 * addresses are in order of preference, the ports are the RFC's.
 */
final class DhcpSource implements ControllerSource {
  /** Leases are appended: of a longer file the end counts. */
  static final int FILE_BYTES_MAX = 64 * 1024;

  private static final int CONTROL_PORT = 5246;

  private final Path file;

  DhcpSource(Path file) {
    this.file = file;
  }

  @Override
  public String name() {
    return "DHCP " + file;
  }

  @Override
  public List<Place> places() throws IOException {
    List<Place> places = new ArrayList<>();
    for (InetAddress address : LeaseFile.controllers(tail())) {
      places.add(new Place(address, CONTROL_PORT, Ac.DATA_PORT, Source.DHCP, places.size()));
    }
    return places;
  }

  private String tail() throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer bytes = ByteBuffer.allocate(FILE_BYTES_MAX);
      channel.position(Math.max(0, channel.size() - FILE_BYTES_MAX));
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // Until the end.
      }
      return StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
