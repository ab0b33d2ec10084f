package io.apfw.agent.dtls;

import java.security.SecureRandom;
import java.security.Security;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/** Starts DTLS sessions of one WTP identity: RFC 5415 section 2.3.2.1, DTLSStart. */
public final class DtlsConnector {
  private static final AtomicInteger HANDSHAKES = new AtomicInteger();

  private final DtlsIdentity identity;
  private final PeerPolicy policy;
  private final DtlsSettings settings;
  private final JcaTlsCrypto crypto;

  /** Adds the Bouncy Castle provider to the JDK's, last, if it is not there yet. */
  public DtlsConnector(DtlsIdentity identity, PeerPolicy policy, DtlsSettings settings) {
    this.identity = identity;
    this.policy = policy;
    this.settings = settings;
    // Last, so that the JDK's own ciphers, which use the processor's instructions, come first.
    if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
      Security.addProvider(new BouncyCastleProvider());
    }
    this.crypto = new JcaTlsCryptoProvider().create(new SecureRandom());
  }

  /**
   * Begins a handshake with one AC and returns at once; the listener hears how it ends.
   *
   * @param sender takes outgoing records to that AC
   * @param loop the event loop, which owns the session from the call on
   * @param listener is called on the event loop only
   */
  public DtlsSession connect(RecordSender sender, Executor loop, DtlsSession.Listener listener) {
    RecordFilter filter = new RecordFilter();
    LoopTransport transport = new LoopTransport(sender, filter);
    WtpTlsClient client = new WtpTlsClient(crypto, identity, policy, settings);
    transport.attach(client);
    DtlsSession session = new DtlsSession(client, transport, filter, loop, listener);
    Thread worker =
        new Thread(session::handshake, "apfw-dtls-handshake-" + HANDSHAKES.incrementAndGet());
    worker.setDaemon(true);
    worker.start();
    return session;
  }
}
