package io.apfw.fetch;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * How SFTP knows the server and is known to it.
 *
 * @param connectMillis time for the connection, the key exchange and the login, each
 * @param silenceMillis time without a byte
 * @param hostKeys fingerprints such as {@code SHA256:…}, as {@code ssh-keygen -l} prints them, that
 *     are trusted for any host
 * @param knownHosts a file as OpenSSH has it
 * @param passwordFile its first line is the password, where the URL has none
 * @param keyFile a private key without a passphrase, OpenSSH or PEM
 */
public record SftpSettings(
    int connectMillis,
    int silenceMillis,
    Set<String> hostKeys,
    Optional<Path> knownHosts,
    Optional<Path> passwordFile,
    Optional<Path> keyFile) {
  public SftpSettings {
    hostKeys = Set.copyOf(hostKeys);
  }
}
