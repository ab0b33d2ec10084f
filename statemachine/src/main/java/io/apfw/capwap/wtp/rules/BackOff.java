package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Timer;
import io.apfw.report.Report;

/**
 * The wait after failed downloads: doubling from BACK_OFF_MIN to BACK_OFF_MAX with each one in a
 * row, of which a random half is left out, so that the APs of a building do not come back all at
 * once.
 *
 * @param memory the memory without the random number that was drawn
 * @param millis how long to wait
 */
record BackOff(Memory memory, long millis) {
  /** Draws the wait and says it. */
  static BackOff draw(Turn turn, Memory memory) {
    long wait = turn.millis(Timer.BACK_OFF_MIN);
    long most = turn.millis(Timer.BACK_OFF_MAX);
    for (int i = 1; i < memory.failedDownloads() && wait < most; i++) {
      wait = 2 * wait;
    }
    wait = Math.min(wait, most);
    Memory.Draw draw = memory.draw();
    long millis = wait - Long.remainderUnsigned(draw.bits(), wait / 2 + 1);
    turn.say(new Report.BackingOff("image download", millis));
    return new BackOff(draw.next(), millis);
  }
}
