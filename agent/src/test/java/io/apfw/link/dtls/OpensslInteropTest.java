package io.apfw.link.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.net.UdpRelay;
import io.apfw.drills.net.UdpRelay.Treatment;
import io.apfw.fixtures.pki.KeyKind;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.link.transport.CapwapUdp.Port;
import io.apfw.storage.trust.ChainVerifier;
import io.apfw.storage.trust.NoUsagePolicy;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions with {@code openssl s_server}, behind a relay that takes the CAPWAP DTLS header off. */
@Tag("interop")
class OpensslInteropTest {
  private static final DtlsSettings SETTINGS = new DtlsSettings(15_000, false);
  private static final DtlsSettings LEGACY = new DtlsSettings(15_000, true);
  private static final String KEY = "000102030405060708090a0b0c0d0e0f";
  private static final Treatment LOSSLESS = (wtp, toWtp, datagram) -> datagram;

  @TempDir private static Path directory;
  private static TestAuthority root;

  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeAll
  static void certificates() throws IOException {
    root = TestAuthority.root("interop root");
    root.writeCertificate(directory.resolve("root.pem"));
    for (KeyKind kind : List.of(KeyKind.EC_P256, KeyKind.RSA_2048)) {
      root.issue(LeafSpec.of("ac", Purpose.CAPWAP_AC).with(kind))
          .write(directory.resolve(kind + "-ac.key"), directory.resolve(kind + "-ac.pem"));
      root.issue(LeafSpec.of("wtp", Purpose.CAPWAP_WTP).with(kind))
          .write(directory.resolve(kind + "-wtp.key"), directory.resolve(kind + "-wtp.pem"));
    }
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EC_P256, ECDHE-ECDSA-AES128-GCM-SHA256",
    "EC_P256, ECDHE-ECDSA-AES256-GCM-SHA384",
    "EC_P256, ECDHE-ECDSA-CHACHA20-POLY1305",
    "RSA_2048, ECDHE-RSA-AES128-GCM-SHA256",
    "RSA_2048, ECDHE-RSA-CHACHA20-POLY1305",
    "RSA_2048, DHE-RSA-AES128-GCM-SHA256",
    "RSA_2048, DHE-RSA-AES128-SHA",
  })
  void mutualCertificates(KeyKind kind, String cipher) throws Exception {
    OpensslServer server = server(certificates(kind, "-dtls1_2", "-cipher", cipher));
    LiveWtp wtp = wtp();
    wtp.connect(connector(kind, SETTINGS), Port.CONTROL, relay(server, LOSSLESS).port(), null);

    assertThat(wtp.agreement()).isEqualTo(new DtlsAgreement("CN=ac,O=apfw test", "", false));
    server.awaitLine("CIPHER is " + cipher);
    talk(server, wtp);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PSK-AES128-GCM-SHA256",
        "DHE-PSK-AES128-GCM-SHA256",
        "ECDHE-PSK-CHACHA20-POLY1305",
        "ECDHE-PSK-AES128-CBC-SHA256",
        "DHE-PSK-AES128-CBC-SHA",
        "PSK-AES128-CBC-SHA",
      })
  void preSharedKeys(String cipher) throws Exception {
    OpensslServer server = server(psk(KEY, cipher));
    LiveWtp wtp = wtp();
    wtp.connect(psk(SETTINGS), Port.CONTROL, relay(server, LOSSLESS).port(), null);

    assertThat(wtp.agreement()).isEqualTo(new DtlsAgreement("PSK lobby-1", "", false));
    server.awaitLine("CIPHER is " + cipher);
    talk(server, wtp);
  }

  @Test
  void aWrongPreSharedKeyEndsAndSaysWhatItMayBe() throws Exception {
    OpensslServer server = server(psk("ff" + KEY, "PSK-AES128-GCM-SHA256"));
    LiveWtp wtp = wtp();
    DtlsConnector connector = psk(new DtlsSettings(1_500, false));
    wtp.connect(connector, Port.CONTROL, relay(server, LOSSLESS).port(), null);

    assertThat(wtp.next())
        .asString()
        .startsWith("authentication failed: ")
        .contains("another pre-shared key for identity 'lobby-1'")
        .contains("dtls.pskKeyFile");
  }

  @ParameterizedTest
  @CsvSource({
    "-dtls1_2, AES128-SHA, RSA key transport",
    "-dtls1, AES128-SHA, DTLS 1.0 and RSA key transport",
    "-dtls1, DHE-RSA-AES128-SHA, DTLS 1.0",
  })
  void legacyAcsWhenTheConfigurationAllowsThem(String version, String cipher, String legacy)
      throws Exception {
    KeyKind rsa = KeyKind.RSA_2048;
    OpensslServer server = server(certificates(rsa, version, "-cipher", cipher + ":@SECLEVEL=0"));
    LiveWtp wtp = wtp();
    wtp.connect(connector(rsa, LEGACY), Port.CONTROL, relay(server, LOSSLESS).port(), null);

    assertThat(wtp.agreement()).isEqualTo(new DtlsAgreement("CN=ac,O=apfw test", legacy, false));
    talk(server, wtp);
  }

  @ParameterizedTest
  @CsvSource({"-dtls1_2, AES128-SHA", "-dtls1, AES128-SHA"})
  void noLegacyOtherwise(String version, String cipher) throws Exception {
    KeyKind rsa = KeyKind.RSA_2048;
    OpensslServer server = server(certificates(rsa, version, "-cipher", cipher + ":@SECLEVEL=0"));
    LiveWtp wtp = wtp();
    wtp.connect(connector(rsa, SETTINGS), Port.CONTROL, relay(server, LOSSLESS).port(), null);

    assertThat(wtp.next()).asString().startsWith("failed: the AC ended the handshake: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-listen", "-mtu 500", "-listen -mtu 500"})
  void cookiesAndSmallMtus(String options) throws Exception {
    KeyKind rsa = KeyKind.RSA_2048; // its flights are the longest
    OpensslServer server = server(certificates(rsa, ("-dtls1_2 " + options).split(" ")));
    List<Integer> toWtpBytes = new ArrayList<>();
    Treatment measure =
        (wtp, toWtp, datagram) -> {
          if (toWtp) {
            toWtpBytes.add(datagram.length);
          }
          return datagram;
        };
    LiveWtp wtp = wtp();
    wtp.connect(connector(rsa, SETTINGS), Port.CONTROL, relay(server, measure).port(), null);

    assertThat(wtp.agreement().peer()).isEqualTo("CN=ac,O=apfw test");
    talk(server, wtp);
    if (options.contains("-mtu")) {
      assertThat(toWtpBytes).hasSizeGreaterThan(3).allMatch(bytes -> bytes <= 500);
    }
  }

  /** Each of the handshake's first datagrams is lost once, on either way. */
  @ParameterizedTest
  @CsvSource({"false, 0", "false, 1", "true, 0", "true, 1"})
  void lostFlights(boolean toWtp, int lost) throws Exception {
    KeyKind kind = KeyKind.EC_P256;
    OpensslServer server = server(certificates(kind, "-dtls1_2", "-mtu", "500"));
    AtomicInteger seen = new AtomicInteger();
    Treatment lossy =
        (wtp, direction, datagram) ->
            direction == toWtp && seen.getAndIncrement() == lost ? null : datagram;
    LiveWtp wtp = wtp();
    wtp.connect(connector(kind, SETTINGS), Port.CONTROL, relay(server, lossy).port(), null);

    assertThat(wtp.agreement().peer()).isEqualTo("CN=ac,O=apfw test");
    talk(server, wtp);
    assertThat(seen).hasValueGreaterThan(lost);
  }

  /** RFC 5415 section 4.4.3, as far as a server of one port goes. */
  @ParameterizedTest
  @ValueSource(strings = {"certificate", "psk"})
  void aSecondSessionFromAnotherPortResumesTheFirst(String credentials) throws Exception {
    KeyKind kind = KeyKind.EC_P256;
    boolean psk = credentials.equals("psk");
    OpensslServer server =
        server(
            psk ? psk(KEY, "PSK-AES128-GCM-SHA256") : certificates(kind, "-dtls1_2", "-no_ticket"));
    DtlsConnector connector = psk ? psk(SETTINGS) : connector(kind, SETTINGS);
    int port = relay(server, LOSSLESS).port();
    LiveWtp wtp = wtp();
    DtlsSession control = wtp.connect(connector, Port.CONTROL, port, null);
    assertThat(wtp.agreement().resumed()).isFalse();
    talk(server, wtp);
    wtp.closeSession();
    server.awaitLine("DONE");

    wtp.connect(connector, Port.DATA, port, control);
    assertThat(wtp.agreement().resumed()).isTrue();
    server.awaitLine("Reused session-id");
    talk(server, wtp);
  }

  /** RFC 6347 section 4.2.4: in a resumed handshake the last flight is the client's. */
  @Test
  void theLastFlightOfAResumedHandshakeIsSentAgainWhenItIsLost() throws Exception {
    KeyKind kind = KeyKind.EC_P256;
    OpensslServer server = server(certificates(kind, "-dtls1_2", "-no_ticket"));
    DtlsConnector connector = connector(kind, SETTINGS);
    AtomicInteger toLose = new AtomicInteger();
    int port =
        relay(
                server,
                (wtp, toWtp, records) ->
                    !toWtp && isOfLastFlight(records) && toLose.getAndDecrement() > 0
                        ? null
                        : records)
            .port();
    LiveWtp wtp = wtp();
    DtlsSession control = wtp.connect(connector, Port.CONTROL, port, null);
    assertThat(wtp.agreement().resumed()).isFalse();
    wtp.closeSession();
    server.awaitLine("DONE");

    toLose.set(2);
    wtp.connect(connector, Port.DATA, port, control);
    assertThat(wtp.agreement().resumed()).isTrue();
    server.awaitLine("Reused session-id");
    talk(server, wtp);
    assertThat(toLose).as("what was to be lost").matches(left -> left.get() <= 0);
  }

  /** ChangeCipherSpec, or a handshake record that is encrypted. */
  private static boolean isOfLastFlight(byte[] records) {
    return records[0] == 20 || (records[0] == 22 && records[4] == 1);
  }

  private static void talk(OpensslServer server, LiveWtp wtp) throws Exception {
    wtp.send("from the WTP\n");
    server.awaitLine("from the WTP");
    server.say("from the AC");
    assertThat(wtp.next()).isEqualTo("from the AC\n");
  }

  private OpensslServer server(List<String> options) throws Exception {
    OpensslServer server = new OpensslServer(directory, options);
    open.add(0, server);
    return server;
  }

  private UdpRelay relay(OpensslServer server, Treatment treatment) throws IOException {
    UdpRelay relay = new UdpRelay(server.address());
    relay.treat(UdpRelay.withoutCapwapHeader(treatment));
    open.add(0, relay);
    return relay;
  }

  private LiveWtp wtp() throws IOException {
    LiveWtp wtp = new LiveWtp();
    open.add(0, wtp);
    return wtp;
  }

  private static List<String> certificates(KeyKind kind, String... more) {
    List<String> options =
        new ArrayList<>(
            List.of("-cert", kind + "-ac.pem", "-key", kind + "-ac.key", "-CAfile", "root.pem"));
    // OpenSSL 3.0 knows no purpose for CAPWAP's extended key usages.
    options.addAll(List.of("-Verify", "2", "-verify_return_error", "-purpose", "any"));
    options.addAll(List.of(more));
    return options;
  }

  private static List<String> psk(String key, String cipher) {
    return List.of(
        "-dtls1_2", "-nocert", "-psk_identity", "lobby-1", "-psk", key, "-cipher", cipher);
  }

  private static DtlsConnector psk(DtlsSettings settings) {
    return new DtlsConnector(new DtlsPsk("lobby-1", HexFormat.of().parseHex(KEY)), settings);
  }

  private static DtlsConnector connector(KeyKind kind, DtlsSettings settings) throws Exception {
    ChainVerifier verifier =
        new ChainVerifier(TrustStore.load(directory.resolve("root.pem")), NoUsagePolicy.REFUSE);
    return new DtlsConnector(
        DtlsIdentity.load(
            directory.resolve(kind + "-wtp.pem"), directory.resolve(kind + "-wtp.key")),
        new CapwapAcPolicy(verifier, TrustedClock.believing(InstantSource.system())),
        settings);
  }
}
