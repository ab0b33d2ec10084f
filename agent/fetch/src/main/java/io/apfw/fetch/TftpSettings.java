package io.apfw.fetch;

/**
 * What TFTP asks for and puts up with; {@link io.apfw.tftp.TftpConfig} has the bounds.
 *
 * @param blockBytes blksize
 * @param windowBlocks windowsize
 * @param timeoutSeconds the wait before the first repetition
 * @param repetitionsMax in a row without progress
 */
public record TftpSettings(
    int blockBytes, int windowBlocks, int timeoutSeconds, int repetitionsMax) {}
