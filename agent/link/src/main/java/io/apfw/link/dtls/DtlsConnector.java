package io.apfw.link.dtls;

import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.jspecify.annotations.Nullable;

/** Starts DTLS sessions of one WTP: RFC 5415 section 2.3.2.1, DTLSStart. */
public final class DtlsConnector {
  private static final AtomicInteger HANDSHAKES = new AtomicInteger();

  private final DtlsCredentials credentials;
  private final PeerPolicy policy;
  private final DtlsSettings settings;
  private @Nullable JcaTlsCrypto crypto;

  /** For ACs that show certificates, which the policy judges. */
  public DtlsConnector(DtlsIdentity identity, PeerPolicy policy, DtlsSettings settings) {
    this((DtlsCredentials) identity, policy, settings);
  }

  /** For ACs that have the same key; one that shows a certificate instead is refused. */
  public DtlsConnector(DtlsPsk key, DtlsSettings settings) {
    this(
        key,
        chain -> {
          throw new PeerRefusedException("the AC shows a certificate, but a pre-shared key is due");
        },
        settings);
  }

  private DtlsConnector(DtlsCredentials credentials, PeerPolicy policy, DtlsSettings settings) {
    this.credentials = credentials;
    this.policy = policy;
    this.settings = settings;
  }

  /** At the first handshake: an agent that finds no AC needs none. */
  private synchronized JcaTlsCrypto crypto() {
    if (crypto == null) {
      TlsAlgorithms.install();
      crypto = new JcaTlsCryptoProvider().create(new SecureRandom());
    }
    return crypto;
  }

  /**
   * Begins a handshake with one AC and returns at once; the listener hears how it ends.
   *
   * @param sender takes outgoing records to that AC
   * @param loop the event loop, which owns the session from the call on
   * @param listener is called on the event loop only
   */
  public DtlsSession connect(RecordSender sender, Executor loop, DtlsSession.Listener listener) {
    return connect(null, sender, loop, listener);
  }

  /**
   * The same, but offers to go on with the keys of an earlier session, whatever its ports were (RFC
   * 5415 sections 2.4.2 and 4.4.3: the data channel's session resumes the control channel's). An AC
   * that does not know it any more leads a whole handshake.
   *
   * @param earlier of this connector; null, or one that never was established, resumes nothing
   */
  public DtlsSession connect(
      @Nullable DtlsSession earlier,
      RecordSender sender,
      Executor loop,
      DtlsSession.Listener listener) {
    RecordFilter filter = new RecordFilter();
    LoopTransport transport = new LoopTransport(sender, filter);
    WtpTlsClient client =
        new WtpTlsClient(
            crypto(), credentials, policy, settings, earlier == null ? null : earlier.resumable());
    transport.attach(client);
    DtlsSession session = new DtlsSession(client, transport, filter, loop, listener);
    Thread worker =
        new Thread(session::handshake, "apfw-dtls-handshake-" + HANDSHAKES.incrementAndGet());
    worker.setDaemon(true);
    worker.start();
    return session;
  }
}
