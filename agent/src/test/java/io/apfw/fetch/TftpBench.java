package io.apfw.fetch;

import io.apfw.drills.server.TftpFault;
import io.apfw.drills.server.TftpFileServer;
import java.io.IOException;
import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** TFTP over real sockets. */
final class TftpBench implements FetchBench {
  private final List<TftpFileServer> servers = new ArrayList<>();

  @Override
  public String adapter() {
    return "tftp";
  }

  @Override
  public Fetcher fetcher(int silenceMillis) {
    return new TftpFetcher(new TftpSettings(1468, 16, 1, silenceMillis == SHORT_MILLIS ? 0 : 20));
  }

  TftpFileServer server(byte[] file, TftpFault fault) throws IOException {
    TftpFileServer server = new TftpFileServer(file, fault);
    servers.add(server);
    return server;
  }

  @Override
  public Location serve(byte[] file) throws Exception {
    return Location.parse(server(file, TftpFault.NONE).url("/image.apfw"));
  }

  @Override
  public Optional<Location> serve(byte[] file, Misbehaviour how) throws Exception {
    Optional<TftpFault> fault =
        switch (how) {
          case REDIRECTS_ROUND, REDIRECTS_AWAY, REDIRECTS_TO_PLAIN -> Optional.empty();
          // TFTP has neither names nor keys, and nothing by which a file shows that it changed.
          case UNTRUSTED, OTHER_NAME, CHANGES -> Optional.empty();
          case DEAD -> Optional.of(TftpFault.NONE);
          default -> Optional.of(TftpFault.valueOf(how.name()));
        };
    if (how == Misbehaviour.DEAD) {
      try (DatagramSocket gone = new DatagramSocket()) {
        return Optional.of(Location.parse("tftp://127.0.0.1:" + gone.getLocalPort() + "/b"));
      }
    }
    return fault.isEmpty()
        ? Optional.empty()
        : Optional.of(Location.parse(server(file, fault.get()).url("/image.apfw")));
  }

  @Override
  public boolean ranges() {
    return false;
  }

  @Override
  public void close() {
    servers.forEach(TftpFileServer::close);
  }
}
