package io.apfw.capwap.wtp;

import io.apfw.capwap.exchange.Exchange;
import io.apfw.capwap.wire.Octets;
import java.time.Instant;
import java.util.Optional;

/**
 * A session with an AC.
 *
 * @param ac the AC
 * @param acName its name, as it says; its address until it has said one
 * @param id the Session ID of the Join Request, 16 bytes
 * @param exchange requests and responses
 * @param echoMillis EchoInterval in force
 * @param echoAt when an Echo Request is due, in the states that send them
 * @param wanted the version that the AC named in its Join Response
 * @param dtlsData whether the data channel uses DTLS
 * @param locations whether the AC may say where an image is, in place of sending it
 * @param inputsDropped what could not be read
 * @param closed the AC is gone, and what is left to do needs no AC
 */
public record Session(
    Ac ac,
    String acName,
    Octets id,
    Exchange exchange,
    long echoMillis,
    Instant echoAt,
    Optional<String> wanted,
    boolean dtlsData,
    boolean locations,
    long inputsDropped,
    boolean closed) {

  /** The same with another exchange. */
  public Session with(Exchange other) {
    return new Session(
        ac,
        acName,
        id,
        other,
        echoMillis,
        echoAt,
        wanted,
        dtlsData,
        locations,
        inputsDropped,
        closed);
  }

  /** The same with another EchoInterval. */
  public Session withEchoMillis(long millis) {
    return new Session(
        ac,
        acName,
        id,
        exchange,
        millis,
        echoAt,
        wanted,
        dtlsData,
        locations,
        inputsDropped,
        closed);
  }

  /** The same with the next Echo Request due at another time. */
  public Session withEchoAt(Instant at) {
    return new Session(
        ac,
        acName,
        id,
        exchange,
        echoMillis,
        at,
        wanted,
        dtlsData,
        locations,
        inputsDropped,
        closed);
  }

  /** The same, now that the AC has described itself. */
  public Session joined(String name, boolean dtls, boolean locating, Optional<String> version) {
    return new Session(
        ac, name, id, exchange, echoMillis, echoAt, version, dtls, locating, inputsDropped, closed);
  }

  /** The same after one more unreadable input. */
  public Session withInputDropped() {
    return new Session(
        ac,
        acName,
        id,
        exchange,
        echoMillis,
        echoAt,
        wanted,
        dtlsData,
        locations,
        inputsDropped + 1,
        closed);
  }

  /** The same after the AC has gone. */
  public Session gone() {
    return new Session(
        ac,
        acName,
        id,
        Exchange.fresh(),
        echoMillis,
        echoAt,
        wanted,
        dtlsData,
        locations,
        inputsDropped,
        true);
  }

  /** When a request is due again. */
  public Optional<Instant> repeatAt() {
    return closed ? Optional.empty() : exchange.deadline();
  }

  /** When an Echo Request is due. */
  public Optional<Instant> echoDue() {
    return closed ? Optional.empty() : Optional.of(echoAt);
  }
}
