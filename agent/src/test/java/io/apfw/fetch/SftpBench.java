package io.apfw.fetch;

import io.apfw.drills.server.SftpFileServer;
import io.apfw.drills.server.SftpFileServer.Interference;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.server.session.ServerSession;

/** SFTP against MINA's server. */
final class SftpBench implements FetchBench {
  private final Path directory;
  private final Path passwordFile;
  private final Path knownHosts;
  private final KeyPair hostKey = key();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<AutoCloseable> open = new ArrayList<>();
  private boolean pinned = true;

  SftpBench() throws IOException {
    this.directory = Files.createTempDirectory("sftp");
    this.passwordFile = Files.createTempFile("sftp", ".password");
    Files.writeString(passwordFile, SftpFileServer.PASSWORD + "\n");
    this.knownHosts = Files.createTempFile("sftp", ".known");
  }

  static KeyPair key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String adapter() {
    return "sftp";
  }

  @Override
  public Fetcher fetcher(int silenceMillis) {
    return new SftpFetcher(settings(silenceMillis));
  }

  SftpSettings settings(int silenceMillis) {
    return new SftpSettings(
        silenceMillis,
        silenceMillis,
        pinned ? Set.of(fingerprint()) : Set.of(),
        Optional.of(knownHosts),
        Optional.of(passwordFile),
        Optional.empty());
  }

  private String fingerprint() {
    return KeyUtils.getFingerPrint(BuiltinDigests.sha256, hostKey.getPublic());
  }

  /** A line of known_hosts for this server's key. */
  void known(String host) throws IOException {
    Files.writeString(knownHosts, host + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n");
    pinned = false;
  }

  SftpFileServer server(List<java.security.PublicKey> mayLogIn, Interference interference)
      throws IOException {
    SftpFileServer server = new SftpFileServer(directory, hostKey, mayLogIn, interference);
    open.add(server);
    return server;
  }

  @Override
  public Location serve(byte[] file) throws Exception {
    return served(file, new Interference() {});
  }

  Location served(byte[] file, Interference interference) throws Exception {
    Files.write(directory.resolve("image.apfw"), file);
    return at(server(List.of(), interference).port(), "/image.apfw");
  }

  static Location at(int port, String path) throws FetchException {
    return Location.parse("sftp://" + SftpFileServer.USER + "@127.0.0.1:" + port + path);
  }

  @Override
  public Optional<Location> serve(byte[] file, Misbehaviour how) throws Exception {
    int half = file.length / 2;
    return switch (how) {
      case MISSING -> Optional.of(at(server(List.of(), new Interference() {}).port(), "/none"));
      case FORBIDDEN -> Optional.of(served(file, opening(new AccessDeniedException("not you"))));
      case BROKEN -> Optional.of(served(file, opening(new IOException("on fire"))));
      case DEAD -> {
        try (ServerSocket gone = new ServerSocket(0)) {
          yield Optional.of(at(gone.getLocalPort(), "/image.apfw"));
        }
      }
      case SILENT -> Optional.of(at(raw("").getLocalPort(), "/image.apfw"));
      case BABBLES ->
          Optional.of(at(raw("HTTP/1.0 400 Bad Request\r\n\r\n").getLocalPort(), "/image.apfw"));
      case STALLS ->
          Optional.of(
              served(
                  file,
                  new Interference() {
                    @Override
                    public void reading(ServerSession session, long offset) {
                      if (offset >= half) {
                        hang();
                      }
                    }
                  }));
      case CUTS ->
          Optional.of(
              served(
                  file,
                  new Interference() {
                    @Override
                    public void reading(ServerSession session, long offset) {
                      if (offset >= half) {
                        session.close(true);
                      }
                    }
                  }));
      case SAYS_LONGER -> Optional.of(served(file, saying(file.length + 1)));
      case SAYS_SHORTER -> Optional.of(served(file, saying(file.length - 1)));
      case TOO_LARGE -> Optional.of(served(file, saying(BYTES_MAX + 1)));
      case UNTRUSTED -> {
        pinned = false;
        yield Optional.of(serve(file));
      }
      case OTHER_NAME -> {
        known("images.example");
        yield Optional.of(serve(file));
      }
      case CHANGES -> Optional.of(serve(file));
      // A file's length is told before it is read, and nobody is sent elsewhere.
      case ENDLESS, REDIRECTS_ROUND, REDIRECTS_AWAY, REDIRECTS_TO_PLAIN -> Optional.empty();
    };
  }

  /** Another file in the place of the one that is served. */
  void replace(byte[] file) throws IOException {
    Files.write(directory.resolve("image.apfw"), file);
  }

  private static Interference opening(IOException answer) {
    return new Interference() {
      @Override
      public void opening(Path file) throws IOException {
        throw answer;
      }
    };
  }

  private static Interference saying(long size) {
    return new Interference() {
      @Override
      public long size(long bytes) {
        return size;
      }
    };
  }

  private ServerSocket raw(String greeting) throws IOException {
    ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    open.add(listener);
    Thread thread =
        new Thread(
            () -> {
              try (Socket client = listener.accept()) {
                OutputStream out = client.getOutputStream();
                out.write(greeting.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                if (greeting.isEmpty()) {
                  hang();
                }
              } catch (IOException e) {
                // The client went away.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return listener;
  }

  private void hang() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean ranges() {
    return true;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
    Files.deleteIfExists(directory.resolve("image.apfw"));
    Files.delete(directory);
    Files.delete(passwordFile);
    Files.delete(knownHosts);
  }
}
