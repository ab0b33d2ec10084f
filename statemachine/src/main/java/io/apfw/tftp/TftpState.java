package io.apfw.tftp;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Where a transfer is. */
public sealed interface TftpState {
  /** When {@link TftpEvent.Tick} is due. */
  Optional<Instant> nextDeadline();

  /** Nothing was sent yet. */
  record Idle() implements TftpState {
    @Override
    public Optional<Instant> nextDeadline() {
      return Optional.empty();
    }
  }

  /**
   * The read request is out.
   *
   * @param options whether it asks for options; a server may refuse them all
   * @param repetitions how often it was repeated
   */
  record Requesting(boolean options, int repetitions, Instant deadline) implements TftpState {
    @Override
    public Optional<Instant> nextDeadline() {
      return Optional.of(deadline);
    }
  }

  /**
   * Blocks arrive.
   *
   * @param port the server's transfer id; other ports are told off (RFC 1350 section 4)
   * @param blockBytes as agreed
   * @param windowBlocks as agreed
   * @param announcedBytes tsize, if the server told
   * @param next the block wanted, counted from 1 without end
   * @param bytes stored so far
   * @param unacknowledged blocks since our last acknowledgement
   * @param rollover how the server numbers block 65536
   * @param repetitions acknowledgements repeated since the last progress
   * @param told whether the present gap was told to the server already
   * @param acknowledgedAt when the last acknowledgement was sent
   */
  record Receiving(
      int port,
      int blockBytes,
      int windowBlocks,
      OptionalLong announcedBytes,
      long next,
      long bytes,
      int unacknowledged,
      Rollover rollover,
      int repetitions,
      boolean told,
      Instant acknowledgedAt,
      Instant deadline)
      implements TftpState {
    @Override
    public Optional<Instant> nextDeadline() {
      return Optional.of(deadline);
    }

    /** Nothing came yet; the first step sets the deadline. */
    static Receiving begun(
        int port, int blockBytes, int windowBlocks, OptionalLong announcedBytes, Instant now) {
      return new Receiving(
          port,
          blockBytes,
          windowBlocks,
          announcedBytes,
          1,
          0,
          0,
          Rollover.UNKNOWN,
          0,
          false,
          now,
          now);
    }

    /** The block wanted has come. */
    Receiving advanced(long nowBytes, Instant newDeadline) {
      return new Receiving(
          port,
          blockBytes,
          windowBlocks,
          announcedBytes,
          next + 1,
          nowBytes,
          unacknowledged + 1,
          rollover,
          0,
          false,
          acknowledgedAt,
          newDeadline);
    }

    /** The last block in order was acknowledged. */
    Receiving acknowledged(int repeated, boolean gapTold, Instant now, Instant newDeadline) {
      return new Receiving(
          port,
          blockBytes,
          windowBlocks,
          announcedBytes,
          next,
          bytes,
          0,
          rollover,
          repeated,
          gapTold,
          now,
          newDeadline);
    }

    /** Looks at what a 0 or 1 says where block 65536 is wanted. */
    Receiving numbered(int block) {
      if (next != Rollover.NUMBERS || rollover.first() >= 0 || block > 1) {
        return this;
      }
      int ones = rollover.ones() + block;
      boolean believed = windowBlocks == 1 || ones == Rollover.ONES_BELIEVED;
      int first = block == 0 ? 0 : believed ? 1 : -1;
      return new Receiving(
          port,
          blockBytes,
          windowBlocks,
          announcedBytes,
          next,
          bytes,
          unacknowledged,
          new Rollover(first, ones),
          repetitions,
          false,
          acknowledgedAt,
          deadline);
    }
  }

  /**
   * All is here; the last acknowledgement may have been lost (RFC 1350 section 6), so it is
   * repeated when the last block is.
   *
   * @param lastBlock its number on the wire
   */
  record Dallying(int port, int lastBlock, Instant deadline) implements TftpState {
    @Override
    public Optional<Instant> nextDeadline() {
      return Optional.of(deadline);
    }
  }

  /** Nothing is sent or awaited any more. */
  record Ended() implements TftpState {
    @Override
    public Optional<Instant> nextDeadline() {
      return Optional.empty();
    }
  }

  /**
   * How block 65536 is numbered: no RFC says. Most servers go on with 0, some with 1. With windows
   * of one block the server shows it: it cannot send block 1 before block 0 was acknowledged. In a
   * larger window a 1 may also mean that 0 was lost, so the server is asked again, and three 1 in a
   * row without a 0 are believed.
   *
   * @param first 0 or 1 once known, -1 before
   * @param ones how often a 1 came where a 0 was possible
   */
  record Rollover(int first, int ones) {
    static final Rollover UNKNOWN = new Rollover(-1, 0);
    static final int ONES_BELIEVED = 3;
    static final int NUMBERS = 0x10000;

    /** The 16-bit number of block {@code block}, as far as is known. */
    int number(long block) {
      return (int) (first == 1 ? (block - 1) % (NUMBERS - 1) + 1 : block % NUMBERS);
    }
  }
}
