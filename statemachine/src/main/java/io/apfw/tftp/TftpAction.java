package io.apfw.tftp;

import io.apfw.capwap.wire.Octets;

/** What the edge does, in order: a block is stored before it is acknowledged. */
public sealed interface TftpAction {
  /** To the port that the request goes to, 69 unless it was configured. */
  record Ask(Octets datagram) implements TftpAction {}

  /** To that port of the server. */
  record Send(int port, Octets datagram) implements TftpAction {}

  /** The next bytes of the file. The edge may take its time: the server waits. */
  record Store(Octets bytes) implements TftpAction {}

  /** The server has told the file's length. */
  record Announced(long bytes) implements TftpAction {}

  /** The file is complete. */
  record Complete(long bytes) implements TftpAction {}

  /** The transfer is over without the file. */
  record Failed(Reason reason, String text) implements TftpAction {}

  /** Why there is no file. */
  enum Reason {
    /** Error 1. */
    NO_SUCH_FILE,
    /** Error 2. */
    ACCESS_REFUSED,
    /** Any other error that the server sent. */
    SERVER_ERROR,
    /** Nothing came at all. */
    NO_ANSWER,
    /** Blocks came, then no more. */
    STALLED,
    /** Longer than the configured bound. */
    TOO_LONG,
    /** Not as long as the server said. */
    LENGTH_DIFFERS,
    /** What came is not TFTP as we agreed on it. */
    PROTOCOL
  }
}
