package io.apfw.link.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.link.dtls.TestAc.Manners;
import io.apfw.link.dtls.TestAc.Suite;
import io.apfw.storage.trust.ChainVerifier;
import io.apfw.storage.trust.NoUsagePolicy;
import io.apfw.storage.trust.ProvenTime;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustedClock;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.bouncycastle.tls.CipherSuite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are DTLS by and large, as field controllers are. */
class BendingServerTest {
  @TempDir Path directory;
  private static final int DTLS_1_0 = 0xfeff;

  /** No path is too small for a datagram of this many bytes (RFC 791). */
  private static final int ANY_PATH_BYTES = 576 - 28 - 4;

  private static TestAuthority pki;
  private static DtlsIdentity acIdentity;
  private static DtlsIdentity wtpIdentity;

  private @Nullable TestAc ac;
  private @Nullable Wtp wtp;

  @BeforeAll
  static void certificates() {
    pki = TestAuthority.root("root");
    acIdentity = identity(pki.issue(LeafSpec.of("ac", Purpose.CAPWAP_AC)));
    wtpIdentity = identity(pki.issue(LeafSpec.of("wtp", Purpose.CAPWAP_WTP)));
  }

  @AfterEach
  void end() throws InterruptedException {
    if (wtp != null) {
      wtp.session.abort();
    }
    if (ac != null) {
      ac.close();
    }
  }

  /** Also under the version of DTLS 1.0, which has no cookie of more than 32 bytes. */
  @ParameterizedTest
  @CsvSource({
    "0, feff",
    "1, feff",
    "8, feff",
    "9, feff",
    "16, feff",
    "32, feff",
    "33, feff",
    "255, feff",
    "0, fefd",
    "1, fefd",
    "32, fefd",
    "255, fefd",
  })
  void cookiesOfAnyLengthUnderEitherVersion(int cookieBytes, String version) throws Exception {
    Manners manners =
        new Manners(cookieBytes, Integer.parseInt(version, 16), DtlsSession.RECORD_BYTES_MAX);
    Wtp client = connect(manners, InstantSource.system());

    assertThat(client.until(1)).startsWith("established CN=ac");
    client.roundTrip("hello");
    assertThat(theAc().hellos).hasSize(2);
  }

  /** Some ACs look for the cookie in one datagram before they keep any state. */
  @ParameterizedTest
  @ValueSource(ints = {0, 255})
  void aClientHelloIsOneFragmentThatFitsAnyPath(int cookieBytes) throws Exception {
    Wtp client =
        connect(
            new Manners(cookieBytes, DTLS_1_0, DtlsSession.RECORD_BYTES_MAX),
            InstantSource.system());
    assertThat(client.until(1)).startsWith("established");

    assertThat(theAc().hellos)
        .hasSize(2)
        .allSatisfy(
            hello -> {
              assertThat(hello.length).isLessThanOrEqualTo(ANY_PATH_BYTES);
              ByteBuffer bytes = ByteBuffer.wrap(hello);
              int messageBytes = bytes.getInt(13) & 0xffffff;
              assertThat(messageBytes).isEqualTo(hello.length - 25);
              assertThat(bytes.getInt(18) & 0xffffff).as("fragment offset").isZero();
              assertThat(bytes.getInt(21) & 0xffffff).as("fragment").isEqualTo(messageBytes);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 500})
  void aHandshakeInSmallPieces(int datagramBytes) throws Exception {
    Wtp client = connect(new Manners(32, DTLS_1_0, datagramBytes), InstantSource.system());

    assertThat(client.until(1)).startsWith("established CN=ac");
    client.roundTrip("hello");
  }

  @Test
  void aClockThatWasNeverSetIsNamed() throws Exception {
    Instant sinceBoot = Instant.ofEpochSecond(97);
    Wtp client = connect(Manners.USUAL, () -> sinceBoot);

    assertThat(client.until(1))
        .startsWith("authentication failed: the AC's certificate is refused: ")
        .contains("begins at")
        .contains("now is 1970-01-01T00:01:37Z, by the system clock: set it if it is wrong");
  }

  /** The AP has no other way to the time than through its AC. */
  @Test
  void anApWithoutTheTimeJoins() throws Exception {
    TrustedClock clock =
        TrustedClock.keptIn(
            ProvenTime.at(directory.resolve("clock.state")),
            () -> Instant.ofEpochSecond(97),
            TestAuthority.NOT_BEFORE.minusSeconds(86_400),
            TrustedClock.AHEAD_DAYS_DEFAULT,
            warning -> {
              throw new AssertionError(warning);
            });
    Wtp client = connect(Manners.USUAL, clock);

    assertThat(client.until(1)).startsWith("established CN=ac");
    assertThat(clock.reading().at()).isEqualTo(TestAuthority.NOT_BEFORE);
  }

  private Wtp connect(Manners manners, InstantSource clock) {
    return connect(manners, TrustedClock.believing(clock));
  }

  private Wtp connect(Manners manners, TrustedClock clock) {
    ChainVerifier verifier =
        new ChainVerifier(new TrustStore(List.of(pki.certificate())), NoUsagePolicy.REFUSE);
    Suite suite = new Suite(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, false);
    BlockingQueue<byte[]> toWtp = new LinkedBlockingQueue<>();
    TestAc server = new TestAc(acIdentity, verifier, suite, manners, toWtp::add);
    DtlsConnector connector =
        new DtlsConnector(
            wtpIdentity, new CapwapAcPolicy(verifier, clock), new DtlsSettings(10_000, false));
    Wtp client = new Wtp(connector, server, toWtp);
    server.start();
    ac = server;
    wtp = client;
    return client;
  }

  private TestAc theAc() {
    if (ac == null) {
      throw new IllegalStateException("no AC yet");
    }
    return ac;
  }

  private static DtlsIdentity identity(TestIdentity issued) {
    return new DtlsIdentity(issued.key(), issued.chain());
  }
}
