package io.apfw.cloud;

/** Idle: waits for the next check, by schedule or by hand. */
final class IdleRules extends OutsideRules<CloudState.Idle> {
  IdleRules(CloudState.Idle state, Turn turn) {
    super(state, turn);
  }

  /** Started already. */
  @Override
  public CloudState started(CloudEvent.Started event) {
    return state;
  }

  @Override
  public CloudState deadlineReached(CloudEvent.DeadlineReached event) {
    return turn.passed(state.due()) ? turn.begin(state.memory(), false) : state;
  }

  @Override
  public CloudState checkRequested(CloudEvent.CheckRequested event) {
    return turn.begin(state.memory(), true);
  }

  @Override
  public CloudState managedChanged(CloudEvent.ManagedChanged event) {
    CloudMemory memory = state.memory().withManaged(event.managed());
    return event.managed() && !turn.config().whileManaged()
        ? turn.restUntil(memory, state.due())
        : new CloudState.Idle(memory, state.due());
  }

  @Override
  public CloudState inventoryChanged(CloudEvent.InventoryChanged event) {
    return new CloudState.Idle(state.memory().with(event.inventory()), state.due());
  }

  /** The image's server may be there again long before the next check is due. */
  @Override
  public CloudState updateFailed(CloudEvent.UpdateFailed event) {
    return turn.restAfterFailure(state.memory());
  }
}
