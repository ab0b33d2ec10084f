package io.apfw.cloud;

/** Proving: a key, perhaps a slow one, signs. */
final class ProvingRules extends CheckingRules<CloudState.Proving> {
  ProvingRules(CloudState.Proving state, Turn turn) {
    super(state, turn);
  }

  @Override
  public CloudState proofMade(CloudEvent.ProofMade event) {
    turn.act(
        new CloudAction.Post(
            attempt(),
            CloudRequest.second(
                turn.config(), memory().inventory().running(), state.session(), event.proof())));
    return new CloudState.AwaitingAnswer(state.exchange(), state.session());
  }
}
