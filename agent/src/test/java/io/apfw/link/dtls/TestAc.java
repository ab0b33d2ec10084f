package io.apfw.link.dtls;

import io.apfw.agent.Patience;
import io.apfw.storage.trust.ChainVerdict;
import io.apfw.storage.trust.ChainVerifier;
import io.apfw.storage.trust.ExtendedUsage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DTLSRequest;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DTLSVerifier;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.TlsCredentialedDecryptor;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCertificate;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.bouncycastle.tls.crypto.impl.jcajce.JceDefaultTlsCredentialedDecryptor;

/**
 * A DTLS server that demands a WTP's certificate and sends back what it gets, over queues. It asks
 * for a cookie first, as field controllers do.
 */
final class TestAc implements RecordSender {
  private static final byte[] QUIT = {};
  private static final byte[] SPEAK = {0};

  private final JcaTlsCrypto crypto = new JcaTlsCryptoProvider().create(new SecureRandom());
  private final BlockingQueue<byte[]> incoming = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> sayings = new LinkedBlockingQueue<>();
  private final Consumer<byte[]> outgoing;
  private final Server server;
  private final Manners manners;
  private final Thread thread = new Thread(this::serve, "test-ac");
  private volatile boolean closing;

  /** What ended the handshake, or null once it is established. */
  final CompletableFuture<String> handshake = new CompletableFuture<>();

  /** What the WTP said last: an alert's description, or "" if it only fell silent. */
  final CompletableFuture<String> end = new CompletableFuture<>();

  volatile int largestDatagram;

  /** The datagrams of the WTP up to the ClientHello that was taken. */
  final List<byte[]> hellos = new CopyOnWriteArrayList<>();

  TestAc(
      DtlsIdentity identity,
      ChainVerifier clients,
      Suite suite,
      Manners manners,
      Consumer<byte[]> outgoing) {
    this.outgoing = outgoing;
    this.manners = manners;
    this.server = new Server(identity, clients, suite);
  }

  /** A cipher suite, and whether CBC may authenticate the cipher text. */
  record Suite(int number, boolean encryptThenMac) {}

  /**
   * How this AC differs from others.
   *
   * @param cookieBytes of its HelloVerifyRequest, 0 to 255
   * @param helloVersion what the HelloVerifyRequest says in its record and its body
   * @param datagramBytesMax of its flights: its MTU, or the fragments it was told to send
   */
  record Manners(int cookieBytes, int helloVersion, int datagramBytesMax) {
    static final Manners USUAL = new Manners(32, 0xfeff, DtlsSession.RECORD_BYTES_MAX);
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void send(ByteBuffer records) {
    byte[] copy = new byte[records.remaining()];
    records.get(copy);
    largestDatagram = Math.max(largestDatagram, copy.length);
    incoming.add(copy);
  }

  /** Makes the AC send this, on its own thread. */
  void say(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sayings.add(bytes);
    incoming.add(SPEAK);
  }

  /** Ends the session from the AC's side, with close_notify. */
  void close() throws InterruptedException {
    closing = true;
    incoming.add(QUIT);
    thread.join(Patience.MILLIS);
  }

  private void serve() {
    try {
      DTLSRequest request = awaitCookie();
      DTLSTransport dtls = new DTLSServerProtocol().accept(server, new Queues(), request);
      handshake.complete(null);
      byte[] buffer = new byte[2048];
      while (!closing && !end.isDone()) {
        // Every datagram ends the call, SPEAK and QUIT among them.
        int length = receive(dtls, buffer);
        for (byte[] saying = sayings.poll(); saying != null; saying = sayings.poll()) {
          dtls.send(saying, 0, saying.length);
        }
        if (length > 0) {
          dtls.send(buffer, 0, length);
        }
      }
      dtls.close();
      end.complete("");
    } catch (IOException e) {
      handshake.complete(String.valueOf(e.getMessage()));
      end.complete("");
    }
  }

  private static int receive(DTLSTransport dtls, byte[] buffer) throws IOException {
    try {
      return dtls.receive(buffer, 0, buffer.length, Patience.MILLIS);
    } catch (InterruptedIOException e) {
      return -1;
    }
  }

  private DTLSRequest awaitCookie() throws IOException {
    DTLSVerifier verifier = new DTLSVerifier(new CookieCrypto(manners.cookieBytes()));
    Queues queues = new Queues();
    byte[] buffer = new byte[2048];
    while (!closing) {
      int length = queues.receive(buffer, 0, buffer.length, Patience.MILLIS);
      if (length < 0) {
        continue;
      }
      hellos.add(Arrays.copyOf(buffer, length));
      if (manners.cookieBytes() == 0 && hellos.size() == 1) {
        HelloVerifyRequests.send(new byte[0], manners.helloVersion(), queues);
        continue;
      }
      DTLSRequest request =
          verifier.verifyRequest(
              new byte[] {1},
              buffer,
              0,
              length,
              new HelloVerifyRequests(manners.helloVersion(), queues));
      if (request != null) {
        return request;
      }
    }
    throw new IOException("closed before a ClientHello with a cookie");
  }

  private final class Queues implements DatagramTransport {
    @Override
    public int getReceiveLimit() {
      return 2048;
    }

    @Override
    public int getSendLimit() {
      return manners.datagramBytesMax();
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis)
        throws InterruptedIOException {
      try {
        byte[] datagram = incoming.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (datagram == null) {
          return -1;
        }
        if (datagram == SPEAK || datagram == QUIT) {
          throw new InterruptedIOException();
        }
        System.arraycopy(datagram, 0, buffer, offset, datagram.length);
        return datagram.length;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
      outgoing.accept(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    @Override
    public void close() {}
  }

  private final class Server extends DefaultTlsServer {
    private final DtlsIdentity identity;
    private final ChainVerifier clients;
    private final Suite suite;

    Server(DtlsIdentity identity, ChainVerifier clients, Suite suite) {
      super(crypto);
      this.identity = identity;
      this.clients = clients;
      this.suite = suite;
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return new int[] {suite.number()};
    }

    @Override
    protected boolean allowEncryptThenMAC() {
      return suite.encryptThenMac();
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
      end.complete(AlertDescription.getName(description));
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
      return signer(SignatureAlgorithm.ecdsa);
    }

    @Override
    protected TlsCredentialedSigner getRSASignerCredentials() throws IOException {
      return signer(SignatureAlgorithm.rsa);
    }

    @Override
    protected TlsCredentialedDecryptor getRSAEncryptionCredentials() {
      return new JceDefaultTlsCredentialedDecryptor(crypto, chain(), identity.key());
    }

    private TlsCredentialedSigner signer(short algorithm) throws IOException {
      Vector<?> offered = context.getSecurityParametersHandshake().getClientSigAlgs();
      return new JcaDefaultTlsCredentialedSigner(
          new TlsCryptoParameters(context),
          crypto,
          identity.key(),
          chain(),
          TlsUtils.chooseSignatureAndHashAlgorithm(context, offered, algorithm));
    }

    private Certificate chain() {
      return new Certificate(
          identity.chain().stream()
              .map(each -> new JcaTlsCertificate(crypto, each))
              .toArray(TlsCertificate[]::new));
    }

    @Override
    public CertificateRequest getCertificateRequest() {
      short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
      return new CertificateRequest(
          types, TlsUtils.getDefaultSupportedSignatureAlgorithms(context), null);
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) throws IOException {
      List<X509Certificate> presented = new ArrayList<>();
      for (TlsCertificate each : certificate.getCertificateList()) {
        presented.add(JcaTlsCertificate.convert(crypto, each).getX509Certificate());
      }
      ChainVerdict verdict = clients.verify(presented, ExtendedUsage.CAPWAP_WTP, Instant.now());
      if (verdict instanceof ChainVerdict.Refused) {
        throw new TlsFatalAlert(AlertDescription.unknown_ca);
      }
    }
  }
}
