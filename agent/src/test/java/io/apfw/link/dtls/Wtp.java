package io.apfw.link.dtls;

import io.apfw.agent.Patience;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The WTP's end of a test: the test's thread is the event loop, and takes tasks and datagrams in
 * the order the test wants.
 */
final class Wtp implements DtlsSession.Listener {

  final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  final BlockingQueue<byte[]> datagrams;
  final List<String> heard = new ArrayList<>();
  final DtlsSession session;
  @Nullable DtlsAgreement agreed;

  Wtp(DtlsConnector connector, RecordSender ac, BlockingQueue<byte[]> datagrams) {
    this.datagrams = datagrams;
    session = connector.connect(ac, tasks::add, this);
  }

  @Override
  public void established(DtlsAgreement agreement) {
    agreed = agreement;
    heard.add("established " + agreement.peer());
  }

  @Override
  public void failed(String reason, boolean authentication) {
    heard.add((authentication ? "authentication failed: " : "failed: ") + reason);
  }

  @Override
  public void received(ByteBuffer plaintext) {
    heard.add("received " + StandardCharsets.UTF_8.decode(plaintext));
  }

  @Override
  public void closed(String reason) {
    heard.add("closed: " + reason);
  }

  /** Runs tasks and datagrams until the listener has heard this many things; gives the last. */
  String until(int things) throws InterruptedException {
    pump(() -> heard.size() >= things, true);
    return heard.get(heard.size() - 1);
  }

  /** Delivers datagrams, but leaves tasks waiting, until there is one. */
  void untilATaskWaits() throws InterruptedException {
    pump(() -> !tasks.isEmpty(), false);
  }

  byte[] nextDatagram() throws InterruptedException {
    return some(datagrams.poll(Patience.SECONDS, TimeUnit.SECONDS));
  }

  void receive(byte[] datagram) {
    session.receive(ByteBuffer.wrap(datagram));
  }

  void send(String text) {
    session.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Sends and hears it back from an AC that echoes. */
  void roundTrip(String text) throws InterruptedException {
    int before = heard.size();
    send(text);
    String answer = until(before + 1);
    if (!answer.equals("received " + text)) {
      throw new AssertionError("sent '" + text + "', heard '" + answer + "'");
    }
  }

  private void pump(BooleanSupplier done, boolean runTasks) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Patience.SECONDS);
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("nothing more for " + Patience.SECONDS + " s; heard " + heard);
      }
      Runnable task = runTasks ? tasks.poll() : null;
      if (task != null) {
        task.run();
        continue;
      }
      byte[] datagram = datagrams.poll(1, TimeUnit.MILLISECONDS);
      if (datagram != null) {
        receive(datagram);
      }
    }
  }

  private static byte[] some(byte @Nullable [] datagram) {
    if (datagram == null) {
      throw new AssertionError("no datagram for " + Patience.SECONDS + " s");
    }
    return datagram;
  }
}
