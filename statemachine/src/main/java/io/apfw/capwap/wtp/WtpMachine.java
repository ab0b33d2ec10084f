package io.apfw.capwap.wtp;

import io.apfw.capwap.wtp.rules.Rulebook;
import io.apfw.machine.Step;
import java.time.Instant;
import java.util.Optional;

/** The WTP's side of RFC 5415 section 2.3: pure. */
public final class WtpMachine {
  private final WtpConfig config;

  /** A machine for one installation. */
  public WtpMachine(WtpConfig config) {
    this.config = config;
  }

  /** Before {@link WtpEvent.Started}. */
  public WtpState initial() {
    return new WtpState.Start();
  }

  /** When the state wants {@link WtpEvent.DeadlineReached}; empty when only events move it. */
  public Optional<Instant> nextDeadline(WtpState state) {
    return state.deadline();
  }

  /** One event. */
  public Step<WtpState, WtpAction> step(WtpState state, WtpEvent event, Instant now) {
    return Rulebook.step(config, state, event, now);
  }
}
