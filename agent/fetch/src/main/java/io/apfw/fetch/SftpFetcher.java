package io.apfw.fetch;

import io.apfw.fetch.Cancellation.Registration;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;

/**
 * SFTP over SSH. The server's key must be pinned or known; no key is accepted on first use, and
 * nothing of a user's own SSH configuration counts. The path is the server's, from its root; {@code
 * /~/} is the user's directory.
 */
public final class SftpFetcher implements Fetcher {
  private static final String HOME = "/~/";

  private final SftpSettings settings;

  public SftpFetcher(SftpSettings settings) {
    this.settings = settings;
  }

  @Override
  public void fetch(Request request, Sink sink, Cancellation cancellation)
      throws FetchException, InterruptedException {
    cancellation.check();
    HostKeys hostKeys = new HostKeys(settings);
    SftpFaults faults = new SftpFaults(request, hostKeys);
    try (SshClient client = client(hostKeys)) {
      client.addSessionListener(faults);
      client.start();
      Registration hook = cancellation.onCancel(() -> client.close(true));
      try {
        connected(client, request, sink, faults);
      } catch (IOException | IllegalStateException e) {
        // A client that was closed by the cancellation calls every use a bug.
        cancellation.check();
        throw faults.of(e);
      } finally {
        hook.close();
      }
      cancellation.check();
    } catch (IOException e) {
      cancellation.check();
      throw new FetchException(
          Cause.SERVER_ERROR, request.location() + ": " + FaultChain.reason(e));
    }
  }

  private SshClient client(HostKeys hostKeys) {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(hostKeys);
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setKeyIdentityProvider(
        settings
            .keyFile()
            .<KeyIdentityProvider>map(FileKeyPairProvider::new)
            .orElse(KeyIdentityProvider.EMPTY_KEYS_PROVIDER));
    Duration silence = Duration.ofMillis(settings.silenceMillis());
    CoreModuleProperties.IDLE_TIMEOUT.set(client, silence);
    CoreModuleProperties.CHANNEL_OPEN_TIMEOUT.set(client, silence);
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, Duration.ZERO);
    return client;
  }

  private void connected(SshClient client, Request request, Sink sink, SftpFaults faults)
      throws IOException, FetchException, InterruptedException {
    Location location = request.location();
    String user =
        location
            .user()
            .orElseThrow(
                () ->
                    new FetchException(
                        Cause.LOCATION_UNUSABLE,
                        location + " names no user: sftp://user@host/path is wanted"));
    try (ClientSession session =
        client
            .connect(user, location.host(), location.port())
            .verify(settings.connectMillis())
            .getSession()) {
      faults.at(session);
      Optional<String> password = password(location);
      password.ifPresent(session::addPasswordIdentity);
      session.auth().verify(settings.connectMillis());
      faults.loggedIn();
      try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
        try {
          receive(sftp, request, sink, faults);
        } catch (IOException e) {
          if (!sftp.isOpen()) {
            faults.hungUp();
          }
          throw e;
        }
      }
    }
  }

  private Optional<String> password(Location location) throws FetchException {
    if (location.password().isPresent() || settings.passwordFile().isEmpty()) {
      return location.password();
    }
    Path file = settings.passwordFile().get();
    try {
      return Files.readString(file, StandardCharsets.UTF_8).lines().findFirst();
    } catch (IOException e) {
      throw new FetchException(
          Cause.ACCESS_REFUSED, location + ": the password file cannot be read: " + e);
    }
  }

  private static void receive(SftpClient sftp, Request request, Sink sink, SftpFaults faults)
      throws IOException, FetchException, InterruptedException {
    String path = request.location().path();
    String remote = path.startsWith(HOME) ? path.substring(HOME.length()) : path;
    long asked = System.nanoTime();
    Attributes file = sftp.stat(remote);
    long roundTripMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
    if (!file.isRegularFile()) {
      throw new FetchException(
          Cause.LOCATION_UNUSABLE, request.location() + " is not a regular file");
    }
    Part part =
        Part.of(
            request,
            file.getSize(),
            Optional.of(file.getModifyTime().toMillis() + " " + file.getSize()));
    long at = part.facts().offset();
    try (InputStream in = sftp.read(remote, BUFFER_BYTES, EnumSet.of(OpenMode.Read))) {
      sink.begins(part.facts().after(roundTripMillis));
      in.skipNBytes(at);
      byte[] buffer = new byte[BUFFER_BYTES];
      while (at < part.end()) {
        faults.received(at);
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, part.end() - at));
        if (count < 0) {
          throw Part.cut(request.location(), at, part.facts().fileBytes());
        }
        sink.bytes(buffer, 0, count);
        at += count;
      }
      if (at == file.getSize() && in.read() >= 0) {
        throw new FetchException(
            Cause.FILE_SIZE_DIFFERS,
            request.location() + " has more than the " + at + " bytes that the server tells");
      }
    }
  }

  @Override
  public void close() {}
}
