package io.apfw.link.transport;

/**
 * What the sockets have seen since they were first opened.
 *
 * @param received datagrams handed to the handler
 * @param badPreamble datagrams dropped: empty, a version other than 0, or a type other than 0 or 1
 *     (RFC 5415 section 4.1)
 * @param sendFailed datagrams the network refused to take
 * @param receiveFailed errors of the network reported in place of a datagram
 * @param reopenFailed times that no new ports could be had, and the old ones stayed
 */
public record UdpCounters(
    long received, long badPreamble, long sendFailed, long receiveFailed, long reopenFailed) {}
