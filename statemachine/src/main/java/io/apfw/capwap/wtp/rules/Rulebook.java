package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.exchange.Inbox;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.WtpAction;
import io.apfw.capwap.wtp.WtpConfig;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.Connected;
import io.apfw.machine.Step;
import java.time.Instant;

/** Which rules hold in which state. */
public final class Rulebook implements WtpState.Visitor<WtpEvent.Visitor<WtpState>> {
  private final Turn turn;

  Rulebook(Turn turn) {
    this.turn = turn;
  }

  /** One step. */
  public static Step<WtpState, WtpAction> step(
      WtpConfig config, WtpState state, WtpEvent event, Instant now) {
    Turn turn = new Turn(config, now);
    Rulebook rules = new Rulebook(turn);
    WtpState next = event.accept(state.accept(rules));
    // Ends, for each pass takes a request out of an inbox that is bounded.
    while (next instanceof Connected connected
        && connected.session().exchange().inbox().take().isPresent()) {
      next = rules.handUp(connected, connected.session().exchange().inbox().take().get());
    }
    return new Step<>(next, turn.actions());
  }

  /** A request that overtook others has its turn, as if it came now. */
  private WtpState handUp(Connected state, Inbox.Turn due) {
    Session session = state.session();
    WtpState without = state.with(session.with(session.exchange().with(due.next())));
    return new WtpEvent.ControlReceived(due.sequence(), due.request()).accept(without.accept(this));
  }

  @Override
  public WtpEvent.Visitor<WtpState> start(WtpState.Start state) {
    return new StartRules(state, turn);
  }

  @Override
  public WtpEvent.Visitor<WtpState> idle(WtpState.Idle state) {
    return new IdleRules(state, turn);
  }

  @Override
  public WtpEvent.Visitor<WtpState> discovery(WtpState.Discovery state) {
    return new DiscoveryRules(state, turn);
  }

  @Override
  public WtpEvent.Visitor<WtpState> sulking(WtpState.Sulking state) {
    return new SulkingRules(state, turn);
  }

  @Override
  public WtpEvent.Visitor<WtpState> dtlsSetup(WtpState.DtlsSetup state) {
    return new DtlsSetupRules(state, turn);
  }

  @Override
  public WtpEvent.Visitor<WtpState> dtlsConnect(WtpState.DtlsConnect state) {
    return new DtlsConnectRules(state, turn);
  }

  @Override
  public WtpEvent.Visitor<WtpState> join(WtpState.Join state) {
    return new JoinRules(state, turn);
  }

  @Override
  public WtpEvent.Visitor<WtpState> imageData(WtpState.ImageData state) {
    return new ImageDataRules(state, turn);
  }

  @Override
  public WtpEvent.Visitor<WtpState> configure(WtpState.Configure state) {
    return new ConfigureRules(state, turn);
  }

  @Override
  public WtpEvent.Visitor<WtpState> dataCheck(WtpState.DataCheck state) {
    return new DataCheckRules(state, turn);
  }

  @Override
  public WtpEvent.Visitor<WtpState> run(WtpState.Run state) {
    return new RunRules(state, turn);
  }

  @Override
  public WtpEvent.Visitor<WtpState> reset(WtpState.Reset state) {
    return new ResetRules(state, turn);
  }

  @Override
  public WtpEvent.Visitor<WtpState> dtlsTeardown(WtpState.DtlsTeardown state) {
    return new TeardownRules(state, turn);
  }

  @Override
  public WtpEvent.Visitor<WtpState> ended(WtpState.Ended state) {
    return new EndedRules(state, turn);
  }
}
