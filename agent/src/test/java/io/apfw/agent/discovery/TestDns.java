package io.apfw.agent.discovery;

import io.apfw.capwap.wire.IpText;
import io.apfw.capwap.wire.Octets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A name server on the loopback, RFC 1035: A, AAAA and SRV records, one question at a time. */
public final class TestDns implements AutoCloseable {
  private static final int A = 1;
  private static final int AAAA = 28;
  private static final int SRV = 33;
  private static final int NXDOMAIN = 3;
  private static final int ANSWER = 0x8580;

  private record Entry(int type, Octets data) {}

  private final DatagramSocket socket;
  private final Map<String, List<Entry>> zone = new ConcurrentHashMap<>();

  /** Answers until it is closed. */
  public TestDns() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "test name server");
    thread.setDaemon(true);
    thread.start();
  }

  /** As {@code discovery.dnsServers} takes it. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** Replaces the addresses of a host. */
  public TestDns host(String name, String... addresses) {
    List<Entry> records = new ArrayList<>();
    for (String text : addresses) {
      byte[] address = (text.indexOf(':') >= 0 ? IpText.v6(text) : IpText.v4(text)).toArray();
      records.add(new Entry(address.length == 4 ? A : AAAA, Octets.wrap(address)));
    }
    zone.put(name, List.copyOf(records));
    return this;
  }

  /** Adds a service's record, of weight 0. */
  public TestDns service(String name, int priority, int port, String target) {
    return service(name, priority, 0, port, target);
  }

  /** Adds a service's record. */
  public TestDns service(String name, int priority, int weight, int port, String target) {
    byte[] labels = labels(target);
    ByteBuffer data = ByteBuffer.allocate(6 + labels.length);
    data.putShort((short) priority).putShort((short) weight).putShort((short) port).put(labels);
    List<Entry> records = new ArrayList<>(zone.getOrDefault(name, List.of()));
    records.add(new Entry(SRV, Octets.wrap(data.array())));
    zone.put(name, List.copyOf(records));
    return this;
  }

  private void serve() {
    byte[] buffer = new byte[512];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        byte[] answer = answer(ByteBuffer.wrap(buffer, 0, packet.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private byte[] answer(ByteBuffer query) {
    short id = query.getShort(0);
    query.position(12);
    StringBuilder name = new StringBuilder();
    for (int length = query.get(); length > 0; length = query.get()) {
      byte[] label = new byte[length];
      query.get(label);
      name.append(name.length() == 0 ? "" : ".")
          .append(new String(label, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT));
    }
    int type = query.getShort();
    List<Entry> all = zone.get(name.toString());
    List<Entry> found =
        all == null ? List.of() : all.stream().filter(record -> record.type() == type).toList();
    ByteBuffer out = ByteBuffer.allocate(512);
    out.putShort(id).putShort((short) (ANSWER | (all == null ? NXDOMAIN : 0)));
    out.putShort((short) 1).putShort((short) found.size()).putInt(0);
    out.put(labels(name.toString())).putShort((short) type).putShort((short) 1);
    for (Entry record : found) {
      out.put(labels(name.toString())).putShort((short) record.type()).putShort((short) 1);
      out.putInt(60).putShort((short) record.data().length()).put(record.data().toArray());
    }
    byte[] answer = new byte[out.position()];
    out.flip().get(answer);
    return answer;
  }

  private static byte[] labels(String name) {
    ByteBuffer out = ByteBuffer.allocate(256);
    if (!name.isEmpty()) {
      for (String label : name.split("\\.", -1)) {
        out.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
      }
    }
    out.put((byte) 0);
    byte[] labels = new byte[out.position()];
    out.flip().get(labels);
    return labels;
  }

  @Override
  public void close() {
    socket.close();
  }
}
