package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.control.ControlCommand;
import io.apfw.agent.control.ControlServer;
import io.apfw.agent.control.ControlServer.Place;
import io.apfw.link.transport.EventLoop;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** The sockets by which the agent is asked and told, where the configuration has them. */
final class AgentControl implements AutoCloseable {
  private final AgentConfig.Control config;
  private final EventLoop events;
  private final List<ControlCommand> commands;
  private @Nullable ControlServer server;

  AgentControl(AgentConfig.Control config, EventLoop events, List<ControlCommand> commands) {
    this.config = config;
    this.events = events;
    this.commands = List.copyOf(commands);
  }

  /** An agent that nobody can talk to still keeps its AP on the right firmware. */
  void open() {
    try {
      server =
          ControlServer.open(
              events,
              new Place(config.socket(), who(config.mayAct())),
              new Place(config.statusSocket(), who(config.mayLook())),
              commands);
    } catch (IOException e) {
      Logger.warn("Commands cannot reach this agent: {}", e.getMessage());
    }
  }

  private static ControlServer.Who who(AgentConfig.Access access) {
    return switch (access) {
      case OWNER -> ControlServer.Who.OWNER;
      case GROUP -> ControlServer.Who.GROUP;
      case EVERYBODY -> ControlServer.Who.EVERYBODY;
    };
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
  }
}
