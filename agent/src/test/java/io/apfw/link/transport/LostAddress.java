package io.apfw.link.transport;

import io.apfw.link.transport.CapwapUdp.Port;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** What {@link LostAddressInteropTest} runs in a network namespace of its own. */
final class LostAddress {
  private static final String ADDRESS = "10.9.0.2";

  private LostAddress() {}

  /** Prints what each reopening says: with the address, without it, with it again. */
  public static void main(String[] arguments) throws Exception {
    ip("link set lo up");
    ip("addr add " + ADDRESS + "/32 dev lo");
    try (EventLoop loop = new EventLoop(new MonotonicClock());
        CapwapUdp udp =
            CapwapUdp.open(
                loop, new UdpSettings(InetAddress.getByName(ADDRESS), 1, 0), new Deaf())) {
      reopen("with", loop, udp);
      ip("addr del " + ADDRESS + "/32 dev lo");
      reopen("without", loop, udp);
      ip("addr add " + ADDRESS + "/32 dev lo");
      reopen("again", loop, udp);
    }
  }

  private static void reopen(String when, EventLoop loop, CapwapUdp udp) {
    CompletableFuture<String> said = new CompletableFuture<>();
    loop.execute(
        () -> {
          InetSocketAddress before = udp.localAddress(Port.CONTROL);
          boolean opened = udp.reopen();
          boolean same = udp.localAddress(Port.CONTROL).equals(before);
          long failed = udp.counters().reopenFailed();
          said.complete(
              "%s: %s, the %s ports, %d failed"
                  .formatted(when, opened, same ? "same" : "other", failed));
        });
    System.out.println(said.join());
  }

  private static void ip(String arguments) throws Exception {
    Process ip = new ProcessBuilder(("ip " + arguments).split(" ", -1)).inheritIO().start();
    if (ip.waitFor() != 0) {
      throw new IllegalStateException("ip " + arguments + " failed");
    }
  }

  private static final class Deaf implements CapwapUdp.Handler {
    @Override
    public void clear(Port port, InetSocketAddress from, ByteBuffer packet) {}

    @Override
    public void dtls(Port port, InetSocketAddress from, ByteBuffer records) {}
  }
}
