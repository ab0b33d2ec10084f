package io.apfw.drills.controller;

import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.Preamble;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ControlMessageCodec;
import io.apfw.capwap.wire.message.DataChannelKeepAlive;
import io.apfw.capwap.wire.message.Decoded;
import io.apfw.drills.Patience;
import io.apfw.fixtures.pki.TestIdentity;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.jspecify.annotations.Nullable;

/** One channel of a WTP by hand, blocking, over Bouncy Castle's client or in clear. */
public final class TestWtp implements AutoCloseable {

  private final DatagramSocket socket = new DatagramSocket();
  private @Nullable DTLSTransport dtls;

  public TestWtp(InetSocketAddress ac) throws IOException {
    socket.connect(ac);
    socket.setSoTimeout(Patience.MILLIS);
  }

  /** Makes a session; without an identity it shows no certificate. */
  public TestWtp secured(@Nullable TestIdentity identity) throws IOException {
    JcaTlsCrypto crypto = new JcaTlsCryptoProvider().create(new SecureRandom());
    dtls = new DTLSClientProtocol().connect(new Client(crypto, identity), new Datagrams());
    return this;
  }

  public Decoded exchangeClear(int sequence, ControlMessage message) throws IOException {
    sendDatagram(packet(sequence, message));
    return decoded(receiveDatagram());
  }

  public void send(int sequence, ControlMessage message) throws IOException {
    sendPlain(packet(sequence, message));
  }

  public Decoded receive() throws IOException {
    return decoded(receivePlain());
  }

  public Decoded exchange(int sequence, ControlMessage message) throws IOException {
    send(sequence, message);
    return receive();
  }

  public SessionId keepAlive(SessionId id) throws IOException {
    byte[] packet = new DataChannelKeepAlive(id).toPacket().encode();
    byte[] answer;
    if (dtls == null) {
      sendDatagram(packet);
      answer = receiveDatagram();
    } else {
      sendPlain(packet);
      answer = receivePlain();
    }
    if (CapwapPacket.decode(ByteBuffer.wrap(answer)) instanceof Parsed.Value<CapwapPacket> parsed
        && DataChannelKeepAlive.decode(parsed.value())
            instanceof Parsed.Value<DataChannelKeepAlive> alive) {
      return alive.value().sessionId();
    }
    throw new IOException("not a keep-alive: " + Octets.of(answer).hex());
  }

  @Override
  public void close() throws IOException {
    if (dtls != null) {
      dtls.close();
    }
    socket.close();
  }

  private static byte[] packet(int sequence, ControlMessage message) {
    return new CapwapPacket(CapwapHeader.control(), ControlMessageCodec.encode(sequence, message))
        .encode();
  }

  private static Decoded decoded(byte[] packet) throws IOException {
    if (CapwapPacket.decode(ByteBuffer.wrap(packet)) instanceof Parsed.Value<CapwapPacket> parsed
        && ControlMessageCodec.decode(parsed.value().payload())
            instanceof Parsed.Value<Decoded> decoded) {
      return decoded.value();
    }
    throw new IOException("not a control message: " + Octets.of(packet).hex());
  }

  private void sendPlain(byte[] packet) throws IOException {
    session().send(packet, 0, packet.length);
  }

  private byte[] receivePlain() throws IOException {
    byte[] buffer = new byte[2048];
    int bytes = session().receive(buffer, 0, buffer.length, Patience.MILLIS);
    if (bytes < 0) {
      throw new SocketTimeoutException("nothing came through the session");
    }
    return java.util.Arrays.copyOf(buffer, bytes);
  }

  private DTLSTransport session() {
    if (dtls == null) {
      throw new IllegalStateException("no session");
    }
    return dtls;
  }

  private void sendDatagram(byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length));
  }

  private byte[] receiveDatagram() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    socket.receive(packet);
    return java.util.Arrays.copyOf(packet.getData(), packet.getLength());
  }

  /** DTLS records behind the CAPWAP DTLS header. */
  private final class Datagrams implements DatagramTransport {
    @Override
    public int getReceiveLimit() {
      return 2048;
    }

    @Override
    public int getSendLimit() {
      return 1468;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
      socket.setSoTimeout(Math.max(1, waitMillis));
      try {
        byte[] datagram = receiveDatagram();
        int bytes = Math.min(length, datagram.length - Preamble.DTLS_HEADER_BYTES);
        System.arraycopy(datagram, Preamble.DTLS_HEADER_BYTES, buffer, offset, bytes);
        return bytes;
      } catch (SocketTimeoutException e) {
        return -1;
      }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) throws IOException {
      ByteBuffer datagram = ByteBuffer.allocate(Preamble.DTLS_HEADER_BYTES + length);
      Preamble.putDtlsHeader(datagram);
      sendDatagram(datagram.put(buffer, offset, length).array());
    }

    @Override
    public void close() {}
  }

  /** Believes any AC: what is tested is the AC's judgement. */
  private static final class Client extends DefaultTlsClient {
    private final JcaTlsCrypto crypto;
    private final @Nullable TestIdentity identity;

    Client(JcaTlsCrypto crypto, @Nullable TestIdentity identity) {
      super(crypto);
      this.crypto = crypto;
      this.identity = identity;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
    }

    @Override
    public TlsAuthentication getAuthentication() {
      return new TlsAuthentication() {
        @Override
        public void notifyServerCertificate(TlsServerCertificate certificate) {}

        @Override
        public @Nullable TlsCredentials getClientCredentials(CertificateRequest request)
            throws IOException {
          return identity == null ? null : credentials(identity);
        }
      };
    }

    private TlsCredentials credentials(TestIdentity own) throws IOException {
      try {
        TlsCertificate[] chain = new TlsCertificate[own.chain().size()];
        for (int i = 0; i < chain.length; i++) {
          chain[i] = crypto.createCertificate(own.chain().get(i).getEncoded());
        }
        return new JcaDefaultTlsCredentialedSigner(
            new TlsCryptoParameters(context),
            crypto,
            own.key(),
            new Certificate(chain),
            SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
      } catch (GeneralSecurityException e) {
        throw new IOException(e);
      }
    }
  }
}
