package io.apfw.capwap.wtp;

import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.update.Offer;
import java.util.Optional;

/**
 * An image that is fetched from the AC, in Image Data or in Run, or from where the AC says that it
 * is.
 *
 * @param offer what the AC wants
 * @param transfer how far it is
 * @param location where it is, if the AC said so before it was asked
 * @param blocksOnly the AC is asked for blocks: fetching it from elsewhere has failed
 */
public record Fetch(
    Offer offer, Transfer transfer, Optional<ImageLocation> location, boolean blocksOnly) {
  /** The same, further on. */
  public Fetch with(Transfer next) {
    return new Fetch(offer, next, location, blocksOnly);
  }

  /** The same from the beginning, in blocks from the AC. */
  public Fetch inBlocks(Transfer beginning) {
    return new Fetch(offer, beginning, Optional.empty(), true);
  }
}
