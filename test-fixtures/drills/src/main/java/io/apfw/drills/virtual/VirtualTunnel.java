package io.apfw.drills.virtual;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.message.ControlMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A DTLS session as the machines see it: three flights there and back, each repeated after 1, 2, 4
 * ... s (RFC 6347 section 4.2.4.1), then messages that may be lost and overtaken but come once.
 * Certificates pass unless the controller's has expired; every other word of DTLS is for live
 * drills.
 */
final class VirtualTunnel {
  private static final int FLIGHTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** The WTP's end. */
  interface Near {
    void established();

    /** The controller's certificate is not to be believed. */
    void refused(String reason);

    void control(int sequence, ControlMessage message);

    void keepAlive(Octets sessionId);

    /** The controller said close_notify. */
    void closed();
  }

  /** The controller's end. */
  interface Far {
    void control(int sequence, ControlMessage message);

    void keepAlive(boolean dtls);

    /** The WTP said close_notify. */
    void closed();
  }

  private final VirtualTime time;
  private final VirtualWay way;
  private final VirtualController controller;
  private final String wtp;
  private @Nullable Near near;
  private Optional<Far> far = Optional.empty();
  private int flight;

  VirtualTunnel(
      VirtualTime time, VirtualWay way, VirtualController controller, String wtp, Near near) {
    this.time = time;
    this.way = way;
    this.controller = controller;
    this.wtp = wtp;
    this.near = near;
  }

  String wtp() {
    return wtp;
  }

  void begin() {
    fly(flight, FIRST_PAUSE);
  }

  private void fly(int sent, Duration pause) {
    if (near == null || flight != sent) {
      return;
    }
    way.carry(false, true, () -> heard(sent));
    time.after(pause, () -> fly(sent, pause.multipliedBy(2)));
  }

  private void heard(int sent) {
    if (!controller.up()) {
      return;
    }
    way.carry(true, true, () -> answered(sent));
    if (sent == FLIGHTS - 1 && far.isEmpty()) {
      far = Optional.of(controller.connected(this));
    }
  }

  private void answered(int sent) {
    Near end = near;
    if (end == null || flight != sent) {
      return;
    }
    flight++;
    if (flight == FLIGHTS - 1 && controller.expired()) {
      near = null;
      end.refused("the AC's certificate is refused: it has expired");
      return;
    }
    if (flight == FLIGHTS) {
      end.established();
    } else {
      fly(flight, FIRST_PAUSE);
    }
  }

  private boolean whole() {
    return flight == FLIGHTS;
  }

  void toWtp(Consumer<Near> word) {
    way.carry(
        true,
        true,
        () -> {
          if (near != null && whole()) {
            word.accept(near);
          }
        });
  }

  void toController(Consumer<Far> word) {
    way.carry(false, true, () -> far.filter(end -> controller.up()).ifPresent(word));
  }

  /** The WTP is done with it: nothing comes any more. */
  void drop() {
    near = null;
  }
}
