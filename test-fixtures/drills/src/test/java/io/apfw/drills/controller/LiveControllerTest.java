package io.apfw.drills.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.element.ImageBlock;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.InitiateDownload;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.message.ChangeStateEventRequest;
import io.apfw.capwap.wire.message.ConfigurationStatusRequest;
import io.apfw.capwap.wire.message.Decoded;
import io.apfw.capwap.wire.message.DiscoveryRequest;
import io.apfw.capwap.wire.message.DiscoveryResponse;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wire.message.JoinRequest;
import io.apfw.capwap.wire.message.JoinResponse;
import io.apfw.capwap.wire.message.ResetRequest;
import io.apfw.capwap.wire.message.ResetResponse;
import io.apfw.drills.Patience;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerConfig.Timers;
import io.apfw.drills.controller.ControllerNote.DtlsRefused;
import io.apfw.drills.controller.ControllerNote.SessionEnded;
import io.apfw.drills.controller.ControllerNote.StateEntered;
import io.apfw.drills.dtls.AcIdentity;
import io.apfw.drills.dtls.TrustedWtp;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.trust.TrustStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiveControllerTest {
  private static final TestAuthority ROOT = TestAuthority.root("drill root");
  private static final TestIdentity AC = ROOT.issue(LeafSpec.of("ac", Purpose.CAPWAP_AC));
  private static final TestIdentity WTP = ROOT.issue(LeafSpec.of("wtp", Purpose.CAPWAP_WTP));
  private static final SessionId ID = new SessionId(Octets.hex("000102030405060708090a0b0c0d0e0f"));
  private static final int BLOCK_BYTES = 1377;

  @TempDir private Path directory;
  private final BlockingQueue<ControllerNote> notes = new LinkedBlockingQueue<>();
  private byte[] image = new byte[0];
  private LiveController controller;

  @BeforeEach
  void start() throws IOException {
    image = new byte[10 * BLOCK_BYTES + 1];
    new Random(1).nextBytes(image);
    Path file = Files.write(directory.resolve("ap1g8"), image);
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    controller =
        LiveController.start(
            new ControllerConfig(
                "drill-ac",
                "127.0.0.1",
                "17.9.4.27",
                Map.of("ap1g8", new ImageFile("ap1g8", image.length, Octets.wrap(new byte[16]))),
                BLOCK_BYTES,
                ResultCode.SUCCESS,
                Set.of(DataChannel.CLEAR, DataChannel.DTLS),
                Download.BLOCKS,
                Timers.RFC5415),
            new ControllerSetup(
                anyPort,
                anyPort,
                new AcIdentity(AC.key(), AC.chain()),
                new TrustedWtp(new TrustStore(List.of(ROOT.certificate())), Clock.systemUTC()),
                Map.of("ap1g8", file),
                Tap.NONE),
            (peer, note) -> notes.add(note));
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  private <N extends ControllerNote> N awaitNote(Class<N> kind) throws InterruptedException {
    while (true) {
      ControllerNote note = notes.poll(Patience.SECONDS, TimeUnit.SECONDS);
      assertThat(note).as("a note of kind %s", kind.getSimpleName()).isNotNull();
      if (kind.isInstance(note)) {
        return kind.cast(note);
      }
    }
  }

  private TestWtp control() throws IOException {
    return new TestWtp(controller.controlAddress());
  }

  private TestWtp joined() throws IOException {
    TestWtp wtp = control().secured(WTP);
    assertThat(wtp.exchange(0, new JoinRequest(ID)).message()).isInstanceOf(JoinResponse.class);
    return wtp;
  }

  @Test
  void discoveryIsAnsweredInClear() throws IOException {
    try (TestWtp wtp = control()) {
      Decoded answer = wtp.exchangeClear(7, new DiscoveryRequest());

      assertThat(answer.sequence()).isEqualTo(7);
      assertThat(answer.message()).isInstanceOf(DiscoveryResponse.class);
    }
  }

  @Test
  void theImageComesThroughTheSessionByteByByte() throws IOException, InterruptedException {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    try (TestWtp wtp = joined()) {
      wtp.exchange(
          1, new ImageDataRequest(new ImageIdentifier(9, "ap1g8"), new InitiateDownload()));
      boolean last = false;
      while (!last) {
        Decoded request = wtp.receive();
        ImageBlock block = block(((ImageDataRequest) request.message()).imageData().orElseThrow());
        received.writeBytes(block.data().toArray());
        last = block.kind() == ImageBlock.Kind.LAST;
        wtp.send(request.sequence(), new ImageDataResponse(ResultCode.SUCCESS));
      }

      assertThat(received.toByteArray()).isEqualTo(image);
      ControllerNote.TransferAnswered end = awaitNote(ControllerNote.TransferAnswered.class);
      assertThat(end).isEqualTo(new ControllerNote.TransferAnswered(11, image.length, 1, 0));
      assertThat(controller.sentBytes()).isEqualTo(image.length);
    }
    assertThat(awaitNote(SessionEnded.class).reason()).contains("closed");
  }

  private static ImageBlock block(io.apfw.capwap.wire.element.ImageData element) {
    return ((Parsed.Value<ImageBlock>) ImageBlockDialect.RFC5415.read(element)).value();
  }

  @ParameterizedTest
  @EnumSource
  void aKeepAliveBringsTheWtpToRun(DataChannel channel) throws IOException, InterruptedException {
    try (TestWtp wtp = joined();
        TestWtp data = new TestWtp(controller.dataAddress())) {
      wtp.exchange(1, new ConfigurationStatusRequest());
      wtp.exchange(2, new ChangeStateEventRequest());
      if (channel == DataChannel.DTLS) {
        data.secured(WTP);
      }

      assertThat(data.keepAlive(ID)).isEqualTo(ID);
      assertThat(awaitNote(ControllerNote.DataChannelUp.class).channel()).isEqualTo(channel);
      assertThat(awaitNote(StateEntered.class).state()).isEqualTo(AcState.RUN);
    }
  }

  @Test
  void anOperatorsResetReachesTheWtpInRun() throws IOException, InterruptedException {
    try (TestWtp wtp = joined();
        TestWtp data = new TestWtp(controller.dataAddress())) {
      wtp.exchange(1, new ConfigurationStatusRequest());
      wtp.exchange(2, new ChangeStateEventRequest());
      data.keepAlive(ID);

      controller.resetAll();

      Decoded reset = wtp.receive();
      assertThat(reset.message()).isInstanceOf(ResetRequest.class);
      wtp.send(reset.sequence(), new ResetResponse(ResultCode.SUCCESS));
      assertThat(awaitNote(SessionEnded.class).reason()).isEqualTo("the WTP was reset");
    }
  }

  @Test
  void aCertificateForAnyPurposeWillDo() throws IOException {
    try (TestWtp wtp = control().secured(ROOT.issue(LeafSpec.of("wtp", Purpose.ANY)))) {
      assertThat(wtp.exchange(0, new JoinRequest(ID)).message()).isInstanceOf(JoinResponse.class);
    }
  }

  @Test
  void anAcsCertificateIsNotAWtps() throws IOException, InterruptedException {
    assertRefused(ROOT.issue(LeafSpec.of("other ac", Purpose.CAPWAP_AC)), "other ac");
  }

  @Test
  void aCertificateWithoutPurposeIsRefused() throws IOException, InterruptedException {
    assertRefused(ROOT.issue(LeafSpec.of("plain")), "plain");
  }

  @Test
  void aStrangersCertificateIsRefused() throws IOException, InterruptedException {
    assertRefused(
        TestAuthority.root("stranger").issue(LeafSpec.of("wtp", Purpose.CAPWAP_WTP)),
        "trusted root");
  }

  @Test
  void aWtpWithoutCertificateIsRefused() throws IOException, InterruptedException {
    assertRefused(null, "no certificate");
  }

  private void assertRefused(@Nullable TestIdentity identity, String reason)
      throws IOException, InterruptedException {
    try (TestWtp wtp = control()) {
      assertThatThrownBy(() -> wtp.secured(identity)).isInstanceOf(IOException.class);
      assertThat(awaitNote(DtlsRefused.class).reason()).contains(reason);
    }
  }
}
