package io.apfw.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.capwap.wire.Octets;
import io.apfw.machine.Step;
import io.apfw.tftp.SimTransfer.Network;
import io.apfw.tftp.TftpAction.Reason;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TftpClientTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final long MAX = 100_000_000;
  private static final SimServer.Kind MODERN = new SimServer.Kind(true, 1468, 16, 0, false);
  private static final SimServer.Kind OLD = new SimServer.Kind(false, 512, 1, 0, false);

  @Test
  void theRequestAsksForAllOptionsInModeOctet() {
    Step<TftpState, TftpAction> step = begin();
    assertThat(((TftpAction.Ask) step.actions().get(0)).datagram())
        .isEqualTo(
            Octets.utf8(
                "\0\1ap1g8\0octet\0tsize\0"
                    + "0\0timeout\0"
                    + "2\0blksize\0"
                    + "1468\0windowsize\0"
                    + "16\0"));
  }

  @Test
  void aServerWithoutOptionsSendsBlocksOf512() {
    byte[] file = file(1_300);
    SimTransfer transfer = transfer(file, OLD, Network.FINE, 1);
    assertThat(transfer.run()).isEqualTo(new TftpAction.Complete(1_300));
    assertThat(transfer.stored()).isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource({"512,0,1", "512,1,16", "64,1,1", "64,0,16", "64,0,64", "64,1,7"})
  void theBlocksOfSeventyMegabytesWrapTo(int blockBytes, int number, int window) {
    byte[] file = file(70_512_640 / 512 * blockBytes);
    SimServer.Kind kind = new SimServer.Kind(true, blockBytes, window, number, false);
    SimTransfer transfer = transfer(file, kind, Network.FINE, 2);
    assertThat(transfer.run()).isEqualTo(new TftpAction.Complete(file.length));
    assertThat(transfer.stored()).isEqualTo(file);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void wrappingSurvivesALossyNetwork(int number) {
    byte[] file = file(70_000 * 64);
    for (int seed = 0; seed < 3; seed++) {
      SimTransfer transfer =
          transfer(
              file, new SimServer.Kind(true, 64, 8, number, false), new Network(2, 2, 3), seed);
      assertThat(transfer.run())
          .as("seed %d", seed)
          .isEqualTo(new TftpAction.Complete(file.length));
      assertThat(transfer.stored()).as("seed %d", seed).isEqualTo(file);
    }
  }

  @Property(tries = 300)
  void whatIsStoredIsTheFileWhateverTheNetworkDoes(
      @ForAll @IntRange(max = 20_000) int length,
      @ForAll boolean options,
      @ForAll @IntRange(min = 8, max = 1468) int blockBytes,
      @ForAll @IntRange(min = 1, max = 32) int window,
      @ForAll boolean apprentice,
      @ForAll @IntRange(max = 12) int loss,
      @ForAll @IntRange(max = 40) int copies,
      @ForAll @IntRange(min = 1, max = 40) int delayMillisMax,
      @ForAll long seed) {
    byte[] file = file(length);
    SimServer.Kind kind = new SimServer.Kind(options, blockBytes, window, 0, apprentice);
    SimTransfer transfer = transfer(file, kind, new Network(loss, copies, delayMillisMax), seed);
    TftpAction end = transfer.run();
    if (end instanceof TftpAction.Complete) {
      assertThat(transfer.stored()).isEqualTo(file);
    } else {
      assertThat(file).startsWith(transfer.stored());
      assertThat(((TftpAction.Failed) end).reason()).isIn(Reason.NO_ANSWER, Reason.STALLED);
      assertThat(loss).as("only loss may end a transfer").isPositive();
    }
  }

  @Test
  void theApprenticeIsNotFed() {
    byte[] file = file(512 * 2_000);
    SimServer server = new SimServer(file, new SimServer.Kind(false, 512, 1, 0, true));
    SimTransfer transfer = new SimTransfer(client(), server, new Network(0, 100, 4), 4);
    assertThat(transfer.run()).isEqualTo(new TftpAction.Complete(file.length));
    // Every acknowledgement arrives twice, so such a server sends every block twice; no more.
    assertThat(server.blocksSent()).isLessThanOrEqualTo(2 * 2_001 + 2);
  }

  @Test
  void aForeignPortIsToldOffAndHarmsNothing() {
    TftpState receiving = receive(begin().state(), 4000, data(1, 512)).state();
    Step<TftpState, TftpAction> step = receive(receiving, 4001, data(2, 512));
    assertThat(step.state()).isEqualTo(receiving);
    assertThat(step.actions())
        .containsExactly(
            new TftpAction.Send(4001, new TftpPacket.Failure(5, "unknown transfer id").encode()));
    assertThat(receive(receiving, 4001, Octets.utf8("\0\5\0\5no\0")).actions()).isEmpty();
  }

  /** What it cites of a server goes into a datagram that has an end. */
  @Test
  void anOptionWithoutEndIsRefused() {
    String name = "\u00e4".repeat(500);
    Step<TftpState, TftpAction> refused =
        receive(begin().state(), 4000, Octets.utf8("\0\6" + name + "\0" + "1\0"));
    assertThat(refused.state()).isInstanceOf(TftpState.Ended.class);
    assertThat(refused.actions()).hasAtLeastOneElementOfType(TftpAction.Failed.class);
  }

  @Test
  void optionsThatAreRefusedAreNotAskedForAgain() {
    Step<TftpState, TftpAction> step =
        receive(begin().state(), 4000, Octets.utf8("\0\5\0\10no options\0"));
    assertThat(((TftpAction.Ask) step.actions().get(0)).datagram())
        .isEqualTo(Octets.utf8("\0\1ap1g8\0octet\0"));
  }

  @ParameterizedTest
  @CsvSource({
    "blksize,1469",
    "blksize,7",
    "windowsize,17",
    "windowsize,0",
    "timeout,3",
    "tsize,-1",
    "tsize,12345678901234567890",
    "multicast,x"
  })
  void anOptionThatWasNotAskedForEndsIt(String name, String value) {
    Step<TftpState, TftpAction> step =
        receive(begin().state(), 4000, Octets.utf8("\0\6" + name + '\0' + value + '\0'));
    assertThat(step.state()).isInstanceOf(TftpState.Ended.class);
    assertThat(step.actions().get(0))
        .isInstanceOfSatisfying(
            TftpAction.Send.class,
            send -> assertThat(send.datagram().hex()).startsWith("00050008"));
    assertThat(step.actions().get(1).toString()).contains(name).contains(value);
  }

  @Test
  void aFileLongerThanAllowedIsRefusedBeforeItsFirstBlock() {
    Step<TftpState, TftpAction> step =
        receive(begin().state(), 4000, Octets.utf8("\0\6tsize\0" + (MAX + 1) + '\0'));
    assertThat(failure(step).reason()).isEqualTo(Reason.TOO_LONG);
  }

  @Test
  void aServerThatLiesAboutTheLengthIsFound() {
    TftpState state = receive(begin().state(), 4000, Octets.utf8("\0\6tsize\0" + "600\0")).state();
    state = receive(state, 4000, data(1, 512)).state();
    assertThat(failure(receive(state, 4000, data(2, 87))).reason())
        .isEqualTo(Reason.LENGTH_DIFFERS);
    assertThat(failure(receive(state, 4000, data(2, 512))).reason())
        .isEqualTo(Reason.LENGTH_DIFFERS);
    assertThat(receive(state, 4000, data(2, 88)).actions()).contains(new TftpAction.Complete(600));
  }

  @Test
  void errorsOfTheServerSayWhatItSaid() {
    assertThat(failure(receive(begin().state(), 4000, Octets.utf8("\0\5\0\1File not found\0"))))
        .isEqualTo(
            new TftpAction.Failed(
                Reason.NO_SUCH_FILE, "the TFTP server says error 1: File not found"));
  }

  @Test
  void silenceEndsAfterTheRepetitions() {
    SimTransfer transfer = transfer(file(10), MODERN, new Network(100, 0, 1), 5);
    assertThat(((TftpAction.Failed) transfer.run()).reason()).isEqualTo(Reason.NO_ANSWER);
    assertThat(transfer.took().toSeconds()).isEqualTo(2 + 4 + 8 + 16 + 16 + 16);
  }

  @Property
  void junkNeverThrows(@ForAll byte[] junk, @ForAll boolean begun) {
    TftpState state = begin().state();
    if (begun) {
      state = receive(state, 4000, data(1, 512)).state();
    }
    Step<TftpState, TftpAction> step = receive(state, 4000, Octets.of(junk));
    assertThat(step.actions()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void aNameThatDoesNotFitIsRefusedAtOnce() {
    assertThatThrownBy(() -> new TftpClient("x".repeat(500), TftpConfig.defaults(MAX)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("512");
  }

  private static TftpClient client() {
    return new TftpClient("ap1g8", TftpConfig.defaults(MAX));
  }

  private static Step<TftpState, TftpAction> begin() {
    return client().step(new TftpState.Idle(), new TftpEvent.Begin(), NOW);
  }

  private static Step<TftpState, TftpAction> receive(TftpState state, int port, Octets datagram) {
    return client().step(state, new TftpEvent.Arrived(port, datagram), NOW);
  }

  private static TftpAction.Failed failure(Step<TftpState, TftpAction> step) {
    return (TftpAction.Failed) step.actions().get(step.actions().size() - 1);
  }

  private static Octets data(int block, int bytes) {
    return Octets.utf8("\0\3\0" + (char) block + "d".repeat(bytes));
  }

  private static SimTransfer transfer(
      byte[] file, SimServer.Kind kind, Network network, long seed) {
    return new SimTransfer(client(), new SimServer(file, kind), network, seed);
  }

  private static byte[] file(int bytes) {
    byte[] file = new byte[bytes];
    new Random(bytes).nextBytes(file);
    return file;
  }
}
