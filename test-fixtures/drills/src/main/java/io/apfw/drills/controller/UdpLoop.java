package io.apfw.drills.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** One thread, two UDP sockets, deadlines, and tasks from other threads. */
final class UdpLoop implements Executor {
  private static final int DATAGRAM_BYTES_MAX = 65_535;

  /** So many datagrams of one socket before the other and the deadlines have their turn. */
  private static final int BURST_DATAGRAMS_MAX = 64;

  private static final long IDLE_MILLIS = 1_000;
  private static final long CLOSE_MILLIS = 5_000;

  /** Called on the loop's thread. */
  interface Handler {
    void controlReceived(InetSocketAddress from, ByteBuffer datagram);

    void dataReceived(InetSocketAddress from, ByteBuffer datagram);

    Optional<Instant> nextDeadline();

    void deadlineReached();
  }

  private final Selector selector;
  private final DatagramChannel control;
  private final DatagramChannel data;
  private final Handler handler;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(DATAGRAM_BYTES_MAX);
  private final Instant epoch = Instant.now();
  private final long epochNanos = System.nanoTime();
  private volatile boolean running = true;
  private final Thread thread = new Thread(this::run);

  UdpLoop(InetSocketAddress controlAddress, InetSocketAddress dataAddress, Handler handler)
      throws IOException {
    this.handler = handler;
    this.selector = Selector.open();
    this.control = open(controlAddress);
    try {
      this.data = open(dataAddress);
    } catch (IOException e) {
      control.close();
      selector.close();
      throw e;
    }
  }

  private DatagramChannel open(InetSocketAddress address) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.bind(address).configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw new IOException("UDP " + address + ": " + e.getMessage(), e);
    }
  }

  void start(String name) {
    thread.setName(name);
    thread.setDaemon(true);
    thread.start();
  }

  DatagramChannel control() {
    return control;
  }

  DatagramChannel data() {
    return data;
  }

  /** Wall clock at the start, monotonic from there. */
  Instant now() {
    return epoch.plusNanos(System.nanoTime() - epochNanos);
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Sends a datagram; one that cannot be sent is lost, as datagrams may be. */
  void send(DatagramChannel channel, ByteBuffer packet, InetSocketAddress to) {
    try {
      channel.send(packet, to);
    } catch (IOException e) {
      return;
    }
  }

  /** Runs a last task on the loop, then ends it and closes the sockets. */
  void close(Runnable last) {
    execute(
        () -> {
          last.run();
          running = false;
        });
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (selector;
        control;
        data) {
      while (running) {
        Optional<Instant> deadline = handler.nextDeadline();
        selector.select(deadline.map(this::millisUntil).orElse(IDLE_MILLIS));
        selector.selectedKeys().clear();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        drain(control, true);
        drain(data, false);
        if (deadline.isPresent() && !now().isBefore(deadline.get())) {
          handler.deadlineReached();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the controller's sockets failed", e);
    }
  }

  private void drain(DatagramChannel channel, boolean isControl) throws IOException {
    for (int i = 0; i < BURST_DATAGRAMS_MAX; i++) {
      datagram.clear();
      InetSocketAddress from = (InetSocketAddress) channel.receive(datagram);
      if (from == null) {
        return;
      }
      datagram.flip();
      if (isControl) {
        handler.controlReceived(from, datagram);
      } else {
        handler.dataReceived(from, datagram);
      }
    }
  }

  /** At least 1, for select(0) waits for ever. */
  private long millisUntil(Instant deadline) {
    long millis = Duration.between(now(), deadline).toMillis() + 1;
    return Math.max(1, Math.min(IDLE_MILLIS, millis));
  }
}
