package io.apfw.fetch;

import io.apfw.capwap.wire.Octets;
import io.apfw.fetch.Cancellation.Registration;
import io.apfw.fetch.Fetcher.Facts;
import io.apfw.fetch.Fetcher.Sink;
import io.apfw.machine.Step;
import io.apfw.tftp.TftpAction;
import io.apfw.tftp.TftpClient;
import io.apfw.tftp.TftpEvent;
import io.apfw.tftp.TftpState;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** One transfer's socket and clock: runs {@link TftpClient} until the file is here. */
final class TftpTransfer {
  private static final int DATAGRAM_BYTES_MAX = 65_536;
  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

  /** Then deadlines are looked at, however much a server sends that is of no use. */
  private static final int TURN_DATAGRAMS_MAX = 64;

  private final TftpClient client;
  private final InetSocketAddress server;
  private final Location location;
  private final Sink sink;
  private final byte[] block;
  private final ByteBuffer datagram = ByteBuffer.allocate(DATAGRAM_BYTES_MAX);
  private final long startNanos = System.nanoTime();
  private TftpState state = new TftpState.Idle();
  private OptionalLong announced = OptionalLong.empty();
  private Optional<Instant> asked = Optional.empty();
  private long roundTripMillis;
  private boolean begun;
  private boolean complete;

  TftpTransfer(
      TftpClient client,
      InetSocketAddress server,
      Location location,
      Sink sink,
      int blockBytesMax) {
    this.client = client;
    this.server = server;
    this.location = location;
    this.sink = sink;
    this.block = new byte[Math.max(blockBytesMax, 512)];
  }

  void run(Cancellation cancellation) throws IOException, FetchException, InterruptedException {
    DatagramChannel channel = DatagramChannel.open();
    Selector selector = Selector.open();
    Registration hook = cancellation.onCancel(selector::wakeup);
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      take(client.step(state, new TftpEvent.Begin(), now()), channel);
      while (!complete) {
        turn(channel, selector);
        cancellation.check();
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while fetching " + location);
        }
      }
    } finally {
      hook.close();
      if (complete) {
        dally(channel, selector);
      } else {
        close(channel, selector);
      }
    }
  }

  /** What has arrived, or the deadline. */
  private void turn(DatagramChannel channel, Selector selector)
      throws IOException, FetchException, InterruptedException {
    Duration wait =
        state
            .nextDeadline()
            .map(deadline -> Duration.between(now(), deadline))
            .orElse(Duration.ofSeconds(1));
    if (wait.isNegative() || wait.isZero()) {
      selector.selectNow();
    } else {
      selector.select(wait.toMillis() + 1);
    }
    selector.selectedKeys().clear();
    for (int i = 0; i < TURN_DATAGRAMS_MAX && !complete; i++) {
      datagram.clear();
      InetSocketAddress from = (InetSocketAddress) channel.receive(datagram);
      if (from == null) {
        break;
      }
      if (from.getAddress().equals(server.getAddress())) {
        Octets bytes = Octets.copyOf(datagram.flip());
        asked.ifPresent(since -> roundTripMillis = Duration.between(since, now()).toMillis());
        asked = Optional.empty();
        take(client.step(state, new TftpEvent.Arrived(from.getPort(), bytes), now()), channel);
      }
    }
    take(client.step(state, new TftpEvent.Tick(), now()), channel);
  }

  private void take(Step<TftpState, TftpAction> step, DatagramChannel channel)
      throws IOException, FetchException, InterruptedException {
    state = step.state();
    for (TftpAction action : step.actions()) {
      if (action instanceof TftpAction.Ask ask) {
        asked = Optional.of(now());
        send(channel, server, ask.datagram());
      } else if (action instanceof TftpAction.Send send) {
        send(channel, new InetSocketAddress(server.getAddress(), send.port()), send.datagram());
      } else if (action instanceof TftpAction.Announced told) {
        announced = OptionalLong.of(told.bytes());
      } else if (action instanceof TftpAction.Store store) {
        begin();
        store.bytes().copyTo(block, 0);
        sink.bytes(block, 0, store.bytes().length());
      } else if (action instanceof TftpAction.Complete) {
        begin();
        complete = true;
      } else if (action instanceof TftpAction.Failed failed) {
        throw failure(failed);
      }
    }
  }

  private void begin() throws FetchException {
    if (!begun) {
      begun = true;
      sink.begins(new Facts(0, announced, false, Optional.empty(), roundTripMillis));
    }
  }

  private static void send(DatagramChannel channel, InetSocketAddress to, Octets bytes)
      throws IOException {
    // A full buffer drops it, as the network may: the machine repeats.
    channel.send(bytes.asBuffer(), to);
  }

  private FetchException failure(TftpAction.Failed failed) {
    Cause cause =
        switch (failed.reason()) {
          case NO_SUCH_FILE -> Cause.FILE_NOT_FOUND;
          case ACCESS_REFUSED -> Cause.ACCESS_REFUSED;
          case SERVER_ERROR -> Cause.SERVER_ERROR;
          case NO_ANSWER, STALLED -> Cause.SERVER_SILENT;
          case TOO_LONG -> Cause.FILE_TOO_LARGE;
          case LENGTH_DIFFERS -> Cause.FILE_SIZE_DIFFERS;
          case PROTOCOL -> Cause.SERVER_PROTOCOL;
        };
    return new FetchException(cause, location + ": " + failed.text());
  }

  /**
   * The last acknowledgement may be lost: it is repeated for a while, and nobody waits for that.
   */
  private void dally(DatagramChannel channel, Selector selector) {
    Thread thread =
        new Thread(
            () -> {
              complete = false;
              try {
                while (!(state instanceof TftpState.Ended)) {
                  turn(channel, selector);
                }
              } catch (IOException | FetchException | InterruptedException e) {
                // The file is here: the server will notice by itself.
              } finally {
                close(channel, selector);
              }
            },
            "apfw-tftp-dally");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(DatagramChannel channel, Selector selector) {
    try {
      selector.close();
      channel.close();
    } catch (IOException e) {
      // Nothing is lost with it.
    }
  }

  private Instant now() {
    return Instant.EPOCH.plusNanos(System.nanoTime() - startNanos);
  }
}
