package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wtp.After;
import io.apfw.capwap.wtp.WtpAction;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpEvent.StopRequested;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.report.Report;

/**
 * What a state makes of each kind of event. An instance lives for one event.
 *
 * @param <S> the state
 */
abstract class Rules<S extends WtpState> implements WtpEvent.Visitor<WtpState> {
  /** Why a WTP reboots into an image, in the words of field APs. */
  static final String IMAGE_UPGRADE = "Image Upgrade";

  /** Why it reboots without one. */
  static final String RELOAD_COMMAND = "Controller Reload command";

  final S state;
  final Turn turn;

  Rules(S state, Turn turn) {
    this.state = state;
    this.turn = turn;
  }

  /** The end, from a state that has nothing to leave. */
  final WtpState end(After after) {
    return end(turn, after);
  }

  static WtpState end(Turn turn, After after) {
    if (after instanceof After.Boot boot) {
      turn.say(new Report.Rebooting(boot.reason()));
      turn.act(new WtpAction.Reboot(boot.reason()));
    } else {
      turn.act(new WtpAction.Exit());
    }
    return new WtpState.Ended();
  }

  static After after(StopRequested stop) {
    return stop.reboot() ? new After.Boot(stop.reason()) : new After.End();
  }
}
