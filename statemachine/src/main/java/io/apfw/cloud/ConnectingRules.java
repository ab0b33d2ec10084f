package io.apfw.cloud;

import io.apfw.report.Report;

/** Connecting: TCP to the cloud. */
final class ConnectingRules extends CheckingRules<CloudState.Connecting> {
  ConnectingRules(CloudState.Connecting state, Turn turn) {
    super(state, turn);
  }

  @Override
  public CloudState connected(CloudEvent.Connected event) {
    turn.say(new Report.CloudConnected(turn.config().host()));
    return new CloudState.VerifyingServer(state.exchange());
  }
}
