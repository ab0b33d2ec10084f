package io.apfw.agent.arch.broken.update;

import io.apfw.agent.arch.broken.capwap.wtp.Wtp;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** One of each thing that a state machine must not touch. */
@SuppressWarnings("all")
final class Impure {
  private final System.Logger log = System.getLogger("log");
  private final Wtp known = new Wtp(0);

  long clocks() {
    return Instant.now().toEpochMilli() + System.nanoTime() + System.currentTimeMillis();
  }

  double chance() {
    return Math.random() + ThreadLocalRandom.current().nextInt();
  }

  long world() throws IOException, InterruptedException {
    Thread.sleep(0);
    try (DatagramSocket socket = new DatagramSocket()) {
      return Files.size(Path.of("/")) + socket.getPort();
    }
  }
}
