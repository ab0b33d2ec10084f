package io.apfw.capwap.wtp;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.update.Inventory;
import io.apfw.update.UpdateFailure;
import java.util.List;

/**
 * What can happen to a WTP. The DTLS notifications are the eight of RFC 5415 section 2.3.2.2; a
 * shell that has verified a peer within its handshake sends {@code DtlsPeerAuthorize} never and
 * {@code DtlsAuthenticateFail} when the verification failed.
 */
public sealed interface WtpEvent {

  /** Hands the event to the method that is for its kind. */
  <R> R accept(Visitor<R> visitor);

  /**
   * One method for each kind of event. Every state implements it, so that a new event breaks the
   * compile of every state.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    R started(Started event);

    R deadlineReached(DeadlineReached event);

    R controllersFound(ControllersFound event);

    R clearReceived(ClearReceived event);

    R controlReceived(ControlReceived event);

    R controlMalformed(ControlMalformed event);

    R dtlsPeerAuthorize(DtlsPeerAuthorize event);

    R dtlsEstablished(DtlsEstablished event);

    R dtlsEstablishFail(DtlsEstablishFail event);

    R dtlsAuthenticateFail(DtlsAuthenticateFail event);

    R dtlsAborted(DtlsAborted event);

    R dtlsReassemblyFailure(DtlsReassemblyFailure event);

    R dtlsDecapFailure(DtlsDecapFailure event);

    R dtlsPeerDisconnect(DtlsPeerDisconnect event);

    R dataChannelOpened(DataChannelOpened event);

    R dataChannelFailed(DataChannelFailed event);

    R dataKeepAliveReceived(DataKeepAliveReceived event);

    R updateReady(UpdateReady event);

    R blockAccepted(BlockAccepted event);

    R updateVerified(UpdateVerified event);

    R updateActivated(UpdateActivated event);

    R updateFailed(UpdateFailed event);

    R updateAborted(UpdateAborted event);

    R inventoryChanged(InventoryChanged event);

    R wtpEventRaised(WtpEventRaised event);

    R updateLogRead(UpdateLogRead event);

    R stopRequested(StopRequested event);
  }

  /**
   * The agent starts, or starts over. First event, once.
   *
   * @param entropy a random number of the shell's: every random choice of the machine follows from
   *     it
   * @param reboots the counts so far, with how the agent ended the last time
   */
  record Started(Inventory inventory, long entropy, Reboots reboots) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.started(this);
    }
  }

  /** {@link WtpMachine#nextDeadline} has passed. */
  record DeadlineReached() implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.deadlineReached(this);
    }
  }

  /**
   * A lookup has ended.
   *
   * @param candidates where ACs may be, in order; empty when none was found
   */
  record ControllersFound(List<Candidate> candidates) implements WtpEvent {
    public ControllersFound {
      candidates = List.copyOf(candidates);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.controllersFound(this);
    }
  }

  /** A control message in clear, which only discovery may be. */
  record ClearReceived(Endpoint from, int sequence, ControlMessage message) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.clearReceived(this);
    }
  }

  /** A control message of the session, decrypted and well formed. */
  record ControlReceived(int sequence, ControlMessage message) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.controlReceived(this);
    }
  }

  /** Something of the session could not be read; dropped and counted. */
  record ControlMalformed(String reason) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.controlMalformed(this);
    }
  }

  /** RFC 5415 2.3.2.2. */
  record DtlsPeerAuthorize() implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dtlsPeerAuthorize(this);
    }
  }

  /** RFC 5415 2.3.2.2: the session is up and the peer's certificate was accepted. */
  record DtlsEstablished(String peer) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dtlsEstablished(this);
    }
  }

  /** RFC 5415 2.3.2.2. */
  record DtlsEstablishFail(String reason) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dtlsEstablishFail(this);
    }
  }

  /** RFC 5415 2.3.2.2: the peer's certificate was not accepted, or ours by the peer. */
  record DtlsAuthenticateFail(String reason) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dtlsAuthenticateFail(this);
    }
  }

  /** RFC 5415 2.3.2.2: the session ended as we asked. */
  record DtlsAborted() implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dtlsAborted(this);
    }
  }

  /** RFC 5415 2.3.2.2. */
  record DtlsReassemblyFailure(String reason) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dtlsReassemblyFailure(this);
    }
  }

  /** RFC 5415 2.3.2.2. */
  record DtlsDecapFailure(String reason) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dtlsDecapFailure(this);
    }
  }

  /** RFC 5415 2.3.2.2: close_notify or a fatal alert from the AC. */
  record DtlsPeerDisconnect() implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dtlsPeerDisconnect(this);
    }
  }

  /** The data channel's own session is up, or the channel is clear and its socket is open. */
  record DataChannelOpened() implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dataChannelOpened(this);
    }
  }

  /** The data channel cannot be opened, or its session ended. */
  record DataChannelFailed(String reason) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dataChannelFailed(this);
    }
  }

  /** A data channel keep-alive came back. */
  record DataKeepAliveReceived(Octets sessionId) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dataKeepAliveReceived(this);
    }
  }

  /** PRECHECK passed: the update waits for bytes. */
  record UpdateReady() implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.updateReady(this);
    }
  }

  /** The block of that Image Data Request was taken, in order, once. */
  record BlockAccepted(int sequence) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.blockAccepted(this);
    }
  }

  /** The image is on the inactive slot and verified. */
  record UpdateVerified() implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.updateVerified(this);
    }
  }

  /** The verified image is first in boot order. */
  record UpdateActivated() implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.updateActivated(this);
    }
  }

  /** The update failed; {@link UpdateAborted} follows when all is cleaned up. */
  record UpdateFailed(UpdateFailure failure) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.updateFailed(this);
    }
  }

  /** The update has ended early and everything of it is cleaned up. */
  record UpdateAborted() implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.updateAborted(this);
    }
  }

  /** What the WTP has, has changed. */
  record InventoryChanged(Inventory inventory) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.inventoryChanged(this);
    }
  }

  /** Something in the AP wants to be told to the AC in a WTP Event Request. */
  record WtpEventRaised(MessageElement element) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.wtpEventRaised(this);
    }
  }

  /**
   * The log of the last update, as the AC asked for it.
   *
   * @param log empty when there was no update yet, or when it cannot be read
   */
  record UpdateLogRead(Octets log) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.updateLogRead(this);
    }
  }

  /**
   * The agent has to end, or the machine to reboot: leave the AC in an orderly way.
   *
   * @param end {@link RunEnd#STOPPED} ends the agent, all others reboot
   */
  record StopRequested(String reason, RunEnd end) implements WtpEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.stopRequested(this);
    }
  }
}
