package io.apfw.cloud;

import io.apfw.report.Report;
import io.apfw.update.Offer;

/** What the shell is to do for a cloud check. */
public sealed interface CloudAction {

  /**
   * Connect, verify the server, and send the first request: {@link CloudEvent.Connected}, {@link
   * CloudEvent.ServerVerified}, {@link CloudEvent.Sent}, {@link CloudEvent.Answered}; or {@link
   * CloudEvent.Failed} at any point.
   *
   * @param attempt number of this exchange, in all of its events
   */
  record Begin(int attempt, CloudRequest request) implements CloudAction {}

  /** Make a proof: {@link CloudEvent.ProofMade} or {@link CloudEvent.Failed}. */
  record Prove(int attempt, ProofText text) implements CloudAction {}

  /** Send the second request on the same connection. */
  record Post(int attempt, CloudRequest request) implements CloudAction {}

  /** Nothing of this exchange is wanted any more; without effect when it is over. */
  record Disconnect(int attempt) implements CloudAction {}

  /** Tell whoever asked how the check ended. */
  record Concluded(CloudVerdict verdict) implements CloudAction {}

  /**
   * Offer the image to the update machine.
   *
   * @param url where it is
   */
  record OfferUpdate(Offer offer, String url) implements CloudAction {}

  /** The other slot holds what the cloud wants: boot it. */
  record ActivateUpdate(String version) implements CloudAction {}

  /** The cloud proved itself and served us. */
  record PeerProved() implements CloudAction {}

  /** Say it. */
  record Say(Report report) implements CloudAction {}
}
