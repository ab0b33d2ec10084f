package io.apfw.cloud;

import io.apfw.cloud.CloudFailure.Cause;
import io.apfw.report.Report;

/**
 * Awaiting the challenge. One that this AP has seen among its last is refused: a cloud makes a new
 * one each time, so that whoever repeats one wants an old proof to count again.
 */
final class ChallengeRules extends CheckingRules<CloudState.AwaitingChallenge> {
  ChallengeRules(CloudState.AwaitingChallenge state, Turn turn) {
    super(state, turn);
  }

  @Override
  public CloudState sent(CloudEvent.Sent event) {
    turn.say(new Report.CloudSent(event.request().head(), event.request().members()));
    return state;
  }

  @Override
  public CloudState answered(CloudEvent.Answered event) {
    say(event.response());
    CloudAnswer.Challenge challenge;
    try {
      challenge = CloudAnswer.Challenge.read(event.response());
    } catch (CloudRefusedException e) {
      return fail(e.failure());
    }
    if (memory().challenges().contains(challenge.digits())) {
      return fail(
          new CloudFailure(
              Cause.CHALLENGE_REPLAYED,
              "X-Challenge of " + challenge.digits().length() + " digits, seen before"));
    }
    turn.act(new CloudAction.Prove(attempt(), ProofText.of(turn.config(), challenge)));
    return new CloudState.Proving(
        state.exchange().with(memory().withChallenge(challenge.digits())), challenge.session());
  }
}
