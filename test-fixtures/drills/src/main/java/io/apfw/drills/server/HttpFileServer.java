package io.apfw.drills.server;

import io.apfw.fixtures.pki.TestIdentity;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An HTTP/1.1 server on the loopback that answers byte for byte what it is told to, so that it can
 * lie, stall and cut. One thread a connection, one answer a connection.
 */
public final class HttpFileServer implements AutoCloseable {
  private static final int HEAD_BYTES_MAX = 16 * 1024;

  /** What to answer. */
  public interface Handler {
    /** Writes the answer, head and all; the connection is closed when this returns. */
    void answer(Question question, Reply reply) throws IOException;
  }

  /**
   * A request.
   *
   * @param path as sent
   * @param headers by lower-case name
   */
  public record Question(String path, TreeMap<String, String> headers) {
    /** A header's value. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  private final ServerSocket listener;
  private final Handler handler;
  private final String scheme;
  private final List<Question> questions = new CopyOnWriteArrayList<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong bodyBytes = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);

  private HttpFileServer(ServerSocket listener, String scheme, Handler handler) {
    this.listener = listener;
    this.scheme = scheme;
    this.handler = handler;
    start("drill-http", this::accept);
  }

  /** Without TLS. */
  public static HttpFileServer plain(Handler handler) throws IOException {
    return new HttpFileServer(
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "http", handler);
  }

  /** With TLS and this certificate. */
  public static HttpFileServer tls(TestIdentity identity, Handler handler) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return new HttpFileServer(
          context
              .getServerSocketFactory()
              .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
          "https",
          handler);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** A URL of this server. */
  public String url(String path) {
    return scheme + "://localhost:" + port() + path;
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** What was asked so far. */
  public List<Question> questions() {
    return List.copyOf(questions);
  }

  /** Bytes of bodies handed to the network so far. */
  public long bodyBytes() {
    return bodyBytes.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.add(socket);
        start("drill-http-connection", () -> serve(socket));
      } catch (IOException e) {
        // Closed, or a client that left before it was accepted.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Question question = read(in);
      questions.add(question);
      handler.answer(question, new Reply(socket.getOutputStream(), bodyBytes, closed));
    } catch (IOException e) {
      // The client went away, which is its right.
    } finally {
      connections.remove(socket);
    }
  }

  private static Question read(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int count = 0; count < HEAD_BYTES_MAX; count++) {
      int letter = in.read();
      if (letter < 0) {
        throw new IOException("the client left");
      } else if (letter == '\n') {
        if (line.isEmpty()) {
          return question(lines);
        }
        lines.add(line.toString());
        line.setLength(0);
      } else if (letter != '\r') {
        line.append((char) letter);
      }
    }
    throw new IOException("a head of more than " + HEAD_BYTES_MAX + " bytes");
  }

  private static Question question(List<String> lines) throws IOException {
    String[] words = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
    if (words.length != 3) {
      throw new IOException("not a request");
    }
    TreeMap<String, String> headers = new TreeMap<>();
    for (String header : lines.subList(1, lines.size())) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    return new Question(words[1], headers);
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    for (Socket socket : connections) {
      socket.close();
    }
  }

  /** Writes an answer. */
  public static final class Reply {
    private final OutputStream out;
    private final AtomicLong bodyBytes;
    private final CountDownLatch closed;

    Reply(OutputStream out, AtomicLong bodyBytes, CountDownLatch closed) {
      this.out = out;
      this.bodyBytes = bodyBytes;
      this.closed = closed;
    }

    /** A status line with its headers, without an end to the connection's life but ours. */
    public Reply head(String status, String... headers) throws IOException {
      StringBuilder text = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
      for (String header : headers) {
        text.append(header).append("\r\n");
      }
      text.append("Connection: close\r\n\r\n");
      out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return this;
    }

    /** Bytes of the body. */
    public Reply body(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      out.flush();
      bodyBytes.addAndGet(length);
      return this;
    }

    /** Keeps the connection open and silent until the server closes. */
    public void hang() {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
