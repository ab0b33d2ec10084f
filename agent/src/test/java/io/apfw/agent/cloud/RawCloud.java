package io.apfw.agent.cloud;

import io.apfw.fixtures.pki.TestIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A TLS server on loopback that keeps every byte it reads, and answers with the bytes given. */
final class RawCloud implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("\r\nContent-Length: ([0-9]+)\r\n");

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> answers;
  private final SSLServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();

  /** Answers the requests one by one, the last by closing. An empty answer is silence. */
  RawCloud(TestIdentity identity, List<String> answers) throws Exception {
    this.answers = answers;
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "server", identity.key(), new char[0], identity.chain().toArray(X509Certificate[]::new));
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread thread = new Thread(this::serve, "raw cloud");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  /** The requests as they came, byte by byte. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve() {
    while (!server.isClosed()) {
      try (SSLSocket socket = (SSLSocket) server.accept()) {
        connections.incrementAndGet();
        talk(socket);
      } catch (IOException e) {
        // The client refused us, or the test is over.
      }
    }
  }

  private void talk(SSLSocket socket) throws IOException {
    for (String answer : answers) {
      requests.add(request(socket.getInputStream()));
      if (answer.isEmpty()) {
        int end = socket.getInputStream().read(); // until the client has had enough
        if (end < 0) {
          return;
        }
      }
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    }
  }

  private static String request(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int one = in.read();
      if (one < 0) {
        throw new IOException("the client closed");
      }
      bytes.write(one);
    }
    Matcher length = LENGTH.matcher(bytes.toString(StandardCharsets.ISO_8859_1));
    if (length.find()) {
      bytes.write(in.readNBytes(Integer.parseInt(length.group(1))));
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
