package io.apfw.capwap.wtp;

import io.apfw.update.Offer;

/**
 * An image that is fetched from the AC, in Image Data or in Run.
 *
 * @param offer what the AC wants
 * @param transfer how far it is
 */
public record Fetch(Offer offer, Transfer transfer) {
  /** The same, further on. */
  public Fetch with(Transfer next) {
    return new Fetch(offer, next);
  }
}
