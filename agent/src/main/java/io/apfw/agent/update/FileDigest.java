package io.apfw.agent.update;

import io.apfw.capwap.wire.Octets;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What whoever has an image may have announced of its file, reckoned as it passes. */
final class FileDigest extends FilterInputStream {
  private final Supplier<Optional<String>> algorithm;
  private @Nullable MessageDigest digest;
  private boolean begun;

  /**
   * @param algorithm asked once, when the first byte is here; empty for none
   */
  FileDigest(InputStream in, Supplier<Optional<String>> algorithm) {
    super(in);
    this.algorithm = algorithm;
  }

  /** Of all that was read, if there is an algorithm; ends the reckoning. */
  Optional<Octets> digest() {
    return digest == null ? Optional.empty() : Optional.of(Octets.wrap(digest.digest()));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count > 0) {
      begin();
      if (digest != null) {
        digest.update(buffer, offset, count);
      }
    }
    return count;
  }

  private void begin() {
    if (!begun) {
      begun = true;
      digest = algorithm.get().map(FileDigest::of).orElse(null);
    }
  }

  private static MessageDigest of(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }
}
