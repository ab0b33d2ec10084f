package io.apfw.storage.image;

/**
 * A part of an image file that has some of its blocks, whole and one behind the other.
 *
 * @param firstBlock number of its first block, from 0
 * @param blocks how many it has
 * @param offset of its first byte in the file
 * @param bytes its length
 */
public record FilePart(int firstBlock, int blocks, long offset, long bytes) {}
