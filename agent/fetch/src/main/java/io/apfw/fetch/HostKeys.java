package io.apfw.fetch;

import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.Set;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;

/** Judges a server by its pinned key or by known_hosts; nobody else is let by, not even once. */
final class HostKeys implements ServerKeyVerifier {
  private final Set<String> pinned;
  private final ServerKeyVerifier known;
  private volatile String refused = "";

  HostKeys(SftpSettings settings) {
    this.pinned = settings.hostKeys();
    this.known =
        settings.knownHosts().isPresent()
            ? new KnownHostsServerKeyVerifier(
                RejectAllServerKeyVerifier.INSTANCE, settings.knownHosts().get())
            : RejectAllServerKeyVerifier.INSTANCE;
  }

  @Override
  public boolean verifyServerKey(ClientSession session, SocketAddress remote, PublicKey key) {
    String fingerprint = KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    if (pinned.contains(fingerprint) || known.verifyServerKey(session, remote, key)) {
      return true;
    }
    refused = fingerprint;
    return false;
  }

  /** The fingerprint of a key that was refused, or nothing. */
  String refused() {
    return refused;
  }
}
