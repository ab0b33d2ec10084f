package io.apfw.capwap.wtp;

import java.time.Instant;
import java.util.Optional;

/**
 * The data channel's keep-alives, RFC 5415 section 4.4.1.
 *
 * <p>The RFC sets DataChannelDeadInterval whenever a keep-alive is transmitted, and transmits it
 * again and again while no answer comes: taken by the letter the interval never ends. We set it
 * with the first keep-alive that is not answered.
 *
 * @param keepAliveAt when the next keep-alive is due
 * @param unanswered keep-alives since the last answer
 * @param deadAt when the channel is dead; empty while nothing waits for an answer
 */
public record DataChannel(Instant keepAliveAt, int unanswered, Optional<Instant> deadAt) {}
