package io.apfw.agent.ops;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Datagrams to a socket of this machine. The JDK's own unix sockets know none, so these are the
 * system calls of Netty's native transport, without its loops: what {@link #send} says is gone is
 * gone, also when the process ends behind it, and Netty has nothing to log about it, which may be
 * the log that goes this way.
 */
final class LocalDatagrams implements AutoCloseable {
  /** How long a receiver that does not keep up is waited for, once. */
  private static final long WAIT_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int FIRST_BYTES = 4096;

  private final Socket socket;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_BYTES);
  private boolean behind;

  private LocalDatagrams(Socket socket) {
    this.socket = socket;
  }

  /**
   * Connects.
   *
   * @param name a path or, after {@code @}, an abstract name
   * @throws IOException when there is no such socket
   */
  static LocalDatagrams to(String name) throws IOException {
    if (!Epoll.isAvailable()) {
      throw new IOException(
          name + " wants unix datagrams, and there are none", Epoll.unavailabilityCause());
    }
    Socket socket = Socket.newSocketDomainDgram();
    try {
      socket.connect(
          new DomainSocketAddress(name.startsWith("@") ? '\0' + name.substring(1) : name));
    } catch (IOException e) {
      socket.close();
      throw new IOException(name + " cannot be reached", e);
    }
    return new LocalDatagrams(socket);
  }

  /**
   * Sends one; from any thread.
   *
   * @return false when the receiver does not keep up; until it does again, it is not waited for
   * @throws IOException when it is gone, or the datagram is larger than the system sends
   */
  synchronized boolean send(byte[] datagram) throws IOException {
    if (buffer.capacity() < datagram.length) {
      buffer = ByteBuffer.allocateDirect(datagram.length);
    }
    buffer.clear().put(datagram);
    long begun = System.nanoTime();
    while (socket.write(buffer, 0, datagram.length) <= 0) {
      if (behind || System.nanoTime() - begun > WAIT_NANOS_MAX) {
        behind = true;
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    behind = false;
    return true;
  }

  @Override
  public synchronized void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is under way any more.
    }
  }
}
