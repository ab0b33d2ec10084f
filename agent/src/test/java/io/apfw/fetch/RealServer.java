package io.apfw.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server process of the system's on the loopback, which ends with the test. */
public final class RealServer implements AutoCloseable {
  private static final int STARTS_MAX = 5;
  private static final int WAIT_SECONDS = 120;
  private static final String ENDED = "(its output ended)";

  /** The command line of a server on that port. */
  @FunctionalInterface
  public interface Command {
    /** Writes the configuration that the command names, too. */
    List<String> at(int port) throws IOException;
  }

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> printed = new ArrayList<>();
  private final int port;

  private RealServer(Process process, int port) {
    this.process = process;
    this.port = port;
    Thread reader = new Thread(this::read, "real-server");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts it and waits until its log says that it listens. Another process may be quicker to take
   * the port: then it is started again on another.
   *
   * @param listens a part of that line
   */
  public static RealServer tcp(Command command, String listens) throws Exception {
    List<String> failed = new ArrayList<>();
    for (int start = 0; start < STARTS_MAX; start++) {
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      RealServer server = start(command, port);
      if (server.awaitLine(listens)) {
        return server;
      }
      server.close();
      failed.addAll(server.printed);
    }
    throw new AssertionError("no server: " + failed);
  }

  /** Starts it; a client's first request may come before it listens, and must be repeated. */
  public static RealServer udp(Command command) throws IOException {
    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    return start(command, port);
  }

  /** As it was, on the same port. */
  static RealServer again(RealServer before, Command command, String listens) throws Exception {
    RealServer server = start(command, before.port);
    if (!server.awaitLine(listens)) {
      throw new AssertionError("no second server: " + server.printed);
    }
    return server;
  }

  private static RealServer start(Command command, int port) throws IOException {
    return new RealServer(
        new ProcessBuilder(command.at(port)).redirectErrorStream(true).start(), port);
  }

  /**
   * A program of the PATH or of the directories of administrators.
   *
   * @param realName its name behind all symbolic links: one package's server may stand under
   *     another's name
   */
  public static String program(String name, String realName) throws IOException {
    for (String directory :
        (System.getenv("PATH") + ":/usr/local/sbin:/usr/sbin:/sbin").split(":", -1)) {
      Path file = Path.of(directory, name);
      if (Files.isExecutable(file) && file.toRealPath().endsWith(realName)) {
        return file.toString();
      }
    }
    throw new AssertionError(
        realName + " is not installed: .ci/run says which package has it, and puts it into PATH");
  }

  public int port() {
    return port;
  }

  /** Ends it at once, whatever it has under way, with all that it has started. */
  void kill() {
    Stream<ProcessHandle> family =
        Stream.concat(Stream.of(process.toHandle()), process.descendants());
    List<ProcessHandle> all = family.toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }

  private boolean awaitLine(String part) throws InterruptedException {
    String line;
    do {
      line = lines.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (line == null || line.equals(ENDED)) {
        return false;
      }
      printed.add(line);
    } while (!line.contains(part));
    return true;
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
    } finally {
      lines.add(ENDED);
    }
  }

  /** A file of its lines. */
  public static Path write(Path file, String... content) throws IOException {
    return Files.write(file, Arrays.asList(content));
  }

  @Override
  public void close() {
    kill();
  }
}
