package io.apfw.cloud;

import io.apfw.cloud.CloudFailure.Cause;
import io.apfw.cloud.CloudState.Checking;
import io.apfw.report.Report;

/**
 * What all states of an exchange make of an event, unless they say otherwise.
 *
 * @param <S> the state
 */
abstract class CheckingRules<S extends Checking> extends OutsideRules<S>
    implements CloudEvent.WithinVisitor<CloudState> {

  CheckingRules(S state, Turn turn) {
    super(state, turn);
  }

  /** Started already. */
  @Override
  public final CloudState started(CloudEvent.Started event) {
    return state;
  }

  @Override
  public final CloudState deadlineReached(CloudEvent.DeadlineReached event) {
    return turn.passed(state.exchange().deadline())
        ? fail(
            new CloudFailure(
                Cause.CLOUD_TIMEOUT,
                "the whole exchange took longer than "
                    + turn.config().timing().exchangeMillis()
                    + " ms"))
        : state;
  }

  /** The check under way is as good as another. */
  @Override
  public final CloudState checkRequested(CloudEvent.CheckRequested event) {
    return state.with(new CloudState.Exchange(memory(), state.exchange().deadline(), true));
  }

  /** A check that an operator waits for goes on; its answer is only shown. */
  @Override
  public final CloudState managedChanged(CloudEvent.ManagedChanged event) {
    CloudMemory memory = memory().withManaged(event.managed());
    if (!event.managed() || turn.config().whileManaged() || state.exchange().asked()) {
      return with(memory);
    }
    disconnect();
    return turn.restUntil(memory, turn.now());
  }

  @Override
  public final CloudState inventoryChanged(CloudEvent.InventoryChanged event) {
    return with(memory().with(event.inventory()));
  }

  /** The answer that is on its way begins another one, or says that there is no need. */
  @Override
  public final CloudState updateFailed(CloudEvent.UpdateFailed event) {
    return with(memory().withFailures(memory().failures() + 1));
  }

  /** Of no consequence: a library may make a second connection where the first was closed. */
  @Override
  public CloudState connected(CloudEvent.Connected event) {
    return state;
  }

  /** The same. */
  @Override
  public CloudState serverVerified(CloudEvent.ServerVerified event) {
    return state;
  }

  @Override
  public CloudState sent(CloudEvent.Sent event) {
    return outOfTurn("a request went out");
  }

  @Override
  public CloudState answered(CloudEvent.Answered event) {
    return outOfTurn("an answer came");
  }

  @Override
  public CloudState proofMade(CloudEvent.ProofMade event) {
    return outOfTurn("a proof came");
  }

  @Override
  public final CloudState failed(CloudEvent.Failed event) {
    return fail(event.failure());
  }

  private CloudState outOfTurn(String what) {
    return fail(
        new CloudFailure(
            Cause.CLOUD_TLS, what + " in " + state.getClass().getSimpleName() + ": out of turn"));
  }

  final CloudMemory memory() {
    return state.exchange().memory();
  }

  final int attempt() {
    return state.exchange().attempt();
  }

  private CloudState with(CloudMemory memory) {
    return state.with(state.exchange().with(memory));
  }

  final void say(CloudResponse response) {
    turn.say(
        new Report.CloudReceived(turn.config().host(), response.headBytes(), response.shownHead()));
    if (!response.body().isEmpty()) {
      turn.say(
          new Report.CloudReceived(
              turn.config().host(), response.body().length(), response.shownBody()));
    }
  }

  final void disconnect() {
    turn.act(new CloudAction.Disconnect(attempt()));
    if (!(state instanceof CloudState.Connecting)) {
      turn.say(new Report.CloudDisconnected());
    }
  }

  final CloudState fail(CloudFailure failure) {
    disconnect();
    turn.say(new Report.CloudCheckFailed(failure));
    turn.act(
        new CloudAction.Concluded(CloudVerdict.failed(memory().inventory().running(), failure)));
    return turn.restAfterFailure(memory());
  }
}
