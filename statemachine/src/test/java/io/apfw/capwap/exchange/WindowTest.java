package io.apfw.capwap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageData;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.EchoRequest;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import org.junit.jupiter.api.Test;

/** Several Image Data Requests outstanding. */
class WindowTest {
  private static final Incoming EARLY = new Incoming.Early();
  private static final Incoming STALE = new Incoming.Stale();

  private static ControlMessage block(String data) {
    return new ImageDataRequest(new ImageData(1, Octets.utf8(data)));
  }

  private static ControlMessage answer(int code) {
    return new ImageDataResponse(new ResultCode(code));
  }

  private static Window after(Window window, int sequence) {
    Incoming incoming = window.incoming(sequence, block("" + sequence));
    return (Window)
        (incoming instanceof Incoming.Fresh fresh
            ? fresh.next()
            : ((Incoming.Kept) incoming).next());
  }

  @Test
  void oneThatOvertookOthersHasItsTurnAfterThem() {
    Window window = after(after(Window.of(4, 254), 0), 255);
    assertThat(window.take()).as("254 is missing").isEmpty();
    window = after(window, 254);
    assertThat(window.take()).as("254 is worked on").isEmpty();
    window = window.answer(answer(0));
    Inbox.Turn turn = window.take().orElseThrow();
    assertThat(turn.sequence()).isEqualTo(255);
    assertThat(turn.request()).isEqualTo(block("255"));
    window = after((Window) turn.next(), 255).answer(answer(0));
    assertThat(window.take().orElseThrow().sequence()).isZero();
  }

  @Test
  void nothingBeyondTheWindowIsTaken() {
    Window window = Window.of(4, 0);
    assertThat(window.incoming(3, block("x"))).isInstanceOf(Incoming.Kept.class);
    for (int sequence = 4; sequence < 256; sequence++) {
      assertThat(window.incoming(sequence, block("x"))).as("%d", sequence).isEqualTo(STALE);
    }
  }

  @Test
  void aSingleRequestAtATimeIsTheRulesWindowOfOne() {
    Window window = after(Window.of(1, 9), 9);
    assertThat(window.incoming(10, block("x"))).isEqualTo(STALE);
    assertThat(window.incoming(9, block("x"))).isEqualTo(EARLY);
  }

  @Test
  void aRepetitionGetsTheAnswerThatItGot() {
    Window window = Window.of(2, 0);
    for (int i = 0; i < 60; i++) {
      window = after(window, i).answer(answer(i));
    }
    for (int i = 10; i < 60; i++) {
      assertThat(window.incoming(i, block("x")))
          .as("%d", i)
          .isEqualTo(new Incoming.Repeated(answer(i)));
    }
    assertThat(window.incoming(9, block("x"))).as("fifty are remembered").isEqualTo(STALE);
  }

  @Test
  void whatIsKeptOrWorkedOnAndComesAgainChangesNothing() {
    Window window = after(after(Window.of(4, 0), 0), 2);
    assertThat(window.incoming(0, block("0"))).isEqualTo(EARLY);
    assertThat(window.incoming(2, block("2"))).isEqualTo(EARLY);
  }

  @Test
  void otherRequestsAreNotKept() {
    Window window = Window.of(4, 0);
    assertThat(window.incoming(1, new EchoRequest())).isEqualTo(EARLY);
    assertThat(window.incoming(0, new EchoRequest())).isInstanceOf(Incoming.Fresh.class);
  }

  @Test
  void whatIsKeptIsBoundedInBytes() {
    Window window = Window.of(50, 0);
    String large = "x".repeat(30_000);
    int kept = 0;
    for (int sequence = 1; sequence < 50; sequence++) {
      if (window.incoming(sequence, block(large)) instanceof Incoming.Kept more) {
        window = (Window) more.next();
        kept++;
      }
    }
    assertThat(kept).isEqualTo(4);
    assertThat(window.keptBytes()).isBetween(120_000, Window.KEPT_BYTES_MAX);
    window = after(window, 0).answer(answer(0));
    assertThat(((Window) window.take().orElseThrow().next()).keptBytes())
        .as("taken out again")
        .isLessThan(91_000);
  }

  @Test
  void oneThatWasKeptAndComesInItsTurnIsNotHandedUpAgain() {
    Window window = after(after(Window.of(4, 0), 1), 0).answer(answer(0));
    window = after(window, 1);
    assertThat(window.kept()).isEmpty();
    assertThat(window.keptBytes()).isZero();
    assertThat(window.answer(answer(0)).take()).isEmpty();
  }
}
