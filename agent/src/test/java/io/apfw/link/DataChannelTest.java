package io.apfw.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.message.DataChannelKeepAlive;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.link.Drops.Kind;
import io.apfw.report.Report;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A data channel in clear, and somebody who writes the AC's address on what he sends. */
class DataChannelTest {
  private static final InetSocketAddress AC = new InetSocketAddress("192.0.2.4", 5247);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Octets OURS = Octets.hex("0123456789abcdef0123456789abcdef");
  private static final Octets GUESSED = Octets.hex("00000000000000000000000000000000");
  private static final int FLOOD = 10_000;

  private final List<WtpEvent> heard = new ArrayList<>();
  private final List<ByteBuffer> sent = new ArrayList<>();
  private final CapwapLink.Events events =
      new CapwapLink.Events() {
        @Override
        public void on(WtpEvent event) {
          heard.add(event);
        }

        @Override
        public void say(Report report) {
          throw new AssertionError(report);
        }

        @Override
        public void dropped(String from, String reason) {}
      };
  private final Drops drops = new Drops(events);
  private final DataChannel channel =
      new DataChannel(
          AC,
          records -> {
            throw new AssertionError("DTLS");
          },
          sent::add,
          drops,
          events);

  @BeforeEach
  void open() {
    channel.openClear();
    channel.sendKeepAlive(OURS);
    heard.clear();
  }

  private static ByteBuffer keepAlive(Octets id) {
    return ByteBuffer.wrap(new DataChannelKeepAlive(new SessionId(id)).toPacket().encode());
  }

  private static ByteBuffer cutShort(ByteBuffer whole) {
    return whole.limit(whole.limit() - 1);
  }

  @Test
  void hostile_ofAFlood200DatagramsASecondAreDecodedAndAllAreCounted() {
    Random random = new Random(11);
    for (int i = 0; i < FLOOD; i++) {
      byte[] junk = new byte[random.nextInt(300)];
      random.nextBytes(junk);
      channel.receivedClear(i % 2 == 0 ? ByteBuffer.wrap(junk) : cutShort(keepAlive(OURS)), NOW);
    }
    assertThat(heard).isEmpty();
    assertThat(drops.of(Kind.TOO_MANY)).isEqualTo(FLOOD - 200);
    assertThat(drops.of(Kind.DATA_MALFORMED) + drops.of(Kind.DATA_FOREIGN)).isEqualTo(200);
    assertThat(drops.of(Kind.DATA_MALFORMED)).isGreaterThanOrEqualTo(100);
  }

  @Test
  void hostile_aFloodOfGuessedKeepAlivesKeepsOutNoKeepAliveOfThisSession() {
    for (int i = 0; i < FLOOD; i++) {
      channel.receivedClear(keepAlive(GUESSED), NOW);
    }
    assertThat(heard).hasSize(200).containsOnly(new WtpEvent.DataKeepAliveReceived(GUESSED));
    heard.clear();
    channel.receivedClear(keepAlive(OURS), NOW);
    assertThat(heard).containsExactly(new WtpEvent.DataKeepAliveReceived(OURS));
    assertThat(sent).containsExactly(keepAlive(OURS));
  }

  @Test
  void whatIsTheDataPlanesIsCountedAsSuch() {
    byte[] data = new CapwapPacket(CapwapHeader.control(), Octets.utf8("a frame")).encode();
    channel.receivedClear(ByteBuffer.wrap(data), NOW);
    assertThat(drops.of(Kind.DATA_FOREIGN)).isEqualTo(1);
    assertThat(heard).isEmpty();
  }

  @Test
  void hostile_dtlsOnAChannelInClearIsCounted() {
    channel.receivedDtls(ByteBuffer.allocate(64));
    assertThat(drops.of(Kind.DATA_FORBIDDEN)).isEqualTo(1);
    assertThat(heard).isEmpty();
  }
}
