package io.apfw.tftp;

import io.apfw.capwap.wire.Octets;

/** What happens to a transfer. */
public sealed interface TftpEvent {
  /** The transfer is to begin. */
  record Begin() implements TftpEvent {}

  /**
   * A datagram from the server's address; from other addresses the edge hands none on.
   *
   * @param port the port it came from
   */
  record Arrived(int port, Octets datagram) implements TftpEvent {}

  /** Time has passed; the machine looks at its deadline. */
  record Tick() implements TftpEvent {}
}
