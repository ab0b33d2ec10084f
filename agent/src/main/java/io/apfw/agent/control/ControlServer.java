package io.apfw.agent.control;

import io.apfw.agent.ExitCode;
import io.apfw.link.transport.EventLoop;
import io.apfw.link.transport.LocalSocket;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The agent's side of both sockets: finds the command of each request and begins it. */
public final class ControlServer implements Closeable {
  /** Who may connect, besides root. */
  public enum Who {
    OWNER("rw-------"),
    GROUP("rw-rw----"),
    EVERYBODY("rw-rw-rw-");

    private final String permissions;

    Who(String permissions) {
      this.permissions = permissions;
    }
  }

  /**
   * One of the two sockets.
   *
   * @param path its file; whatever stood there is replaced
   * @param who may connect
   */
  public record Place(Path path, Who who) {}

  private final Map<String, ControlCommand> commands = new TreeMap<>();
  private final LocalSocket acting;
  private final LocalSocket looking;

  private ControlServer(EventLoop loop, Place act, Place look, List<ControlCommand> all)
      throws IOException {
    for (ControlCommand command : all) {
      if (commands.put(command.name(), command) != null) {
        throw new IllegalArgumentException("two commands are called " + command.name());
      }
    }
    acting = open(loop, act, true);
    try {
      looking = open(loop, look, false);
    } catch (IOException e) {
      acting.close();
      throw e;
    }
  }

  /**
   * Opens both sockets; not on the event loop.
   *
   * @param act where every command may be given
   * @param look where only those may be given that do not act
   * @param commands each of its own name
   * @throws IOException if one cannot be opened
   */
  public static ControlServer open(
      EventLoop loop, Place act, Place look, List<ControlCommand> commands) throws IOException {
    return new ControlServer(loop, act, look, commands);
  }

  private LocalSocket open(EventLoop loop, Place place, boolean mayAct) throws IOException {
    return LocalSocket.open(
        loop,
        place.path(),
        PosixFilePermissions.fromString(place.who().permissions),
        peer -> new Session(peer, mayAct));
  }

  @Override
  public void close() throws IOException {
    try {
      acting.close();
    } finally {
      looking.close();
    }
  }

  /** One client. */
  private final class Session implements LocalSocket.Handler {
    private final ControlReply reply;
    private final boolean mayAct;

    Session(LocalSocket.Peer peer, boolean mayAct) {
      this.reply = new ControlReply(peer);
      this.mayAct = mayAct;
    }

    @Override
    public void line(String line) {
      try {
        ControlRequest request = ControlRequest.parse(line);
        find(request).begin(request, reply);
      } catch (RequestException e) {
        reply.failed(ExitCode.USAGE, String.valueOf(e.getMessage()));
      }
    }

    private ControlCommand find(ControlRequest request) throws RequestException {
      ControlCommand command = commands.get(request.command());
      if (command == null) {
        throw new RequestException(
            "this agent has no command \""
                + request.command()
                + "\"; it has "
                + new TreeSet<>(commands.keySet()));
      }
      if (command.acts() && !mayAct) {
        throw new RequestException(
            "\"" + request.command() + "\" is not for looking: use the socket for acting");
      }
      return command;
    }

    @Override
    public void gone() {
      reply.gone();
    }
  }
}
