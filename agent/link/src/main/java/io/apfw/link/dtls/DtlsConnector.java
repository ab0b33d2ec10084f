package io.apfw.link.dtls;

import java.security.SecureRandom;
import java.security.Security;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.jspecify.annotations.Nullable;

/** Starts DTLS sessions of one WTP: RFC 5415 section 2.3.2.1, DTLSStart. */
public final class DtlsConnector {
  private static final AtomicInteger HANDSHAKES = new AtomicInteger();

  private final DtlsCredentials credentials;
  private final PeerPolicy policy;
  private final DtlsSettings settings;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CompletableFuture<JcaTlsCrypto> crypto = new CompletableFuture<>();

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

  /**
   * Begins to load Bouncy Castle, beside whatever else goes on: it takes as long as all the rest of
   * an agent's start, and is not needed before an AC is found. The first handshake waits for it,
   * and begins it when nobody has.
   */
  public void prepare() {
    if (begun.compareAndSet(false, true)) {
      Thread loader =
          new Thread(
              () -> crypto.completeAsync(DtlsConnector::load, Runnable::run), "apfw-dtls-crypto");
      loader.setDaemon(true);
      loader.start();
    }
  }

  /** Adds the provider to the JDK's, if it is not there yet. */
  private static JcaTlsCrypto load() {
    // Last, so that the JDK's own ciphers, which use the processor's instructions, come first.
    if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
      Security.addProvider(new BouncyCastleProvider());
    }
    return new JcaTlsCryptoProvider().create(new SecureRandom());
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
    prepare();
    RecordFilter filter = new RecordFilter();
    LoopTransport transport = new LoopTransport(sender, filter);
    WtpTlsClient client =
        new WtpTlsClient(
            crypto.join(),
            credentials,
            policy,
            settings,
            earlier == null ? null : earlier.resumable());
    transport.attach(client);
    DtlsSession session = new DtlsSession(client, transport, filter, loop, listener);
    Thread worker =
        new Thread(session::handshake, "apfw-dtls-handshake-" + HANDSHAKES.incrementAndGet());
    worker.setDaemon(true);
    worker.start();
    return session;
  }
}
