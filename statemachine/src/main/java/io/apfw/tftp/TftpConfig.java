package io.apfw.tftp;

/**
 * What a transfer asks for and puts up with.
 *
 * @param blockBytes blksize to ask for, 8 to 65464 (RFC 2348); 512 asks for none
 * @param windowBlocks windowsize to ask for, 1 to 64 (RFC 7440 allows 65535; more than 64 only
 *     fills a socket's buffer); 1 asks for none
 * @param timeoutSeconds the server's repetition, 1 to 255 (RFC 2349), and the first of ours
 * @param repetitionsMax our repetitions in a row without progress
 * @param bytesMax the longest file accepted
 */
public record TftpConfig(
    int blockBytes, int windowBlocks, int timeoutSeconds, int repetitionsMax, long bytesMax) {
  /** What RFC 1350 has without options. */
  public static final int PLAIN_BLOCK_BYTES = 512;

  public TftpConfig {
    within("blksize", blockBytes, 8, TftpPacket.BLOCK_BYTES_MAX);
    within("windowsize", windowBlocks, 1, 64);
    within("timeout", timeoutSeconds, 1, 255);
    within("repetitions", repetitionsMax, 0, 100);
    within("the longest file", bytesMax, 1, Long.MAX_VALUE);
  }

  /** 1468-byte blocks, which fill an Ethernet frame, in windows of 16; five repetitions. */
  public static TftpConfig defaults(long bytesMax) {
    return new TftpConfig(1468, 16, 2, 5, bytesMax);
  }

  private static void within(String what, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "TFTP: " + what + " is " + value + ", it must be " + min + " to " + max);
    }
  }
}
