package io.apfw.drills.ac;

import io.apfw.drills.controller.AcState;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * What a controller knows of one AP.
 *
 * @param mac its base MAC address as {@code 0cd0.f897.ade0}; where it is, where it has told none
 * @param name as it calls itself
 * @param peer where its control channel comes from
 * @param up whether it has a session
 * @param state where it stands in that, or stood last
 * @param fetchesAtJoin it has asked for an image in this session and not come to Run
 * @param primary the version that runs; empty where it told none
 * @param backup the version beside it; empty where it told none
 * @param download its last image
 */
record Ap(
    String mac,
    String name,
    InetSocketAddress peer,
    boolean up,
    AcState state,
    boolean fetchesAtJoin,
    String primary,
    String backup,
    Optional<Download> download) {
  Ap state(AcState next) {
    boolean fetches = fetchesAtJoin && next != AcState.RUN;
    return new Ap(mac, name, peer, up, next, fetches, primary, backup, download);
  }

  Ap gone() {
    return new Ap(mac, name, peer, false, AcState.DTLS_TEARDOWN, false, primary, backup, download);
  }

  Ap backup(String version) {
    return new Ap(mac, name, peer, up, state, fetchesAtJoin, primary, version, download);
  }

  Ap download(Download next) {
    boolean fetches = fetchesAtJoin || !next.predownload();
    return new Ap(mac, name, peer, up, state, fetches, primary, backup, Optional.of(next));
  }

  /**
   * An image that went, or goes, to an AP.
   *
   * @param tries how often the AP has asked, over all
   * @param family what it asked for
   * @param predownload in Run
   * @param begun when it asked
   * @param ended when it was over
   * @param bytes sent
   * @param success the AP took it
   */
  record Download(
      int tries,
      String family,
      boolean predownload,
      Instant begun,
      Optional<Instant> ended,
      long bytes,
      boolean success) {
    Download over(Instant at, long sent, boolean taken) {
      return new Download(tries, family, predownload, begun, Optional.of(at), sent, taken);
    }
  }
}
