package io.apfw.drills.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of files, by the drill's own reading. */
public final class FileDigest {
  private static final int PIECE_BYTES = 1 << 20;

  private FileDigest() {}

  /** SHA-256 of a file's first bytes, lower-case hex. */
  static String sha256(Path file, long bytes) throws IOException {
    return HexFormat.of().formatHex(digest("SHA-256", file, bytes));
  }

  /** RFC 1321 MD5 of a whole file, 16 bytes. */
  public static byte[] md5(Path file) throws IOException {
    return digest("MD5", file, Files.size(file));
  }

  private static byte[] digest(String algorithm, Path file, long bytes) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    try (FileChannel channel = FileChannel.open(file)) {
      for (long at = 0; at < bytes; at += piece.limit()) {
        piece.clear().limit((int) Math.min(PIECE_BYTES, bytes - at));
        if (channel.read(piece, at) <= 0) {
          throw new IOException(file + " ends at " + at + ", wanted were " + bytes + " bytes");
        }
        digest.update(piece.flip());
      }
    }
    return digest.digest();
  }
}
