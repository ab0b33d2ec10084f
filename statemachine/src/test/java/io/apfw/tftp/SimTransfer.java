package io.apfw.tftp;

import io.apfw.capwap.wire.Octets;
import io.apfw.machine.Step;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Client and server over a network in simulated time. */
final class SimTransfer {
  /** Chances in a hundred, and the longest delay. */
  record Network(int loss, int copies, int delayMillisMax) {
    static final Network FINE = new Network(0, 0, 1);
  }

  private record Due(long millis, long order, Runnable what) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return millis != other.millis
          ? Long.compare(millis, other.millis)
          : Long.compare(order, other.order);
    }
  }

  private static final int PORT = 40_069;
  private static final long SERVER_TIMEOUT_MILLIS = 2_000;
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

  private final TftpClient client;
  private final SimServer server;
  private final Network network;
  private final Random random;
  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private final ByteArrayOutputStream stored = new ByteArrayOutputStream();
  private final List<TftpAction> ends = new ArrayList<>();
  private TftpState state = new TftpState.Idle();
  private long millis;
  private long order;
  private long serverHeardMillis;

  SimTransfer(TftpClient client, SimServer server, Network network, long seed) {
    this.client = client;
    this.server = server;
    this.network = network;
    this.random = new Random(seed);
  }

  /** Runs to the end of the client, an hour at most; the last action says how it ended. */
  TftpAction run() {
    feed(new TftpEvent.Begin());
    later(SERVER_TIMEOUT_MILLIS, this::serverTick);
    while (!(state instanceof TftpState.Ended) && millis < 3_600_000) {
      long deadline =
          state
              .nextDeadline()
              .map(at -> at.toEpochMilli() - START.toEpochMilli())
              .orElse(Long.MAX_VALUE);
      Due due = queue.peek();
      if (due != null && due.millis() <= deadline) {
        queue.remove();
        millis = due.millis();
        due.what().run();
      } else {
        millis = Math.max(millis, deadline);
        feed(new TftpEvent.Tick());
      }
    }
    return ends.get(ends.size() - 1);
  }

  byte[] stored() {
    return stored.toByteArray();
  }

  Duration took() {
    return Duration.ofMillis(millis);
  }

  private void serverTick() {
    if (millis - serverHeardMillis >= SERVER_TIMEOUT_MILLIS) {
      server.timeOut().forEach(this::toClient);
    }
    if (!server.done()) {
      later(SERVER_TIMEOUT_MILLIS, this::serverTick);
    }
  }

  private void feed(TftpEvent event) {
    Step<TftpState, TftpAction> step = client.step(state, event, START.plusMillis(millis));
    state = step.state();
    for (TftpAction action : step.actions()) {
      if (action instanceof TftpAction.Ask ask) {
        toServer(ask.datagram());
      } else if (action instanceof TftpAction.Send send) {
        toServer(send.datagram());
      } else if (action instanceof TftpAction.Store store) {
        stored.writeBytes(store.bytes().toArray());
      } else if (!(action instanceof TftpAction.Announced)) {
        ends.add(action);
      }
    }
  }

  private void toServer(Octets datagram) {
    carry(
        () -> {
          serverHeardMillis = millis;
          server.hear(datagram).forEach(this::toClient);
        });
  }

  private void toClient(Octets datagram) {
    carry(() -> feed(new TftpEvent.Arrived(PORT, datagram)));
  }

  private void carry(Runnable arrival) {
    int copies = 1 + (random.nextInt(100) < network.copies() ? 1 : 0);
    for (int i = 0; i < copies; i++) {
      if (random.nextInt(100) >= network.loss()) {
        later(1L + random.nextInt(network.delayMillisMax()), arrival);
      }
    }
  }

  private void later(long inMillis, Runnable what) {
    queue.add(new Due(millis + inMillis, order++, what));
  }
}
