package io.apfw.agent.control;

/** Something that the running agent does for a client. */
public interface ControlCommand {
  /** Its name in a request: lower-case letters and hyphens. */
  String name();

  /** Whether it changes anything: then it is refused on the socket for looking. */
  boolean acts();

  /**
   * Begins. Called on the event loop; must not block.
   *
   * @throws RequestException when an argument is missing or wrong; the client hears why
   */
  void begin(ControlRequest request, ControlReply reply) throws RequestException;
}
