package io.apfw.link.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.agent.Patience;
import io.apfw.fixtures.pki.KeyKind;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.link.dtls.TestAc.Manners;
import io.apfw.link.dtls.TestAc.Suite;
import io.apfw.storage.trust.ChainVerifier;
import io.apfw.storage.trust.NoUsagePolicy;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustedClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.CipherSuite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DtlsSessionTest {
  private static final int FORGED_DATAGRAMS = 60_000;
  private static final DtlsSettings SETTINGS = new DtlsSettings(Patience.MILLIS, false);
  private static final DtlsSettings WITH_LEGACY = new DtlsSettings(Patience.MILLIS, true);
  private static final Suite ECDSA =
      new Suite(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, false);

  /** RFC 5415 section 2.4.4.3 wants the MAC address for a common name. */
  private static final String MAC = "02:00:5e:10:00:01";

  private static TestAuthority pki;
  private static TestAuthority otherPki;
  private static DtlsIdentity wtpEc;
  private static DtlsIdentity wtpRsa;
  private static DtlsIdentity acEc;
  private static DtlsIdentity acRsa;

  private @Nullable TestAc ac;
  private @Nullable Wtp wtp;

  @BeforeAll
  static void certificates() throws Exception {
    pki = TestAuthority.root("root");
    otherPki = TestAuthority.root("other root");
    wtpEc = issue(pki, KeyKind.EC_P256, Purpose.CAPWAP_WTP);
    wtpRsa = issue(pki, KeyKind.RSA_2048, Purpose.CAPWAP_WTP);
    acEc = issue(pki, KeyKind.EC_P256, Purpose.CAPWAP_AC);
    acRsa = issue(pki, KeyKind.RSA_2048, Purpose.CAPWAP_AC);
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

  /** The cipher suites that sessions are tried with; each has its own shape of records. */
  private enum Trial {
    ECDSA_GCM(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, false, false),
    RSA_GCM_256(CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, false, true),
    ECDSA_CHACHA(CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, false, false),
    DHE_RSA_CBC(CipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA, false, true),
    DHE_RSA_CBC_ENCRYPT_THEN_MAC(CipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA, true, true),
    RSA_KEY_TRANSPORT(CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA, false, true);

    final boolean rsa;
    private final int number;
    private final boolean encryptThenMac;

    Trial(int number, boolean encryptThenMac, boolean rsa) {
      this.number = number;
      this.encryptThenMac = encryptThenMac;
      this.rsa = rsa;
    }

    Suite suite() {
      return new Suite(number, encryptThenMac);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothWaysWithEachCipherSuiteWithinOneDatagram(Trial trial) throws Exception {
    Wtp client = established(trial);

    assertThat(client.session.sendBytesMax()).isGreaterThanOrEqualTo(1377 + 16);
    assertThat(client.agreed)
        .isEqualTo(
            new DtlsAgreement(
                "CN=02:00:5e:10:00:01,O=apfw test",
                trial == Trial.RSA_KEY_TRANSPORT ? "RSA key transport" : "",
                false));
    client.roundTrip("x".repeat(client.session.sendBytesMax()));
    client.roundTrip("and on");
    assertThat(theAc().largestDatagram).isLessThanOrEqualTo(1468);
  }

  @Test
  void moreThanOneRecordOfPlaintextIsTheCallersMistake() throws Exception {
    Wtp client = established(Trial.ECDSA_GCM);
    ByteBuffer tooMuch = ByteBuffer.allocate(client.session.sendBytesMax() + 1);

    assertThatThrownBy(() -> client.session.send(tooMuch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1432 bytes for one DTLS record: at most 1431");
  }

  @ParameterizedTest
  @CsvSource({"RSA,RSA", "RSA,EC", "EC,RSA"})
  void eachKindOfKeyOnEitherSide(String ofWtp, String ofAc) throws Exception {
    boolean rsa = ofAc.equals("RSA");
    int suite =
        rsa
            ? CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
            : CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
    Wtp client =
        connect(
            ofWtp.equals("RSA") ? wtpRsa : wtpEc,
            rsa ? acRsa : acEc,
            NoUsagePolicy.REFUSE,
            new Suite(suite, false),
            SETTINGS);

    assertThat(client.until(1)).startsWith("established CN=02:00:5e:10:00:01");
  }

  @Test
  void anAcOfAnotherAuthorityIsRefused() throws Exception {
    assertRefused(
        issue(otherPki, KeyKind.EC_P256, Purpose.CAPWAP_AC), "does not lead to a trusted root");
    assertThat(theAc().handshake.get(Patience.SECONDS, TimeUnit.SECONDS))
        .contains("certificate_unknown");
  }

  @Test
  void aWtpsCertificateDoesNotMakeAnAc() throws Exception {
    assertRefused(
        issue(pki, KeyKind.EC_P256, Purpose.CAPWAP_WTP), "needed is CAPWAP_AC 1.3.6.1.5.5.7.3.18");
  }

  @Test
  void anExpiredAcIsRefused() throws Exception {
    Instant lastWeek = Instant.now().minus(Duration.ofDays(7));
    assertRefused(valid(lastWeek), "expired at");
  }

  @Test
  void anAcOfTomorrowIsRefused() throws Exception {
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    assertRefused(valid(tomorrow), "begins at");
  }

  @Test
  void anyExtendedKeyUsageMakesAnAc() throws Exception {
    Wtp client =
        connect(
            wtpEc, issue(pki, KeyKind.EC_P256, Purpose.ANY), NoUsagePolicy.REFUSE, ECDSA, SETTINGS);

    assertThat(client.until(1)).startsWith("established CN=02:00:5e:10:00:01");
  }

  @Test
  void aCertificateWithoutUsageIsAMatterOfPolicy() throws Exception {
    DtlsIdentity without = issue(pki, KeyKind.EC_P256);
    assertRefused(without, "has no extended key usage");
    end();

    Wtp client = connect(wtpEc, without, NoUsagePolicy.ACCEPT, ECDSA, SETTINGS);

    assertThat(client.until(1)).startsWith("established CN=02:00:5e:10:00:01");
  }

  @Test
  void anAcThatRefusesOurCertificateIsAnAuthenticationFailure() throws Exception {
    DtlsIdentity stranger = issue(otherPki, KeyKind.EC_P256, Purpose.CAPWAP_WTP);
    Wtp client = connect(stranger, acEc, NoUsagePolicy.REFUSE, ECDSA, SETTINGS);

    assertThat(client.until(1))
        .isEqualTo("authentication failed: the AC refuses this WTP's certificate: unknown_ca(48)");
  }

  @Test
  void noCommonCipherSuiteIsNoAuthenticationFailure() throws Exception {
    Wtp client =
        connect(wtpRsa, acRsa, NoUsagePolicy.REFUSE, Trial.RSA_KEY_TRANSPORT.suite(), SETTINGS);

    assertThat(client.until(1))
        .isEqualTo("failed: the AC ended the handshake: handshake_failure(40)");
  }

  @Test
  void aSilentAcTimesOut() throws Exception {
    wtp =
        new Wtp(
            connector(wtpEc, NoUsagePolicy.REFUSE, new DtlsSettings(50, false)),
            out -> {},
            new LinkedBlockingQueue<>());

    assertThat(wtp.until(1)).isEqualTo("failed: no DTLS session within 50 ms");
  }

  @Test
  void anAbortedHandshakeEndsItsWorkerAndIsNotHeardOf() throws Exception {
    wtp =
        new Wtp(
            connector(wtpEc, NoUsagePolicy.REFUSE, SETTINGS),
            out -> {},
            new LinkedBlockingQueue<>());
    wtp.session.abort();
    Runnable result = wtp.tasks.poll(Patience.SECONDS, TimeUnit.SECONDS);

    assertThat(result).isNotNull();
    result.run();
    assertThat(wtp.heard).isEmpty();
  }

  @Test
  void aSessionClosedBeforeTheHandOverIsNotHeardOfAndTellsTheAc() throws Exception {
    Wtp client = connect(wtpEc, acEc, NoUsagePolicy.REFUSE, ECDSA, SETTINGS);
    client.untilATaskWaits();
    client.session.close();
    client.tasks.remove().run();

    assertThat(client.heard).isEmpty();
  }

  @Test
  void closeSendsCloseNotify() throws Exception {
    Wtp client = established(Trial.ECDSA_GCM);
    client.session.close();
    client.send("too late");

    assertThat(theAc().end.get(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo("close_notify");
    assertThat(client.heard).hasSize(1);
  }

  @Test
  void theAcsCloseNotifyIsHeardOnce() throws Exception {
    Wtp client = established(Trial.ECDSA_GCM);
    theAc().close();

    assertThat(client.until(2)).isEqualTo("closed: the AC sent close_notify");
    client.send("too late");
    client.receive(new byte[20]);
    assertThat(client.heard).hasSize(2);
  }

  @Test
  void datagramsBetweenTheHandshakesEndAndTheHandOverAreNotLost() throws Exception {
    Wtp client = connect(wtpEc, acEc, NoUsagePolicy.REFUSE, ECDSA, SETTINGS);
    client.untilATaskWaits();
    assertThat(theAc().handshake.get(Patience.SECONDS, TimeUnit.SECONDS)).isNull();
    theAc().say("first");
    theAc().say("second");
    client.receive(client.nextDatagram());
    client.receive(client.nextDatagram());
    assertThat(client.heard).isEmpty();
    client.tasks.remove().run();

    assertThat(client.heard.subList(1, 3)).containsExactly("received first", "received second");
  }

  @Test
  void severalRecordsInOneDatagramAreAllHeard() throws Exception {
    Wtp client = established(Trial.ECDSA_GCM);
    theAc().say("one");
    theAc().say("two");
    byte[] one = client.nextDatagram();
    byte[] two = client.nextDatagram();
    byte[] forged = {23, (byte) 0xfe, (byte) 0xfd, 0, 1, 0, 0, 0, 0, 0, 9, 0, 1, 7};
    client.receive(joined(one, forged, two));

    assertThat(client.heard.subList(1, 3)).containsExactly("received one", "received two");
    assertThat(client.session.counters()).isEqualTo(new DtlsCounters(1, 0, 0));
  }

  @Test
  void aReplayedDatagramIsCountedAndDropped() throws Exception {
    Wtp client = established(Trial.ECDSA_GCM);
    theAc().say("once");
    byte[] datagram = client.nextDatagram();
    client.receive(datagram.clone());
    client.receive(datagram);

    assertThat(client.heard).hasSize(2);
    assertThat(client.session.counters()).isEqualTo(new DtlsCounters(0, 1, 0));
  }

  @ParameterizedTest
  @EnumSource
  void forgedDatagramsDoNotEndASession(Trial trial) throws Exception {
    long seed = trial.name().hashCode();
    Wtp client = established(trial);
    theAc().say("genuine");
    byte[] genuine = client.nextDatagram();
    client.receive(genuine.clone());
    Forger forger = new Forger(new Random(seed), genuine);

    for (int i = 1; i <= FORGED_DATAGRAMS; i++) {
      client.receive(forger.next());
      if (client.heard.size() != 2) {
        throw new AssertionError("seed %d, datagram %d: %s".formatted(seed, i, client.heard));
      }
    }

    client.roundTrip("still here");
    DtlsCounters counters = client.session.counters();
    assertThat(counters.forged()).isGreaterThan(FORGED_DATAGRAMS / 2);
    assertThat(counters.undecryptable())
        .as("went as far as the cipher")
        .isGreaterThan(FORGED_DATAGRAMS / 10);
  }

  private static DtlsIdentity issue(TestAuthority by, KeyKind kind, Purpose... purposes) {
    return identity(by.issue(LeafSpec.of(MAC, purposes).with(kind)));
  }

  private static DtlsIdentity valid(Instant from) {
    LeafSpec spec = LeafSpec.of(MAC, Purpose.CAPWAP_AC);
    return identity(pki.issue(spec.valid(from, from.plus(Duration.ofDays(1)))));
  }

  private static DtlsIdentity identity(TestIdentity issued) {
    return new DtlsIdentity(issued.key(), issued.chain());
  }

  private void assertRefused(DtlsIdentity acIdentity, String reason) throws Exception {
    Wtp client = connect(wtpEc, acIdentity, NoUsagePolicy.REFUSE, ECDSA, SETTINGS);
    assertThat(client.until(1)).startsWith("authentication failed: ").contains(reason);
  }

  private Wtp established(Trial trial) throws Exception {
    Wtp client =
        connect(wtpEc, trial.rsa ? acRsa : acEc, NoUsagePolicy.REFUSE, trial.suite(), WITH_LEGACY);
    assertThat(client.until(1)).startsWith("established CN=02:00:5e:10:00:01");
    assertThat(theAc().handshake.get(Patience.SECONDS, TimeUnit.SECONDS)).isNull();
    return client;
  }

  private Wtp connect(
      DtlsIdentity wtpIdentity,
      DtlsIdentity acIdentity,
      NoUsagePolicy policy,
      Suite suite,
      DtlsSettings settings) {
    ChainVerifier clients =
        new ChainVerifier(new TrustStore(List.of(pki.certificate())), NoUsagePolicy.REFUSE);
    BlockingQueue<byte[]> toWtp = new LinkedBlockingQueue<>();
    TestAc server = new TestAc(acIdentity, clients, suite, Manners.USUAL, toWtp::add);
    Wtp client = new Wtp(connector(wtpIdentity, policy, settings), server, toWtp);
    server.start();
    ac = server;
    wtp = client;
    return client;
  }

  private static DtlsConnector connector(
      DtlsIdentity identity, NoUsagePolicy policy, DtlsSettings settings) {
    ChainVerifier verifier = new ChainVerifier(new TrustStore(List.of(pki.certificate())), policy);
    return new DtlsConnector(
        identity,
        new CapwapAcPolicy(verifier, TrustedClock.believing(InstantSource.system())),
        settings);
  }

  private TestAc theAc() {
    if (ac == null) {
      throw new IllegalStateException("no AC yet");
    }
    return ac;
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(2048);
    for (byte[] part : parts) {
      all.put(part);
    }
    byte[] bytes = new byte[all.position()];
    all.flip().get(bytes);
    return bytes;
  }
}
