package io.apfw.capwap.wire.message;

/**
 * A control message as it came.
 *
 * @param sequence Sequence Number, 0 to 255
 * @param message the message
 */
public record Decoded(int sequence, ControlMessage message) {}
