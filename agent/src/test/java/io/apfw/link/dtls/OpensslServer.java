package io.apfw.link.dtls;

import io.apfw.agent.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An {@code openssl s_server} process of the system's OpenSSL; what it prints, and what it says.
 */
final class OpensslServer implements AutoCloseable {

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> printed = new ArrayList<>();
  private final int port;

  /**
   * Starts a server and waits until it listens, on a port of the system's choice.
   *
   * @param directory where the files that the options name are
   * @throws IOException if there is no openssl
   */
  OpensslServer(Path directory, List<String> options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl", "s_server"));
    command.addAll(List.of("-accept", "127.0.0.1:0", "-naccept", "9"));
    command.addAll(options);
    process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    Thread reader = new Thread(this::read, "openssl");
    reader.setDaemon(true);
    reader.start();
    String accept = awaitLine("ACCEPT ");
    port = Integer.parseInt(accept.substring(accept.lastIndexOf(':') + 1));
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Waits for a line with this part. */
  String awaitLine(String part) throws InterruptedException {
    String line;
    do {
      line = nextLine();
      if (line == null) {
        throw new AssertionError("openssl did not print '" + part + "' but " + printed);
      }
      printed.add(line);
    } while (!line.contains(part));
    return line;
  }

  private @Nullable String nextLine() throws InterruptedException {
    return lines.poll(Patience.SECONDS, TimeUnit.SECONDS);
  }

  /** Sends a line in the session. */
  void say(String line) throws IOException {
    OutputStream out = process.getOutputStream();
    out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
