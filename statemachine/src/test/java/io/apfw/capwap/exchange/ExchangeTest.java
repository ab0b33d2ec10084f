package io.apfw.capwap.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.apfw.capwap.exchange.Exchange.Due;
import io.apfw.capwap.wire.message.EchoRequest;
import io.apfw.capwap.wire.message.EchoResponse;
import io.apfw.capwap.wire.message.JoinResponse;
import io.apfw.capwap.wire.message.ResetResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 5415 section 4.5.3. */
class ExchangeTest {
  private static final RetransmitPolicy DEFAULTS = new RetransmitPolicy(3_000, 5, 15_000);
  private static final EchoRequest REQUEST = new EchoRequest();
  private static final EchoResponse RESPONSE = new EchoResponse();

  private static Exchange heard(Exchange exchange, int sequence) {
    return exchange.with(((Incoming.Fresh) exchange.incoming(sequence, REQUEST)).next());
  }

  @Test
  void olderIsTheRulesComparisonForEveryPair() {
    for (int s1 = 0; s1 < 256; s1++) {
      for (int s2 = 0; s2 < 256; s2++) {
        int ahead = (s2 - s1) & 0xff;
        assertThat(OneRequest.older(s1, s2))
            .as("%d, %d", s1, s2)
            .isEqualTo(ahead > 0 && ahead < 128);
      }
    }
  }

  @Test
  void sequenceNumbersWrapAfter255() {
    Exchange exchange = Exchange.fresh();
    List<Integer> sequences = new ArrayList<>();
    for (int i = 0; i < 258; i++) {
      exchange = exchange.send(REQUEST, Instant.EPOCH, DEFAULTS);
      sequences.add(exchange.outstanding().orElseThrow().sequence());
      exchange = exchange.answered();
    }
    assertThat(sequences.get(0)).isZero();
    assertThat(sequences.subList(254, 258)).containsExactly(254, 255, 0, 1);
  }

  @Test
  void onlyOneRequestIsOutstanding() {
    Exchange exchange = Exchange.fresh().send(REQUEST, Instant.EPOCH, DEFAULTS);
    assertThat(exchange.free()).isFalse();
    assertThatIllegalStateException()
        .isThrownBy(() -> exchange.send(REQUEST, Instant.EPOCH, DEFAULTS));
  }

  @Test
  void waitsDoubleUpToHalfTheEchoIntervalAndTheLastOneIsWaitedForToo() {
    Exchange exchange = Exchange.fresh().send(REQUEST, Instant.EPOCH, DEFAULTS);
    List<Long> sentAtSeconds = new ArrayList<>();
    while (true) {
      Instant now = exchange.deadline().orElseThrow();
      assertThat(exchange.due(now.minusMillis(1), DEFAULTS)).isEqualTo(new Due.NotYet());
      Due due = exchange.due(now, DEFAULTS);
      if (due instanceof Due.GivenUp dead) {
        assertThat(dead).isEqualTo(new Due.GivenUp(REQUEST, 6));
        assertThat(now).isEqualTo(Instant.ofEpochSecond(66));
        break;
      }
      Due.Repeat repeat = (Due.Repeat) due;
      assertThat(repeat.request()).isSameAs(REQUEST);
      assertThat(repeat.sequence()).isZero();
      sentAtSeconds.add(now.getEpochSecond());
      exchange = repeat.next();
    }
    assertThat(sentAtSeconds).containsExactly(3L, 9L, 21L, 36L, 51L);
  }

  @Test
  void aShortEchoIntervalCapsTheFirstWaitToo() {
    assertThat(new RetransmitPolicy(3_000, 5, 500).waitMillis(0)).isEqualTo(500);
  }

  @Test
  void aPolicyNamesWhatIsWrongWithIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetransmitPolicy(0, 5, 15_000))
        .withMessageContaining("every 0 ms");
  }

  @Test
  void aResponseIsMatchedBySequenceNumberAndType() {
    Exchange exchange = Exchange.fresh().send(REQUEST, Instant.EPOCH, DEFAULTS);
    assertThat(exchange.answeredBy(0, RESPONSE)).contains(REQUEST);
    assertThat(exchange.answeredBy(1, RESPONSE)).isEmpty();
    assertThat(exchange.answeredBy(0, new JoinResponse())).isEmpty();
    assertThat(exchange.answered().answeredBy(0, RESPONSE)).as("a duplicate").isEmpty();
  }

  @Test
  void aRepeatedRequestGetsTheCachedResponse() {
    ResetResponse response = new ResetResponse();
    Exchange exchange = heard(Exchange.fresh(), 200).answer(response);
    assertThat(exchange.incoming(200, REQUEST)).isEqualTo(new Incoming.Repeated(response));
  }

  @Test
  void aRequestThatIsWorkedOnKeepsOthersOut() {
    Exchange exchange = heard(Exchange.fresh(), 7);
    assertThat(exchange.unanswered()).contains(7);
    assertThat(exchange.incoming(7, REQUEST)).isEqualTo(new Incoming.Early());
    assertThat(exchange.incoming(8, REQUEST)).isEqualTo(new Incoming.Early());
  }

  @Test
  void newerRequestsAreFreshAndOlderOnesStaleAcrossTheWrap() {
    Exchange exchange = heard(Exchange.fresh(), 255).answer(RESPONSE);
    assertThat(exchange.incoming(254, REQUEST)).isEqualTo(new Incoming.Stale());
    assertThat(exchange.incoming(128, REQUEST)).isEqualTo(new Incoming.Stale());
    assertThat(exchange.incoming(0, REQUEST)).isInstanceOf(Incoming.Fresh.class);
    assertThat(exchange.incoming(126, REQUEST)).isInstanceOf(Incoming.Fresh.class);
    assertThat(heard(exchange, 0).answer(RESPONSE).incoming(255, REQUEST))
        .isEqualTo(new Incoming.Stale());
  }

  @Test
  void thereMustBeARequestToAnswer() {
    assertThatIllegalStateException().isThrownBy(() -> Exchange.fresh().answer(RESPONSE));
    Exchange answered = heard(Exchange.fresh(), 1).answer(RESPONSE);
    assertThatIllegalStateException().isThrownBy(() -> answered.answer(RESPONSE));
  }
}
