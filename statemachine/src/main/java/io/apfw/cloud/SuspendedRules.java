package io.apfw.cloud;

import io.apfw.cloud.CloudState.Suspended;

/** Suspended: a controller manages the AP, so that only an operator may have the cloud asked. */
final class SuspendedRules extends OutsideRules<Suspended> {
  SuspendedRules(Suspended state, Turn turn) {
    super(state, turn);
  }

  /** Started already. */
  @Override
  public CloudState started(CloudEvent.Started event) {
    return state;
  }

  /** There is none. */
  @Override
  public CloudState deadlineReached(CloudEvent.DeadlineReached event) {
    return state;
  }

  @Override
  public CloudState checkRequested(CloudEvent.CheckRequested event) {
    return turn.begin(state.memory(), true);
  }

  /** A check that has become due meanwhile is not made at once by all APs of a building. */
  @Override
  public CloudState managedChanged(CloudEvent.ManagedChanged event) {
    CloudMemory memory = state.memory().withManaged(event.managed());
    if (event.managed()) {
      return new Suspended(memory, state.due());
    }
    return turn.passed(state.due()) ? turn.restSoon(memory) : turn.restUntil(memory, state.due());
  }

  @Override
  public CloudState inventoryChanged(CloudEvent.InventoryChanged event) {
    return new Suspended(state.memory().with(event.inventory()), state.due());
  }

  /** As in Idle, once the controller has gone. */
  @Override
  public CloudState updateFailed(CloudEvent.UpdateFailed event) {
    return turn.restAfterFailure(state.memory());
  }
}
