package io.apfw.drills.controller;

import io.apfw.drills.dtls.DtlsPeer;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One WTP: what the brain knows, and the sessions it is reached by. */
final class LiveWtp {
  final DtlsPeer peer;
  final ControlFraming framing;
  WtpSession session;
  @Nullable DtlsPeer dataPeer;
  @Nullable InetSocketAddress dataAddress;

  LiveWtp(DtlsPeer peer, WtpSession session, Optional<Bend> bend) {
    this.peer = peer;
    this.framing = new ControlFraming(peer.plaintextBytesMax(), bend);
    this.session = session;
  }
}
