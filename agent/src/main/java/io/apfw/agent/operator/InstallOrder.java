package io.apfw.agent.operator;

import io.apfw.agent.control.ControlCommand;
import io.apfw.agent.control.ControlReply;
import io.apfw.agent.control.ControlRequest;
import io.apfw.agent.control.RequestException;
import io.apfw.fetch.FetchException;
import io.apfw.fetch.Location;
import java.util.Map;

/**
 * {@code install}: {@code location} is a URL or an absolute path, which this agent reads; {@code
 * store} leaves the boot order as it is, {@code reboot} boots the image at once. A line for each
 * event of the update, and the end as {@link Install.Watcher} says. A client that hangs up ends a
 * download.
 */
public final class InstallOrder implements ControlCommand {
  private final Install install;

  public InstallOrder(Install install) {
    this.install = install;
  }

  @Override
  public String name() {
    return "install";
  }

  @Override
  public boolean acts() {
    return true;
  }

  @Override
  public void begin(ControlRequest request, ControlReply reply) throws RequestException {
    Install.Order order =
        new Install.Order(
            location(request.text("location")), !request.flag("store"), request.flag("reboot"));
    if (order.reboot() && !order.activate()) {
      throw new RequestException("install: \"store\" and \"reboot\" exclude each other");
    }
    Install.Watcher watcher =
        new Install.Watcher() {
          @Override
          public void line(Map<String, ?> line) {
            reply.line(line);
          }

          @Override
          public void ended(int exitCode, Map<String, ?> result) {
            reply.end(exitCode, result);
          }
        };
    install.begin(order, watcher);
    reply.onGone(() -> install.giveUp(watcher));
  }

  private static Location location(String text) throws RequestException {
    try {
      return Location.parse(text);
    } catch (FetchException e) {
      throw new RequestException(e.failure().line());
    }
  }
}
