package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wtp.Fetch;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.Transfer;
import io.apfw.capwap.wtp.WtpAction.AbortUpdate;
import io.apfw.capwap.wtp.WtpState.Run;
import io.apfw.capwap.wtp.rules.ImageTransfer.Outcome;
import io.apfw.update.Inventory;
import io.apfw.update.Offer;
import java.util.Optional;
import java.util.function.Function;

/**
 * The image that is fetched while the WTP serves: RFC 5415 section 9.1, cases 3 and 4.
 *
 * <p>An Image Identifier that the WTP has is answered with 17, Image Already Present. Another is
 * fetched as in Image Data, and only stored: nothing is activated before a Reset Request names it.
 * What cannot be fetched now (the running image is on trial, no image can have that version,
 * another is on its way, the last failure was a moment ago) is answered with 12, Configuration
 * Failure (Service Provided Anyhow).
 *
 * <p>A version in {@link io.apfw.update.Quarantine} is asked for all the same, for it may be
 * another image by now; the update machine ends it as soon as it proves to be the one that failed.
 *
 * <p>A fetch that fails leaves the WTP in Run; whether to try again is the AC's business, and how
 * soon is bounded by {@link BackOff}.
 */
final class Predownload {
  private final Run run;
  private final Turn turn;

  Predownload(Run run, Turn turn) {
    this.run = run;
    this.turn = turn;
  }

  /** The fetch that goes on; empty for one that has failed, too. */
  Optional<Fetch> underWay() {
    return run.fetch()
        .filter(
            fetch ->
                !(fetch.transfer() instanceof Transfer.Ending
                    || fetch.transfer() instanceof Transfer.Resting));
  }

  /** The fetch that a lost session takes along: without a last block nothing would end it. */
  Optional<Fetch> incomplete() {
    return underWay().filter(fetch -> !(fetch.transfer() instanceof Transfer.Verifying));
  }

  /** Whether a fetch that failed is still being taken back. */
  boolean ending() {
    return run.fetch().map(fetch -> fetch.transfer() instanceof Transfer.Ending).orElse(false);
  }

  /** What an Image Identifier is answered; 0 when it is, or is to be, fetched. */
  ResultCode decide(String version) {
    Inventory inventory = run.memory().inventory();
    if (inventory.running().equals(version)) {
      return ResultCode.IMAGE_ALREADY_PRESENT;
    } else if (run.fetch().isPresent()) {
      return underWay().map(fetch -> fetch.offer().version()).equals(Optional.of(version))
          ? ResultCode.SUCCESS
          : ResultCode.CONFIGURATION_SERVICE_PROVIDED;
    } else if (inventory.stored().equals(Optional.of(version))
        && !inventory.quarantined().contains(version)) {
      return ResultCode.IMAGE_ALREADY_PRESENT;
    }
    return inventory.onTrial() || !Offer.possible(version)
        ? ResultCode.CONFIGURATION_SERVICE_PROVIDED
        : ResultCode.SUCCESS;
  }

  /**
   * Begins, unless something is under way.
   *
   * @param location where the image is, if the AC said so
   */
  Run begin(String version, Optional<ImageLocation> location) {
    if (run.fetch().isPresent()) {
      return run;
    }
    JoinRules.compare(turn, run.memory().inventory(), version);
    return run.with(Optional.of(ImageTransfer.begin(turn, run.session(), version, true, location)));
  }

  /** What an event of the fetch under way leads to; nothing without one. */
  Run on(Session session, Function<ImageTransfer, Outcome> event) {
    return underWay()
        .map(fetch -> become(event.apply(new ImageTransfer(turn, session, fetch))))
        .orElseGet(() -> run.with(session));
  }

  /** Whether this is a last block that gets the verdict that is not known yet. */
  boolean lateEnd(Session session, ImageDataRequest request) {
    return underWay()
        .flatMap(fetch -> new ImageTransfer(turn, session, fetch).lateEnd(request))
        .isPresent();
  }

  private Run become(Outcome outcome) {
    if (outcome instanceof Outcome.Going going) {
      return run.with(going.session()).with(Optional.of(going.fetch()));
    } else if (outcome instanceof Outcome.Verified verified) {
      return run.with(run.memory().withFailedDownloads(0))
          .with(verified.session())
          .with(Optional.empty());
    }
    Outcome.Failed failed = (Outcome.Failed) outcome;
    if (failed.abort()) {
      turn.act(new AbortUpdate(failed.failure()));
    }
    return run.with(run.memory().withFailedDownloads(run.memory().failedDownloads() + 1))
        .with(failed.session())
        .with(run.fetch().map(f -> f.with(new Transfer.Ending(turn.in(Timer.UPDATE_ABORT)))));
  }

  /** The update machine has cleaned up. */
  Run aborted() {
    return ending() ? rest() : on(run.session(), ImageTransfer::aborted);
  }

  /** After the deadline of the phase, if it has passed. */
  Run late() {
    if (run.fetch().isEmpty() || !turn.passed(run.fetch().get().transfer().until())) {
      return run;
    } else if (underWay().isPresent()) {
      return on(run.session(), ImageTransfer::late);
    }
    return ending() ? rest() : run.with(Optional.empty());
  }

  /** The next fetch has to wait. */
  private Run rest() {
    BackOff wait = BackOff.draw(turn, run.memory());
    Transfer resting = new Transfer.Resting(turn.now().plusMillis(wait.millis()));
    return run.with(wait.memory()).with(run.fetch().map(fetch -> fetch.with(resting)));
  }
}
