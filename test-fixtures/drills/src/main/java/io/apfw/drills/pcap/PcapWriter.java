package io.apfw.drills.pcap;

import io.apfw.capwap.wire.Octets;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Writes what DTLS carried as if it had gone over the network in clear: a classic pcap file (magic
 * a1b2c3d4, version 2.4, microseconds, link type 1), each packet an Ethernet frame of IPv4 and UDP.
 * Big-endian throughout. The Ethernet addresses are made up; UDP checksums are 0, "none". Nothing
 * is written beyond a bound; what was left out is counted.
 *
 * <p>Not for several threads.
 */
public final class PcapWriter implements Closeable {
  private static final int RECORD_BYTES = 16;
  private static final int ETHERNET_BYTES = 14;
  private static final int IPV4_BYTES = 20;
  private static final int UDP_BYTES = 8;

  /** Longest payload of a UDP datagram over IPv4. */
  public static final int PAYLOAD_BYTES_MAX = 65_535 - IPV4_BYTES - UDP_BYTES;

  /** Bytes of the file before the first packet. */
  public static final int FILE_HEADER_BYTES = 24;

  /** Bytes before a payload: the record's header, Ethernet, IPv4, UDP. */
  public static final int PACKET_HEADER_BYTES =
      RECORD_BYTES + ETHERNET_BYTES + IPV4_BYTES + UDP_BYTES;

  private static final int SNAP_BYTES = 256 * 1024;

  private final OutputStream out;
  private final long fileBytesMax;
  private long fileBytes = FILE_HEADER_BYTES;
  private long omitted;
  private int identification;

  private PcapWriter(OutputStream out, long fileBytesMax) {
    this.out = out;
    this.fileBytesMax = fileBytesMax;
  }

  /**
   * Begins a file; one that is there is replaced.
   *
   * @param fileBytesMax the longest file
   */
  public static PcapWriter open(Path file, long fileBytesMax) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
    ByteBuffer header = ByteBuffer.allocate(FILE_HEADER_BYTES);
    header.putInt(0xa1b2_c3d4).putShort((short) 2).putShort((short) 4);
    header.putInt(0).putInt(0).putInt(SNAP_BYTES).putInt(1);
    out.write(header.array());
    return new PcapWriter(out, fileBytesMax);
  }

  /**
   * Adds one datagram, unless the file would grow too long.
   *
   * @param from resolved, IPv4
   * @param to resolved, IPv4
   * @param payload at most {@link #PAYLOAD_BYTES_MAX}
   */
  public void write(Instant when, InetSocketAddress from, InetSocketAddress to, Octets payload)
      throws IOException {
    if (payload.length() > PAYLOAD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "pcap payload of " + payload.length() + " bytes: at most " + PAYLOAD_BYTES_MAX);
    }
    int bytes = PACKET_HEADER_BYTES + payload.length();
    if (fileBytes + bytes > fileBytesMax) {
      omitted++;
      return;
    }
    ByteBuffer packet = ByteBuffer.allocate(bytes);
    packet.putInt((int) when.getEpochSecond()).putInt(when.getNano() / 1_000);
    packet.putInt(bytes - RECORD_BYTES).putInt(bytes - RECORD_BYTES);
    putEthernet(packet);
    putIpv4(packet, ipv4(from), ipv4(to), UDP_BYTES + payload.length());
    packet.putShort((short) from.getPort()).putShort((short) to.getPort());
    packet.putShort((short) (UDP_BYTES + payload.length())).putShort((short) 0);
    packet.put(payload.asBuffer());
    out.write(packet.array());
    fileBytes += bytes;
  }

  /** Datagrams that had no room any more. */
  public long omitted() {
    return omitted;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private static void putEthernet(ByteBuffer packet) {
    // Locally administered addresses 2 and 1, then the type of IPv4.
    packet.putShort((short) 0x0200).putInt(2).putShort((short) 0x0200).putInt(1);
    packet.putShort((short) 0x0800);
  }

  private void putIpv4(ByteBuffer packet, byte[] from, byte[] to, int datagramBytes) {
    int start = packet.position();
    packet.put((byte) 0x45).put((byte) 0).putShort((short) (IPV4_BYTES + datagramBytes));
    packet.putShort((short) identification++).putShort((short) 0x4000);
    packet.put((byte) 64).put((byte) 17).putShort((short) 0).put(from).put(to);
    int sum = 0;
    for (int at = start; at < start + IPV4_BYTES; at += 2) {
      sum += packet.getShort(at) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    packet.putShort(start + 10, (short) ~(sum + (sum >>> 16)));
  }

  private static byte[] ipv4(InetSocketAddress socket) {
    InetAddress address = socket.getAddress();
    if (!(address instanceof Inet4Address)) {
      throw new IllegalArgumentException("pcap address " + socket + ": a resolved IPv4 address");
    }
    return address.getAddress();
  }
}
