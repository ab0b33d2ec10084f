package io.apfw.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.update.Offer.Source;
import io.apfw.update.UpdateAction.Fetch;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateAction.StopFetch;
import io.apfw.update.UpdateAction.Tell;
import io.apfw.update.UpdateFailure.Cause;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Who hears of what, and what a fetch is told. */
class UpdateRoutingTest extends UpdateBench {
  private static final Offer FETCHED =
      new Offer(
              Source.OPERATOR,
              "https://******@images.example/b.apfw",
              "17.9.4.27",
              "ap1g8",
              OptionalLong.empty(),
              Optional.empty(),
              true)
          .at("https://joe:pw@images.example/b.apfw");

  @Test
  void whoBeganHearsHowItGoes() {
    on(new UpdateEvent.Offered(FETCHED));
    finish(3);
    on(new UpdateEvent.HeadVerified(MANIFEST));
    finish(3);
    on(new UpdateEvent.PayloadWritten(70, 0, 0));
    finish(3);
    on(new UpdateEvent.ActivateRequested(Source.CLOUD, "17.9.4.27"));
    finish(4);
    assertThat(others)
        .containsExactly(
            new Tell(Source.OPERATOR, new News.Ready()),
            new Fetch(FETCHED),
            new Tell(Source.OPERATOR, new News.Verified()),
            new Tell(Source.CLOUD, new News.Activated()));
  }

  @Test
  void aFailureEndsTheFetch() {
    on(new UpdateEvent.Offered(FETCHED));
    finish(3);
    UpdateFailure cut = new UpdateFailure(Cause.TRANSFER_CUT, "after 5 bytes");
    on(new UpdateEvent.IngestFailed(cut));
    finish(3);
    assertThat(others)
        .contains(new StopFetch(cut))
        .endsWith(new Tell(Source.OPERATOR, new News.Aborted()));
    assertThat(state.facts().inventory().quarantined()).isEmpty();
  }

  @Test
  void anImageThatIsToldOfLaterIsFetchedOnceAndTheFetchEndsWithTheDownload() {
    Offer offer =
        new Offer(
            Source.CONTROLLER,
            "192.0.2.1",
            "17.9.4.27",
            "ap1g8",
            OptionalLong.empty(),
            Optional.empty(),
            false);
    on(new UpdateEvent.Located("https://192.0.2.9/early"));
    on(new UpdateEvent.Offered(offer));
    finish(2);
    on(new UpdateEvent.Located("https://192.0.2.9/image"));
    on(new UpdateEvent.Located("https://192.0.2.9/another"));
    assertThat(others)
        .containsExactly(
            new Tell(Source.CONTROLLER, new News.Ready()),
            new Fetch(offer.at("https://192.0.2.9/image")));
    UpdateFailure cut = new UpdateFailure(Cause.FILE_NOT_FOUND, "404");
    on(new UpdateEvent.IngestFailed(cut));
    finish(3);
    assertThat(others)
        .contains(new StopFetch(cut))
        .endsWith(new Tell(Source.CONTROLLER, new News.Aborted()));
    on(new UpdateEvent.Offered(offer));
    finish(2);
    on(new UpdateEvent.HeadVerified(MANIFEST));
    assertThat(state).isInstanceOf(UpdateState.Opening.class);
  }

  @Test
  void whoComesSecondIsRefusedAndTheFirstGoesOn() {
    receiveUpToWriting();
    others.clear();
    UpdateState before = state;
    on(new UpdateEvent.Offered(FETCHED));
    assertThat(state).isEqualTo(before);
    assertThat(others)
        .containsExactly(
            new Tell(
                Source.OPERATOR,
                new News.Failed(new UpdateFailure(Cause.UPDATE_IN_PROGRESS, "offered 17.9.4.27"))),
            new Tell(Source.OPERATOR, new News.Aborted()));
  }

  @Test
  void aControllerThatGivesUpDoesNotEndTheOperatorsDownload() {
    on(new UpdateEvent.Offered(FETCHED));
    finish(3);
    UpdateState before = state;
    others.clear();
    on(new UpdateEvent.AbortRequested(Source.CONTROLLER, LOST));
    assertThat(state).isEqualTo(before);
    assertThat(others).containsExactly(new Tell(Source.CONTROLLER, new News.Aborted()));
  }

  @Test
  void nobodyIsToldOfWhatTheAgentBeforeLeftOpen() {
    boot(
        Optional.of(
            new UpdateEvent.Unfinished(
                UpdateEvent.Unfinished.Phase.RECEIVING, "part1", "17.9.4.27", "ab", false, 0, 1)),
        false);
    finish(2);
    assertThat(others).isEmpty();
  }

  @Test
  void anOperatorNeedNotSayWhichVersionItIs() {
    Offer whichever =
        new Offer(
                Source.OPERATOR,
                "/image.apfw",
                Offer.ANY_VERSION,
                "ap1g8",
                OptionalLong.empty(),
                Optional.empty(),
                false)
            .at("/image.apfw");
    on(new UpdateEvent.Offered(whichever));
    finish(3);
    on(new UpdateEvent.HeadVerified(MANIFEST));
    assertThat(((UpdateState.Opening) state).offer().version()).isEqualTo(MANIFEST.version());
    on(
        new UpdateEvent.IngestFailed(
            new UpdateFailure(Cause.BLOCK_MISMATCH, "block 3 of the payload")));
    assertThat(state.facts().inventory().quarantined()).containsExactly(MANIFEST.version());
  }

  @Test
  void anImageThatNeverSaidItsVersionIsNotRememberedByNone() {
    on(new UpdateEvent.Offered(FETCHED.of(Offer.ANY_VERSION)));
    finish(3);
    on(new UpdateEvent.IngestFailed(new UpdateFailure(Cause.NOT_AN_IMAGE, "no tar")));
    assertThat(state.facts().inventory().quarantined()).isEmpty();
  }

  @Test
  void anOperatorIsShownWhatRunsFirst() {
    on(new UpdateEvent.Offered(FETCHED));
    assertThat(((UpdateState.Preparing) state).plan().current())
        .isEqualTo(new UpdateTask.Script(ScriptVerb.NO_UPGRADE));
  }

  @Test
  void anOfferDoesNotShowItsPassword() {
    assertThat(FETCHED.toString()).doesNotContain("pw").contains("17.9.4.27");
  }
}
