package io.apfw.cloud;

import io.apfw.report.Report;

/** Verifying: the server's certificate has to lead to a root of ours and to have the domain. */
final class VerifyingRules extends CheckingRules<CloudState.VerifyingServer> {
  VerifyingRules(CloudState.VerifyingServer state, Turn turn) {
    super(state, turn);
  }

  @Override
  public CloudState serverVerified(CloudEvent.ServerVerified event) {
    turn.say(new Report.CloudServerVerified(event.name(), turn.config().domain()));
    return new CloudState.AwaitingChallenge(state.exchange());
  }
}
