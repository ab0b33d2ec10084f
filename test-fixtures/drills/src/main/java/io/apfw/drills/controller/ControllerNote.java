package io.apfw.drills.controller;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.MessageElement;
import java.util.List;

/** One thing a controller saw or did that a scenario may expect or an operator may want to read. */
public sealed interface ControllerNote {
  /** The AC entered a state with this WTP. */
  record StateEntered(AcState state) implements ControllerNote {}

  /** A handshake failed or a certificate was refused. */
  record DtlsRefused(String reason) implements ControllerNote {}

  /**
   * A WTP says who it is, in its Join Request.
   *
   * @param baseMac twelve hex digits, or empty
   * @param runningVersion empty where it says none
   * @param otherVersion what it has beside that; empty where it says none
   */
  record Introduced(String wtpName, String baseMac, String runningVersion, String otherVersion)
      implements ControllerNote {}

  /** A Join Request was answered. */
  record JoinAnswered(String wtpName, String runningVersion, long resultCode)
      implements ControllerNote {}

  /** So many Image Data Requests will be outstanding, more than the RFC's one. */
  record WindowAgreed(int requests) implements ControllerNote {}

  /** A WTP's Image Data Request was answered. */
  record ImageAsked(String identifier, long resultCode) implements ControllerNote {}

  /** The image that a WTP waits for cannot be had. */
  record ImageUnavailable(String identifier) implements ControllerNote {}

  /** A WTP was told where the image is; it gets no blocks unless it asks for them. */
  record LocationTold(String url) implements ControllerNote {}

  /** The first block goes out. */
  record TransferStarted(long bytes) implements ControllerNote {}

  /** The last block goes out. */
  record LastBlockSent(long messages, long bytes, int lastBlockBytes) implements ControllerNote {}

  /** The last block was answered: the WTP's verdict on the image. */
  record TransferAnswered(long messages, long bytes, int lastBlockBytes, long resultCode)
      implements ControllerNote {}

  /** A block was answered with an error. */
  record BlockRefused(long messages, long resultCode) implements ControllerNote {}

  /** A request got no answer in time and was sent again. */
  record Retransmitted(int sequence, int transmissions) implements ControllerNote {}

  /** A request came again and got the cached answer. */
  record Repeated(int sequence) implements ControllerNote {}

  /** The first keep-alive of a session was answered. */
  record DataChannelUp(ControllerConfig.DataChannel channel) implements ControllerNote {}

  /** A message of the WTP departs from the RFC's grammar; it was served all the same. */
  record Irregular(String violation) implements ControllerNote {}

  /** The session is over. */
  record SessionEnded(String reason) implements ControllerNote {}

  /** A WTP Event Request came with this. */
  record EventTold(List<MessageElement> elements) implements ControllerNote {
    public EventTold {
      elements = List.copyOf(elements);
    }
  }

  /** The WTP answered a Configuration Update Request. */
  record ConfigurationAnswered(long resultCode) implements ControllerNote {}

  /** The WTP answered a Reset Request. */
  record ResetAnswered(long resultCode) implements ControllerNote {}

  /** The WTP answered the request for its log. */
  record LogAnswered(long resultCode) implements ControllerNote {}

  /** A part of the WTP's log came; by its Data Type it is the last one, or not. */
  record LogReceived(int dataType, Octets data) implements ControllerNote {}
}
