package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wtp.After;
import io.apfw.capwap.wtp.RunEnd;
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
  private static final String IMAGE_UPGRADE = "Image Upgrade";

  /** Why it reboots without one. */
  private static final String RELOAD_COMMAND = "Controller Reload command";

  /** An AC's image is the first in boot order. */
  static final After BOOT_IMAGE = new After.Boot(IMAGE_UPGRADE, RunEnd.AC_IMAGE);

  /** An AC wants a reboot. */
  static final After RELOAD = new After.Boot(RELOAD_COMMAND, RunEnd.AC_INITIATED);

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
      turn.act(new WtpAction.Reboot(boot.reason(), boot.end()));
    } else {
      turn.act(new WtpAction.Exit());
    }
    return new WtpState.Ended();
  }

  /** What is decided is kept before what it needs is done. */
  static void decided(Turn turn, After after) {
    if (after instanceof After.Boot boot) {
      turn.act(new WtpAction.RebootDecided(boot.end()));
    }
  }

  static After after(StopRequested stop) {
    return stop.end() == RunEnd.STOPPED
        ? new After.End()
        : new After.Boot(stop.reason(), stop.end());
  }
}
