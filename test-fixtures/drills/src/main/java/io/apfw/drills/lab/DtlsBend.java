package io.apfw.drills.lab;

import java.util.Locale;
import java.util.Optional;

/**
 * One way in which a controller's DTLS differs from what an AP may hope for: the image runs in the
 * end, or the AP says what is wrong, gives up after MaxFailedDTLSSessionRetry tries and sulks.
 */
public enum DtlsBend {
  COOKIE_OF_0_BYTES("the HelloVerifyRequest says DTLS 1.0, and its cookie is empty", ""),
  COOKIE_OF_1_BYTE("the HelloVerifyRequest says DTLS 1.0, and its cookie has 1 byte", ""),
  COOKIE_OF_255_BYTES(
      "the HelloVerifyRequest says DTLS 1.0, where cookies end at 32 bytes, not at 255", ""),
  WHOLE_CLIENT_HELLO("it drops every ClientHello that is not in one piece", ""),
  HANDSHAKE_OF_256_BYTES("its handshake, and all after it, comes in datagrams of 256 bytes", ""),
  MTU_OF_500("its MTU is 500", ""),
  LEGACY("it knows only DTLS 1.0, RSA key transport and CBC; dtls.legacy is true", ""),
  LEGACY_UNWANTED(
      "it knows only DTLS 1.0, RSA key transport and CBC; dtls.legacy is false",
      "DTLS session with \\S+ failed: .*(?i:protocol.version|handshake.failure)"),
  PRE_SHARED_KEY("it has no certificate but a key that the AP has too", ""),
  WRONG_PRE_SHARED_KEY(
      "the AP has another key than it",
      "DTLS session with \\S+ failed: .*compare dtls\\.pskIdentity and .*dtls\\.pskKeyFile"),
  CLOCK_NEVER_SET(
      "by the AP's clock its certificate is not valid yet",
      "DTLS session with \\S+ failed: .*begins at \\S+, now is \\S+, by the system clock:"
          + " set it if it is wrong");

  private final String sentence;
  private final String failure;

  DtlsBend(String sentence, String failure) {
    this.sentence = sentence;
    this.failure = failure;
  }

  /** Its name on a command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the controller does. */
  public String sentence() {
    return sentence;
  }

  /** A regular expression for what the agent has to say; empty when all goes well. */
  public Optional<String> failure() {
    return Optional.of(failure).filter(regex -> !regex.isEmpty());
  }
}
