package io.apfw.agent.control;

/** A request that cannot be carried out as it stands; the message is one sentence for a person. */
public final class RequestException extends Exception {
  private static final long serialVersionUID = 1;

  public RequestException(String message) {
    super(message);
  }
}
