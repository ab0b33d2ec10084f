package io.apfw.link.dtls;

/** The peer's certificate does not make it an AC that we may join; the message says why. */
public final class PeerRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  public PeerRefusedException(String message) {
    super(message);
  }

  public PeerRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
