package io.apfw.drills.server;

import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.tftp.TftpPacket;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TFTP server on the loopback that has one file under every name: blksize, tsize, timeout and
 * windowsize, one thread and one port a transfer; misbehaves as told.
 */
public final class TftpFileServer implements AutoCloseable {
  private static final int REPETITIONS_MAX = 5;

  private final DatagramSocket listener;
  private final byte[] file;
  private final TftpFault fault;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicLong dataBytes = new AtomicLong();

  /** Starts to serve. */
  public TftpFileServer(byte[] file, TftpFault fault) throws IOException {
    this.file = file;
    this.fault = fault;
    this.listener = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    start("drill-tftp", this::listen);
  }

  /** A URL of this server. */
  public String url(String path) {
    return "tftp://127.0.0.1:" + listener.getLocalPort() + path;
  }

  /** The requests so far: name, mode and options, separated by spaces. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Bytes of data that went out so far, repeated ones too. */
  public long dataBytes() {
    return dataBytes.get();
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[1024], 1024);
        listener.receive(packet);
        String[] words =
            new String(packet.getData(), 2, packet.getLength() - 2, StandardCharsets.ISO_8859_1)
                .split("\0", -1);
        requests.add(String.join(" ", words));
        if (fault != TftpFault.SILENT) {
          SocketAddress client = packet.getSocketAddress();
          start("drill-tftp-transfer", () -> serve(client, words));
        }
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void serve(SocketAddress client, String[] words) {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      socket.connect(client);
      switch (fault) {
        case MISSING -> send(socket, new TftpPacket.Failure(1, "File not found"));
        case FORBIDDEN -> send(socket, new TftpPacket.Failure(2, "Access violation"));
        case BROKEN -> send(socket, new TftpPacket.Failure(0, "Disk on fire"));
        default -> transfer(socket, words);
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  private void transfer(DatagramSocket socket, String[] words) throws IOException {
    Map<String, String> options = granted(words);
    int blockBytes = Integer.parseInt(options.getOrDefault("blksize", "512"));
    int window = Integer.parseInt(options.getOrDefault("windowsize", "1"));
    socket.setSoTimeout(Integer.parseInt(options.getOrDefault("timeout", "1")) * 1000);
    if (!options.isEmpty()
        && exchange(socket, List.of(new TftpPacket.OptionAck(options)), 0, false) < 0) {
      return;
    }
    long blocks = fault == TftpFault.ENDLESS ? Long.MAX_VALUE : file.length / blockBytes + 1;
    for (long next = 1; next <= blocks; ) {
      if (next > blocks / 2 && fault == TftpFault.STALLS) {
        return;
      }
      if (next > blocks / 2 && fault == TftpFault.CUTS) {
        send(socket, new TftpPacket.Failure(3, "Going down"));
        return;
      }
      List<TftpPacket> data = new ArrayList<>();
      for (long block = next; block < next + window && block <= blocks; block++) {
        data.add(new TftpPacket.Data(number(block), piece(block, blockBytes)));
      }
      boolean lose = fault == TftpFault.LOSES && (next - 1) / window % 4 == 3;
      int acknowledged = exchange(socket, data, number(next - 1), lose);
      if (acknowledged < 0) {
        return;
      }
      next += Math.floorMod(acknowledged - number(next - 1), rollover());
    }
  }

  /**
   * Sends until a fitting acknowledgement comes.
   *
   * @param before what is acknowledged while nothing of it has arrived
   * @param lose the first packet is lost once
   * @return the number acknowledged, or -1 if the client is gone
   */
  private int exchange(DatagramSocket socket, List<TftpPacket> packets, int before, boolean lose)
      throws IOException {
    for (int repetition = 0; repetition < REPETITIONS_MAX; repetition++) {
      boolean lost = lose && repetition == 0;
      for (TftpPacket packet : lost ? packets.subList(1, packets.size()) : packets) {
        send(socket, packet);
        if (fault == TftpFault.ECHOES) {
          send(socket, packet);
          stranger(socket, packet);
        }
      }
      try {
        while (true) {
          TftpPacket answer = receive(socket);
          if (answer instanceof TftpPacket.Failure) {
            return -1;
          }
          if (answer instanceof TftpPacket.Ack ack) {
            int ahead = Math.floorMod(ack.block() - before, rollover());
            if (ahead <= packets.size() + 1 && (ahead > 0 || isOptions(packets))) {
              return ack.block();
            } else if (ahead == 0) {
              break;
            }
          }
        }
      } catch (SocketTimeoutException e) {
        // Once more.
      }
    }
    return -1;
  }

  private static boolean isOptions(List<TftpPacket> packets) {
    return !packets.isEmpty() && packets.get(0) instanceof TftpPacket.OptionAck;
  }

  private static TftpPacket receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[1024], 1024);
    socket.receive(packet);
    byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
    try {
      return TftpPacket.decode(Octets.wrap(bytes));
    } catch (MalformedException e) {
      throw new IOException(e);
    }
  }

  private Map<String, String> granted(String[] words) {
    Map<String, String> options = new LinkedHashMap<>();
    if (fault == TftpFault.NO_OPTIONS) {
      return options;
    }
    for (int at = 2; at + 1 < words.length; at += 2) {
      options.put(words[at], words[at + 1]);
    }
    if (options.containsKey("tsize")) {
      switch (fault) {
        case SAYS_LONGER -> options.put("tsize", Integer.toString(file.length + 1));
        case SAYS_SHORTER -> options.put("tsize", Integer.toString(file.length - 1));
        case TOO_LARGE -> options.put("tsize", "1000000000000");
        case ENDLESS -> options.remove("tsize");
        default -> options.put("tsize", Integer.toString(file.length));
      }
    }
    if (fault == TftpFault.BABBLES) {
      options.put("multicast", "224.0.0.1,1758,1");
    }
    return options;
  }

  private Octets piece(long block, int blockBytes) {
    if (fault == TftpFault.ENDLESS) {
      return Octets.wrap(new byte[blockBytes]);
    }
    int from = (int) ((block - 1) * blockBytes);
    int to = Math.min(file.length, from + blockBytes);
    return Octets.wrap(Arrays.copyOfRange(file, from, to));
  }

  private int rollover() {
    return fault == TftpFault.ROLLS_TO_ONE ? 0xffff : 0x10000;
  }

  private int number(long block) {
    return (int)
        (fault == TftpFault.ROLLS_TO_ONE && block > 0 ? (block - 1) % 0xffff + 1 : block % 0x10000);
  }

  private void send(DatagramSocket socket, TftpPacket packet) throws IOException {
    byte[] bytes = packet.encode().toArray();
    if (packet instanceof TftpPacket.Data data) {
      dataBytes.addAndGet(data.bytes().length());
    }
    socket.send(new DatagramPacket(bytes, bytes.length));
  }

  private static void stranger(DatagramSocket socket, TftpPacket packet) throws IOException {
    try (DatagramSocket other = new DatagramSocket()) {
      byte[] bytes = packet.encode().toArray();
      other.send(new DatagramPacket(bytes, bytes.length, socket.getRemoteSocketAddress()));
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    listener.close();
  }
}
