package io.apfw.link.dtls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * A key that the WTP shares with its ACs, under a name that may be told to anybody (RFC 5415
 * section 2.4.4.2, RFC 4279).
 */
public final class DtlsPsk implements DtlsCredentials {
  /** The longest identity, in bytes of UTF-8: what RFC 4279 section 5.3 has everybody support. */
  public static final int IDENTITY_BYTES_MAX = 128;

  /** The shortest key: with fewer bytes a recorded handshake can be searched for it. */
  public static final int KEY_BYTES_MIN = 16;

  /** The longest key: RFC 4279 section 5.3. */
  public static final int KEY_BYTES_MAX = 64;

  private static final int FILE_BYTES_MAX = 2 * KEY_BYTES_MAX + 2; // a line end may follow
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final String identity;
  private final byte[] key;

  /**
   * Pairs a name with a key.
   *
   * @param identity 1 to {@link #IDENTITY_BYTES_MAX} bytes of UTF-8
   * @param key {@link #KEY_BYTES_MIN} to {@link #KEY_BYTES_MAX} bytes
   */
  public DtlsPsk(String identity, byte[] key) {
    int identityBytes = identity.getBytes(StandardCharsets.UTF_8).length;
    if (identityBytes < 1 || identityBytes > IDENTITY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "PSK identity of " + identityBytes + " bytes: 1 to " + IDENTITY_BYTES_MAX);
    }
    if (key.length < KEY_BYTES_MIN || key.length > KEY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "pre-shared key of " + key.length + " bytes: " + KEY_BYTES_MIN + " to " + KEY_BYTES_MAX);
    }
    this.identity = identity;
    this.key = key.clone();
  }

  /**
   * Reads the key: one line of 2 x {@link #KEY_BYTES_MIN} to 2 x {@link #KEY_BYTES_MAX} hexadecimal
   * digits, in a file that only its owner may read or write.
   *
   * @throws IOException if the file cannot be read, is open to others, or holds something else; the
   *     message does not show what
   */
  public static DtlsPsk load(String identity, Path keyFile) throws IOException {
    ownersOnly(keyFile);
    byte[] text;
    try (InputStream in = Files.newInputStream(keyFile)) {
      text = in.readNBytes(FILE_BYTES_MAX + 1);
    }
    try {
      if (text.length > FILE_BYTES_MAX) {
        throw new IllegalArgumentException();
      }
      String digits = new String(text, StandardCharsets.US_ASCII).strip();
      return new DtlsPsk(identity, HexFormat.of().parseHex(digits));
    } catch (IllegalArgumentException e) {
      // Without the cause: its message may show a part of the key.
      throw new IOException(
          "%s is not a pre-shared key: one line of %d to %d hexadecimal digits, such as `openssl rand -hex 32` writes"
              .formatted(keyFile, 2 * KEY_BYTES_MIN, 2 * KEY_BYTES_MAX));
    }
  }

  private static void ownersOnly(Path file) throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!OWNERS.containsAll(permissions)) {
      throw new IOException(
          "%s holds a secret, but others may use it (%s): chmod 600 %s"
              .formatted(file, PosixFilePermissions.toString(permissions), file));
    }
  }

  String identity() {
    return identity;
  }

  byte[] key() {
    return key.clone();
  }

  /** No key in a log line. */
  @Override
  public String toString() {
    return "DtlsPsk[" + identity + ']';
  }
}
