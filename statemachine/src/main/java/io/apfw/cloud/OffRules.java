package io.apfw.cloud;

/** Off: nothing is known yet, and only the start changes that. */
final class OffRules extends OutsideRules<CloudState.Off> {
  OffRules(CloudState.Off state, Turn turn) {
    super(state, turn);
  }

  @Override
  public CloudState started(CloudEvent.Started event) {
    return turn.restSoon(CloudMemory.fresh(event.inventory(), event.entropy()));
  }

  @Override
  public CloudState deadlineReached(CloudEvent.DeadlineReached event) {
    return state;
  }

  @Override
  public CloudState checkRequested(CloudEvent.CheckRequested event) {
    return state;
  }

  @Override
  public CloudState managedChanged(CloudEvent.ManagedChanged event) {
    return state;
  }

  @Override
  public CloudState inventoryChanged(CloudEvent.InventoryChanged event) {
    return state;
  }

  @Override
  public CloudState updateFailed(CloudEvent.UpdateFailed event) {
    return state;
  }
}
