package io.apfw.drills.lab;

import io.apfw.drills.net.UdpRelay;
import io.apfw.drills.net.Weather;
import java.io.IOException;
import java.net.InetSocketAddress;

/** What stands between one AP and the controller's two ports. */
final class Way implements AutoCloseable {
  /** Of IPv4 and UDP. */
  static final int IP_UDP_BYTES = 28;

  private final UdpRelay control;
  private final UdpRelay data;
  private volatile boolean cut;

  /** To the controller's ports. */
  Way(InetSocketAddress control, InetSocketAddress data, Weather weather) throws IOException {
    this.control = new UdpRelay(control, weather);
    this.data = new UdpRelay(data, weather);
  }

  /** Where the AP finds the controller's control channel. */
  InetSocketAddress control() {
    return control.address();
  }

  /** Where it finds its data channel. */
  InetSocketAddress data() {
    return data.address();
  }

  void treat(UdpRelay.Treatment treatment) {
    control.treat(treatment);
    data.treat(treatment);
  }

  /** It can be cut from now on, and longer IP packets are lost both ways. */
  void limit(int mtuBytes) {
    treat(
        (wtp, toWtp, datagram) ->
            cut || datagram.length + IP_UDP_BYTES > mtuBytes ? null : datagram);
  }

  /** Lets nothing pass, or all again. */
  void cut(boolean now) {
    cut = now;
  }

  @Override
  public void close() {
    control.close();
    data.close();
  }
}
