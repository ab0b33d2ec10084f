package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wtp.DataChannel;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.WtpAction.SendDataKeepAlive;
import java.util.Optional;

/**
 * Data channel keep-alives, sent again "in the same manner as" requests; RFC 5415 section 4.4.1.
 */
final class KeepAlives {
  private KeepAlives() {}

  /** The channel is open: binds it to the session. */
  static DataChannel first(Turn turn, Session session) {
    return send(turn, session, new DataChannel(turn.now(), 0, Optional.empty()));
  }

  static DataChannel send(Turn turn, Session session, DataChannel channel) {
    turn.act(new SendDataKeepAlive(session.id()));
    long wait = turn.policy(session).waitMillis(channel.unanswered());
    return new DataChannel(
        turn.now().plusMillis(wait),
        channel.unanswered() + 1,
        Optional.of(channel.deadAt().orElseGet(() -> turn.in(Timer.DATA_CHANNEL_DEAD_INTERVAL))));
  }

  static DataChannel answered(Turn turn) {
    return new DataChannel(turn.in(Timer.DATA_CHANNEL_KEEP_ALIVE), 0, Optional.empty());
  }
}
