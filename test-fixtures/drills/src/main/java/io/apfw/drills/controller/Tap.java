package io.apfw.drills.controller;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Sees each CAPWAP packet of a controller as it is without DTLS; on the controller's thread. */
@FunctionalInterface
public interface Tap {
  /** Nobody looks. */
  Tap NONE = (from, to, packet) -> {};

  /** One packet, from the CAPWAP header on; the buffer is the controller's. */
  void packet(InetSocketAddress from, InetSocketAddress to, ByteBuffer packet);
}
