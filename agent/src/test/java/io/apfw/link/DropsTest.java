package io.apfw.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.link.Drops.Kind;
import io.apfw.link.transport.CapwapUdp.Port;
import io.apfw.report.Report;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The share of a flood that is looked into, and what is told of the rest. */
class DropsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int FLOOD = 10_000;
  private static final InetSocketAddress FROM = new InetSocketAddress("192.0.2.4", 5246);

  private final List<String> told = new ArrayList<>();
  private final Drops drops =
      new Drops(
          new CapwapLink.Events() {
            @Override
            public void on(WtpEvent event) {
              throw new AssertionError(event);
            }

            @Override
            public void say(Report report) {
              throw new AssertionError(report);
            }

            @Override
            public void dropped(String from, String reason) {
              told.add(from + " " + reason);
            }
          });

  private int decoded(Port port, Instant at) {
    int decoded = 0;
    for (int i = 0; i < FLOOD; i++) {
      decoded += drops.mayDecode(port, FROM, at) ? 1 : 0;
    }
    return decoded;
  }

  @ParameterizedTest
  @EnumSource
  void hostile_ofAnyFlood200DatagramsASecondAreDecodedAndTheRestIsCounted(Port port) {
    assertThat(decoded(port, START)).isEqualTo(200);
    assertThat(decoded(port, START.plusMillis(999))).as("in the same second").isZero();
    assertThat(decoded(port, START.plusMillis(1_000))).isEqualTo(200);
    assertThat(decoded(port, START.plusMillis(1_999))).isZero();
    assertThat(decoded(port, START.plusSeconds(3_600))).as("no share is saved up").isEqualTo(200);
    assertThat(drops.of(Kind.TOO_MANY)).isEqualTo(5 * FLOOD - 3 * 200);
    assertThat(told).containsExactly("192.0.2.4:5246 more than 200 clear datagrams in a second");
  }

  @Test
  void hostile_aFloodAtOnePortLeavesTheOtherItsShare() {
    assertThat(decoded(Port.DATA, START)).isEqualTo(200);
    assertThat(decoded(Port.CONTROL, START)).isEqualTo(200);
  }

  @Test
  void whatComesSlowlyIsDecodedAlways() {
    for (int i = 0; i < FLOOD; i++) {
      assertThat(drops.mayDecode(Port.CONTROL, FROM, START.plusMillis(5L * i)))
          .as("datagram %d", i)
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void hostile_eachIsCountedAndTheFirstOfItsKindToldOnceASession(Kind kind) {
    for (int i = 0; i < FLOOD; i++) {
      drops.count(kind, "192.0.2." + i % 256, "reason " + i);
    }
    assertThat(drops.of(kind)).isEqualTo(FLOOD);
    assertThat(told).containsExactly("192.0.2.0 reason 0");
    drops.newSession();
    drops.count(kind, "192.0.2.9", "again");
    drops.count(kind, "192.0.2.9", "and again");
    assertThat(told).containsExactly("192.0.2.0 reason 0", "192.0.2.9 again");
    assertThat(drops.of(kind)).isEqualTo(FLOOD + 2);
    for (Kind other : Kind.values()) {
      assertThat(drops.of(other)).isEqualTo(other == kind ? FLOOD + 2 : 0);
    }
  }
}
