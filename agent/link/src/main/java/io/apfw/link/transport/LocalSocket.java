package io.apfw.link.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A Unix domain socket of the stream kind on the event loop: each client sends one line and hears
 * lines until either end hangs up.
 *
 * <p>Nobody can make it wait or grow: clients, the bytes of a line, the time until it is there, and
 * the bytes that wait for a client that does not read are bounded, and a client beyond a bound is
 * hung up on. The file's permissions say who may connect, which takes the right to write; it stands
 * under its name only once it has them.
 */
public final class LocalSocket implements AutoCloseable {
  /** Clients at one time; one more is hung up on. */
  public static final int CLIENTS_MAX = 16;

  /** The longest line taken, without its end. */
  public static final int LINE_BYTES_MAX = 8 * 1024;

  /** How long a client may take to send its line. */
  static final long LINE_MILLIS_MAX = 10_000;

  /** What may wait for a client that does not read. */
  static final int PENDING_BYTES_MAX = 512 * 1024;

  /** What Linux takes, {@code sun_path} less the zero at its end. */
  private static final int PATH_BYTES_MAX = 107;

  /** One client. Its methods may be called on any thread and have no effect once it is gone. */
  public interface Peer {
    /** Sends a line; the end of the line is added. */
    void send(String line);

    /** Hangs up once everything has been sent. */
    void close();
  }

  /** What a client is answered by; called on the event loop. */
  public interface Handler {
    /** The client's line, once. */
    void line(String line);

    /** The client has hung up, or has been hung up on; once. */
    void gone();
  }

  private final Path path;
  private final EventLoop loop;
  private final Function<Peer, Handler> handlers;
  private final Channel server;
  private final Set<Channel> clients = new HashSet<>();

  private LocalSocket(
      EventLoop loop,
      Path path,
      Set<PosixFilePermission> permissions,
      Function<Peer, Handler> handlers)
      throws IOException {
    this.loop = loop;
    this.path = path;
    this.handlers = handlers;
    this.server = bind(permissions);
  }

  /**
   * Opens the socket in the place of whatever stood under its name; not on the event loop.
   *
   * @param permissions of the socket's file
   * @param handlers makes a handler for each client, on the event loop
   * @throws IOException if it cannot be bound; the message names the path
   */
  public static LocalSocket open(
      EventLoop loop,
      Path path,
      Set<PosixFilePermission> permissions,
      Function<Peer, Handler> handlers)
      throws IOException {
    return new LocalSocket(loop, path.toAbsolutePath(), permissions, handlers);
  }

  /** Binds in a directory that is nobody else's, so that no client comes before the permissions. */
  private Channel bind(Set<PosixFilePermission> permissions) throws IOException {
    Path directory = path.getParent();
    if (directory == null) {
      throw new IOException("socket " + path + " is not a file");
    }
    Files.createDirectories(directory);
    Path hidden = Files.createTempDirectory(directory, ".");
    Path fresh = hidden.resolve("s");
    int pathBytes =
        Math.max(
            path.toString().getBytes(StandardCharsets.UTF_8).length,
            fresh.toString().getBytes(StandardCharsets.UTF_8).length);
    try {
      if (pathBytes > PATH_BYTES_MAX) {
        throw new IOException(
            "socket %s: its path makes %d bytes, the system takes %d: choose a shorter one"
                .formatted(path, pathBytes, PATH_BYTES_MAX));
      }
      Channel bound = listen(fresh);
      Files.setPosixFilePermissions(fresh, permissions);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return bound;
    } finally {
      Files.deleteIfExists(fresh);
      Files.deleteIfExists(hidden);
    }
  }

  private Channel listen(Path fresh) throws IOException {
    var bound =
        new ServerBootstrap()
            .group(loop.netty())
            .channel(NioServerDomainSocketChannel.class)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(PENDING_BYTES_MAX / 2, PENDING_BYTES_MAX))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Client(channel));
                  }
                })
            .bind(UnixDomainSocketAddress.of(fresh))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("socket " + path + " cannot be bound: " + bound.cause().getMessage());
    }
    return bound.channel();
  }

  /** Takes no more clients and hangs up on those there are. */
  @Override
  public void close() throws IOException {
    hangUp(server);
    loop.execute(() -> List.copyOf(clients).forEach(LocalSocket::hangUp));
    Files.deleteIfExists(path);
  }

  /** Nothing waits for the end of it. */
  private static void hangUp(Channel channel) {
    var unused = channel.close();
  }

  /** One connection. */
  private final class Client extends SimpleChannelInboundHandler<ByteBuf> implements Peer {
    private final Channel channel;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final DeadlineTimer patience;
    private final Handler handler;
    private boolean counted;
    private boolean heard;

    Client(Channel channel) {
      this.channel = channel;
      this.patience = loop.timer(this::tooLate);
      this.handler = handlers.apply(this);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (clients.size() == CLIENTS_MAX) {
        hangUp(channel);
        return;
      }
      clients.add(channel);
      counted = true;
      patience.arm(loop.now().plusMillis(LINE_MILLIS_MAX));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      while (!heard && counted && bytes.isReadable()) {
        byte next = bytes.readByte();
        if (next == '\n') {
          heard = true;
          patience.arm(null);
          handler.line(line.toString(StandardCharsets.UTF_8));
        } else if (line.size() == LINE_BYTES_MAX) {
          hangUp(channel);
          return;
        } else {
          line.write(next);
        }
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      patience.arm(null);
      if (counted) {
        counted = false;
        clients.remove(channel);
        handler.gone();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      hangUp(channel);
      if (!(cause instanceof IOException)) {
        loop.reportBug(cause);
      }
    }

    private void tooLate() {
      hangUp(channel);
    }

    @Override
    public void send(String text) {
      if (!channel.isWritable()) {
        hangUp(channel);
        return;
      }
      var unused =
          channel.writeAndFlush(Unpooled.copiedBuffer(text + "\n", StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
      var unused =
          channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }
}
