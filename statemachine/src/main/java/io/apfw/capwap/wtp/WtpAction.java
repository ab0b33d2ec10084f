package io.apfw.capwap.wtp;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.report.Report;
import io.apfw.update.Offer;
import io.apfw.update.UpdateFailure;
import java.util.List;

/** What the shell is to do for a WTP. The DTLS commands are those of RFC 5415 section 2.3.2.1. */
public sealed interface WtpAction {

  /**
   * Look where ACs may be; {@code ControllersFound} comes back, later.
   *
   * @param referred where ACs said that others are: candidates behind all that the sources rank
   */
  record FindControllers(List<Endpoint> referred) implements WtpAction {
    public FindControllers {
      referred = List.copyOf(referred);
    }
  }

  /** Send in clear; only discovery is. */
  record SendClear(Endpoint to, int sequence, ControlMessage message) implements WtpAction {}

  /** Send in the session. A repeated request or response comes as an equal action. */
  record SendControl(int sequence, ControlMessage message) implements WtpAction {}

  /** RFC 5415 2.3.2.1: start a session with this AC, from a new source port. */
  record DtlsStart(Endpoint ac) implements WtpAction {}

  /**
   * RFC 5415 2.3.2.1: from now on no datagram of DTLS carries more than so many bytes of records.
   *
   * @param bytes the path MTU less the headers of IP, UDP and CAPWAP's DTLS
   */
  record DtlsMtuUpdate(int bytes) implements WtpAction {}

  /** RFC 5415 2.3.2.1: close the session; {@code DtlsAborted} is not awaited. */
  record DtlsShutdown() implements WtpAction {}

  /** RFC 5415 2.3.2.1: give up a session that is being made. */
  record DtlsAbortSession() implements WtpAction {}

  /** Open the data channel to this AC. */
  record OpenDataChannel(Endpoint ac, boolean dtls) implements WtpAction {}

  /** Send a data channel keep-alive, RFC 5415 4.4.1. */
  record SendDataKeepAlive(Octets sessionId) implements WtpAction {}

  /** Close the data channel, if it is open. */
  record CloseDataChannel() implements WtpAction {}

  /** Begin an update; {@code UpdateReady} or {@code UpdateFailed} comes back. */
  record OfferUpdate(Offer offer) implements WtpAction {}

  /**
   * Append a block of the image; {@code BlockAccepted} or {@code UpdateFailed} comes back, for the
   * last one {@code UpdateVerified} instead of {@code BlockAccepted}.
   */
  record AppendBlock(int sequence, Octets data, boolean last) implements WtpAction {}

  /** What the AC announced of the image file that it is about to send. */
  record ImageAnnounced(ImageInformation information) implements WtpAction {}

  /**
   * Fetch the image's file from there into the update that is ready for it; {@code UpdateVerified}
   * or {@code UpdateFailed} comes back.
   */
  record FetchImage(ImageLocation location) implements WtpAction {}

  /** Take the update back; {@code UpdateAborted} comes back, also when there is none. */
  record AbortUpdate(UpdateFailure reason) implements WtpAction {}

  /** Boot the verified image of the other slot next; {@code UpdateActivated} comes back. */
  record ActivateUpdate(String version) implements WtpAction {}

  /**
   * The AC wants the log of the last update; {@code UpdateLogRead} comes back, with at most {@link
   * Upload#LOG_BYTES_MAX} bytes.
   */
  record ReadUpdateLog() implements WtpAction {}

  /** The AC proved itself and served us: the WTP reached Run. */
  record PeerProved() implements WtpAction {}

  /** An AC was lost: keep the counts. */
  record KeepReboots(Reboots reboots) implements WtpAction {}

  /** The machine is about to reboot, once all is left in order: keep how that is counted. */
  record RebootDecided(RunEnd end) implements WtpAction {}

  /** All is left in order: end the process so that the machine reboots. */
  record Reboot(String reason, RunEnd end) implements WtpAction {}

  /** All is left in order: end the process. */
  record Exit() implements WtpAction {}

  /** Say it. */
  record Say(Report report) implements WtpAction {}
}
