package io.apfw.agent.imagetool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A signer's key in a token behind PKCS #11, such as an HSM; the key never leaves it. The JDK shows
 * a private key only with its certificate, so the token must hold both under one CKA_ID.
 *
 * @param provider signs with the key
 * @param key a handle of the key
 * @param certificates the certificate of the key, then what the token has of its issuers
 */
record Pkcs11Token(Provider provider, PrivateKey key, List<X509Certificate> certificates) {
  private static final int PIN_BYTES_MAX = 256;
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  /** The token cannot be used, or not with this PIN; no message has the PIN in it. */
  static final class TokenException extends IOException {
    private static final long serialVersionUID = 1;

    TokenException(String message) {
      super(message);
    }

    TokenException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Opens a token.
   *
   * @param module the library of its maker
   * @param slot the slot's id; empty: the first slot with a token
   * @param label the label of the certificate
   * @param pin overwritten before this returns
   */
  static Pkcs11Token open(Path module, Optional<Long> slot, String label, char[] pin)
      throws TokenException {
    try {
      Provider plain = Security.getProvider("SunPKCS11");
      if (plain == null) {
        throw new TokenException("this Java has no SunPKCS11 provider: use a whole JDK");
      }
      String where = slot.isPresent() ? "slot = " + slot.get() : "slotListIndex = 0";
      Provider provider =
          plain.configure(
              "--name = apfw\nlibrary = " + module.toAbsolutePath() + "\n" + where + "\n");
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin);
      return of(provider, store, module, label);
    } catch (ProviderException | GeneralSecurityException | IOException e) {
      if (e instanceof TokenException token) {
        throw token;
      }
      throw new TokenException(module + ": the token cannot be used: " + cause(e), e);
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  private static Pkcs11Token of(Provider provider, KeyStore store, Path module, String label)
      throws GeneralSecurityException, TokenException {
    Key key = store.getKey(label, null);
    Certificate[] chain = store.getCertificateChain(label);
    if (!(key instanceof PrivateKey found) || chain == null || chain.length == 0) {
      throw new TokenException(
          "%s: the token has no private key with a certificate labelled '%s', it has %s"
              .formatted(module, label, Collections.list(store.aliases())));
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate one : chain) {
      certificates.add((X509Certificate) one);
    }
    return new Pkcs11Token(provider, found, certificates);
  }

  /** The innermost reason: what the module said, CKR_PIN_INCORRECT for one. */
  private static String cause(Throwable e) {
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage());
  }

  /** A PIN from an environment variable. */
  static char[] pinFrom(String variable) throws IOException {
    String value = System.getenv(variable);
    if (value == null || value.isEmpty()) {
      throw new IOException("the environment has no " + variable + " with the PIN");
    }
    return value.toCharArray();
  }

  /** A PIN from the first line of a file that only its owner may read. */
  static char[] pinFrom(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (!Collections.disjoint(permissions, OTHERS)) {
        throw new IOException(
            "%s holds a secret, but others may use it (%s): chmod 600 %s"
                .formatted(file, PosixFilePermissions.toString(permissions), file));
      }
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(PIN_BYTES_MAX + 1);
    }
    String line = new String(bytes, StandardCharsets.UTF_8).split("\\R", 2)[0];
    if (bytes.length > PIN_BYTES_MAX || line.isEmpty()) {
      throw new IOException(file + " holds no PIN: one line of 1 to " + PIN_BYTES_MAX + " bytes");
    }
    return line.toCharArray();
  }
}
