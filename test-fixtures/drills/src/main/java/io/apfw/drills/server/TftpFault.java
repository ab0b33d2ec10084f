package io.apfw.drills.server;

/** What a TFTP server does wrong, or only differently. */
public enum TftpFault {
  /** Nothing. */
  NONE,
  /** Error 1. */
  MISSING,
  /** Error 2. */
  FORBIDDEN,
  /** Error 0. */
  BROKEN,
  /** Never answers. */
  SILENT,
  /** Says nothing more from the middle on. */
  STALLS,
  /** Error 3 in the middle. */
  CUTS,
  /** A tsize that is one byte too long. */
  SAYS_LONGER,
  /** A tsize that is one byte too short. */
  SAYS_SHORTER,
  /** A tsize of a terabyte. */
  TOO_LARGE,
  /** Sends the file again and again, without a tsize. */
  ENDLESS,
  /** Grants an option that nobody asked for. */
  BABBLES,
  /** Knows no options. */
  NO_OPTIONS,
  /** Every block twice, and one from a stranger's port in between. */
  ECHOES,
  /** The first transmission of every fourth window is lost. */
  LOSES,
  /** Numbers block 65536 with 1 instead of 0. */
  ROLLS_TO_ONE
}
