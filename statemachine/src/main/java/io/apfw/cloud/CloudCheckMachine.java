package io.apfw.cloud;

import io.apfw.cloud.CloudState.Checking;
import io.apfw.machine.Step;
import java.time.Instant;
import java.util.Optional;

/**
 * The cloud check as the awc client of the captures makes it: pure.
 *
 * <pre>
 * state              event                        to, doing
 * -----------------  ---------------------------  ------------------------------------------
 * Off                Started                      Idle, due within the boot spread
 * Idle               the time has come            Connecting: Begin with the first request
 * Idle, Suspended    CheckRequested               the same
 * Idle               ManagedChanged to true       Suspended
 * Suspended          ManagedChanged to false      Idle, due as before or within the boot spread
 * Connecting         Connected                    VerifyingServer
 * VerifyingServer    ServerVerified               AwaitingChallenge
 * AwaitingChallenge  Answered: a new challenge    Proving: Prove
 * Proving            ProofMade                    AwaitingAnswer: Post with the second request
 * AwaitingAnswer     Answered                     decided: PeerProved, Concluded; perhaps
 *                                                 OfferUpdate or ActivateUpdate; Disconnect;
 *                                                 Idle, due after the interval
 * any exchange       Failed, a bad answer, its    Disconnect, Concluded; Idle, due after a
 *                    time has passed              back-off that doubles
 * Idle, Suspended    UpdateFailed                 the same, due after a back-off that doubles
 * any exchange       CheckRequested               the same: the operator gets its verdict
 * any exchange       ManagedChanged to true       Disconnect, Suspended; goes on when an operator
 *                                                 waits for it
 * </pre>
 *
 * <p>With {@code whileManaged} there is no Suspended. Events of an exchange that is over are
 * dropped by the number that each one carries.
 *
 * <p>Every wait is drawn: the boot spread from all of it, the interval less up to a tenth, a
 * back-off less up to a half, so that the APs of a building do not come all at once.
 */
public final class CloudCheckMachine {
  private final CloudConfig config;
  private final UrlRule urls;

  /** A machine for one AP and cloud. */
  public CloudCheckMachine(CloudConfig config, UrlRule urls) {
    this.config = config;
    this.urls = urls;
  }

  /** Whether the cloud's images are booted while a controller manages the AP. */
  public boolean whileManaged() {
    return config.whileManaged();
  }

  /** Where every machine begins. */
  public CloudState initial() {
    return new CloudState.Off();
  }

  /** When the state wants to be looked at again; empty when only events move it. */
  public Optional<Instant> nextDeadline(CloudState state) {
    return state.nextDeadline();
  }

  /** One event. */
  public Step<CloudState, CloudAction> step(CloudState state, CloudEvent event, Instant now) {
    Turn turn = new Turn(config, urls, now);
    CloudState next = state;
    if (event instanceof CloudEvent.Outside outside) {
      next = outside.accept(rules(state, turn));
    } else if (event instanceof CloudEvent.Within within
        && state instanceof Checking checking
        && within.attempt() == checking.exchange().attempt()) {
      next = within.accept(rules(checking, turn));
    }
    return new Step<>(next, turn.actions());
  }

  private static CloudEvent.Visitor<CloudState> rules(CloudState state, Turn turn) {
    if (state instanceof Checking checking) {
      return rules(checking, turn);
    } else if (state instanceof CloudState.Idle idle) {
      return new IdleRules(idle, turn);
    } else if (state instanceof CloudState.Suspended suspended) {
      return new SuspendedRules(suspended, turn);
    }
    return new OffRules((CloudState.Off) state, turn);
  }

  private static CheckingRules<?> rules(Checking state, Turn turn) {
    if (state instanceof CloudState.Connecting connecting) {
      return new ConnectingRules(connecting, turn);
    } else if (state instanceof CloudState.VerifyingServer verifying) {
      return new VerifyingRules(verifying, turn);
    } else if (state instanceof CloudState.AwaitingChallenge awaiting) {
      return new ChallengeRules(awaiting, turn);
    } else if (state instanceof CloudState.Proving proving) {
      return new ProvingRules(proving, turn);
    }
    return new AnswerRules((CloudState.AwaitingAnswer) state, turn);
  }
}
