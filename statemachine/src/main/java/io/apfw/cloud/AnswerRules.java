package io.apfw.cloud;

import io.apfw.report.Report;
import java.util.Optional;

/** Awaiting the answer, and deciding by it. */
final class AnswerRules extends CheckingRules<CloudState.AwaitingAnswer> {
  AnswerRules(CloudState.AwaitingAnswer state, Turn turn) {
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
    CloudVerdict verdict;
    try {
      CloudAnswer answer = CloudAnswer.read(event.response(), state.session());
      verdict = new Decision(turn.config(), turn.urls(), memory()).on(answer);
    } catch (CloudRefusedException e) {
      return fail(e.failure());
    }
    disconnect();
    turn.act(new CloudAction.PeerProved());
    for (CloudVerdict.Member member : verdict.members()) {
      turn.say(report(member));
    }
    turn.say(new Report.CloudDecided(verdict.outcome().name(), verdict.running()));
    turn.act(new CloudAction.Concluded(verdict));
    Optional<CloudAction> begun = Decision.action(turn.config(), verdict);
    begun.ifPresent(turn::act);
    // Whether the update comes to something is not known yet.
    return turn.restLong(begun.isPresent() ? memory() : memory().withFailures(0));
  }

  private static Report report(CloudVerdict.Member member) {
    return new Report.CloudImage(
        member.ap().model(),
        member.ap().serial(),
        member.imageClass().orElse(""),
        member.version().orElse(""),
        member.url().map(Decision::shown).orElse(""),
        member.failure().map(CloudFailure::line).orElse(""));
  }
}
