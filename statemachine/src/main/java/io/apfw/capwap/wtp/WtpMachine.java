package io.apfw.capwap.wtp;

import io.apfw.capwap.wtp.rules.Rulebook;
import io.apfw.machine.Step;
import java.time.Instant;
import java.util.Optional;

/**
 * The WTP's side of RFC 5415 section 2.3: pure. Letters are those of figure 4; the tests carry
 * them.
 *
 * <pre>
 *    from           event                                      to, doing
 * -  -------------  -----------------------------------------  ------------------------------------
 * 0  Start          Started                                    Idle
 * 1  Idle           at once, or after the back-off             Discovery
 * #  Discovery      random wait, DiscoveryInterval             Discovery: lookup, Discovery Requests
 * %  Discovery      an AC answered, DiscoveryInterval          DTLS Setup: DtlsStart
 * !  Discovery      MaxDiscoveries without an answer           Sulking
 * &#64;  Sulking        SilentInterval                             Idle, DTLS counters 0
 * 5a DTLS Setup     DtlsPeerAuthorize                          DTLS Connect
 * $  DTLS Setup     DtlsEstablishFail, WaitDTLS                Idle
 * *  DTLS Setup     the same, MaxFailedDTLSSessionRetry        Sulking
 * c  DTLS Connect   failure, WaitDTLS; DtlsAuthenticateFail    DTLS Teardown
 * d  DTLS Connect   DtlsEstablished                            Join: Join Request
 * e  Join           refused, WaitDTLS, session lost            DTLS Teardown
 * e  Join           version wanted is stored                   Reset: ActivateUpdate
 * f  Join           version wanted is neither run nor stored   Image Data: OfferUpdate
 * g  Join           version runs, on trial, quarantined, none  Configure
 * j  Image Data     UpdateReady                                the same: Image Data Request
 * j  Image Data     block, BlockAccepted                       the same: AppendBlock, response 0
 * j  Image Data     EchoInterval                               the same: Echo Request
 * j  Image Data     UpdateVerified                             the same: response 0, ActivateUpdate
 * k  Image Data     UpdateActivated                            Reset, DTLS Teardown, reboot
 * k  Image Data     ImageDataStartTimer, refused, UpdateFailed DTLS Teardown: AbortUpdate, back-off
 * l  Image Data     session lost before the last block         DTLS Teardown: AbortUpdate, back-off
 * h  Configure      response says an error                     Reset, DTLS Teardown
 * i  Configure      session lost                               DTLS Teardown
 * m  Configure      Configuration Status Response              Data Check: Change State Event Request
 * n  Data Check     DataCheckTimer, session or channel lost    DTLS Teardown
 * o  Data Check     data channel keep-alive came back          Run: PeerProved
 * p  Run            session or data channel lost, no answer    DTLS Teardown
 * p  Run            a preferred AC is there again              DTLS Teardown
 * q  Run            PRIMARY_DISCOVERY, another AC preferred    Run: Primary Discovery Requests
 * q  Run            requests, EchoInterval, WTP Events         Run
 * q  Run            Configuration Update with an Image         Run: as in Image Data, but nothing is
 *                   Identifier that is not there               activated and a failure changes nothing
 * r  Run            Reset Request (also Configure, Data Check) Reset: response, ActivateUpdate
 * s  Reset          UpdateActivated, or nothing to activate    DTLS Teardown
 * t  DTLS Teardown  cleaned, or the bound has passed           Idle, or reboot, or the end
 * u  DTLS Teardown  MaxFailedDTLSSessionRetry                  Sulking
 *    any            StopRequested                              through DTLS Teardown to the end
 *    any            UpdateActivated                            through DTLS Teardown to a reboot
 * </pre>
 *
 * <p>A request that has no place in a state is answered with 18, one that nobody knows with 19,
 * both by RFC 5415 4.6.35; {@code CHART.md} beside the module shows each event in each state. Where
 * the RFC contradicts itself the rules of that state say what was chosen: Discovery (when to
 * repeat), Join (WaitDTLS; Join to reset), Data Check (when Run begins), Image Data (what the
 * expired ImageDataStartTimer leads to); {@link DataChannel} and {@link
 * io.apfw.capwap.exchange.Exchange} on when a peer is dead. How the control message length is
 * counted is the codec's.
 *
 * <p>An update is the update machine's business: {@code UpdateFailed} is followed by {@code
 * UpdateAborted} once it has cleaned up, and DTLS Teardown lasts until then, so that the next
 * session finds the slot free. What failed would be told to the AC in a WTP Event Request, which
 * only Run may send: it is discarded, counted and reported.
 */
public final class WtpMachine {
  private final WtpConfig config;

  /** A machine for one installation. */
  public WtpMachine(WtpConfig config) {
    this.config = config;
  }

  /** Before {@link WtpEvent.Started}. */
  public WtpState initial() {
    return new WtpState.Start();
  }

  /** When the state wants {@link WtpEvent.DeadlineReached}; empty when only events move it. */
  public Optional<Instant> nextDeadline(WtpState state) {
    return state.deadline();
  }

  /** One event. */
  public Step<WtpState, WtpAction> step(WtpState state, WtpEvent event, Instant now) {
    return Rulebook.step(config, state, event, now);
  }
}
