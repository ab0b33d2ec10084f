package io.apfw.fetch;

import io.apfw.tftp.TftpClient;
import io.apfw.tftp.TftpConfig;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * TFTP (RFC 1350 with the options of RFC 2347, 2348, 2349 and 7440): the machine is {@link
 * TftpClient}, this is its socket. There are no parts: every fetch starts over. Nothing tells
 * whether anybody listens, so that a dead server is a silent one.
 */
public final class TftpFetcher implements Fetcher {
  private final TftpSettings settings;

  public TftpFetcher(TftpSettings settings) {
    this.settings = settings;
  }

  @Override
  public void fetch(Request request, Sink sink, Cancellation cancellation)
      throws FetchException, InterruptedException {
    Location location = request.location();
    cancellation.check();
    try {
      InetSocketAddress server =
          new InetSocketAddress(InetAddress.getByName(location.host()), location.port());
      TftpTransfer transfer =
          new TftpTransfer(client(request), server, location, sink, settings.blockBytes());
      transfer.run(cancellation);
    } catch (UnknownHostException e) {
      throw new FetchException(
          Cause.SERVER_NAME_UNKNOWN,
          location + ": no address for " + location.host() + ": check the name and the DNS");
    } catch (IOException e) {
      cancellation.check();
      throw new FetchException(
          Cause.SERVER_UNREACHABLE, location + ": " + e.getMessage() + ": check host and route");
    }
  }

  private TftpClient client(Request request) throws FetchException {
    // A URL's first slash only separates (RFC 3617); a second one is the path's own.
    String file = request.location().path().substring(1);
    try {
      return new TftpClient(
          file,
          new TftpConfig(
              settings.blockBytes(),
              settings.windowBlocks(),
              settings.timeoutSeconds(),
              settings.repetitionsMax(),
              request.bytesMax()));
    } catch (IllegalArgumentException e) {
      throw new FetchException(Cause.LOCATION_UNUSABLE, request.location() + ": " + e.getMessage());
    }
  }

  @Override
  public void close() {}
}
