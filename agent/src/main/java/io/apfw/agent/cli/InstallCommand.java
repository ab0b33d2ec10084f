package io.apfw.agent.cli;

import com.grack.nanojson.JsonObject;
import io.apfw.agent.ExitCode;
import io.apfw.agent.UpdateAlone;
import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.control.ControlClient;
import io.apfw.agent.operator.Install;
import io.apfw.fetch.FetchException;
import io.apfw.fetch.Location;
import io.apfw.update.UpdateFailure.Cause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code apfw install}: by the running agent, or without one. */
@Command(
    name = "install",
    description = {
      "Fetches an image onto the partition that is not running, verifies it, and makes it the"
          + " first in boot order, on trial as any other.",
      "A running agent does it, and Ctrl-C ends the download; without one this command does.",
      "Exit codes: 0 done, 64 usage, 65 image refused, 69 no file from there, 74 storage,"
          + " 75 not now."
    },
    mixinStandardHelpOptions = true)
public final class InstallCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(
      paramLabel = "URL|FILE",
      description =
          "https://, http://, tftp://host/path, sftp://user@host/path, or a file of this AP that"
              + " the agent may read: a service has a /tmp of its own.")
  private String image = "";

  @Option(names = "--no-activate", description = "Only store it: the boot order stays as it is.")
  private boolean store;

  @Option(names = "--reboot", description = "Boot it at once.")
  private boolean reboot;

  @Option(
      names = "--json",
      description = "Print each event as a JSON object on one line, and the result as the last.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (store && reboot) {
      throw new ParameterException(
          spec.commandLine(), "--no-activate and --reboot exclude each other");
    }
    Progress progress =
        new Progress(spec.commandLine().getOut(), spec.commandLine().getErr(), json);
    String from =
        image.contains("://") ? image : Path.of(image).toAbsolutePath().normalize().toString();
    Location location;
    try {
      location = Location.parse(from);
    } catch (FetchException e) {
      return end(progress, ExitCode.USAGE, Map.of("error", e.failure().line()));
    }
    AgentConfig loaded = config.load();
    Optional<ControlClient> agent = ControlClient.connect(loaded.control().socket());
    if (agent.isEmpty()) {
      return alone(loaded, location, progress);
    }
    try (ControlClient client = agent.get()) {
      JsonObject end =
          client.ask(
              Map.of("command", "install", "location", from, "store", store, "reboot", reboot),
              progress::line);
      return progress.end(
          location.scheme() == Location.Scheme.FILE
              ? withHint(end, Path.of(from), loaded.stateDir())
              : end);
    }
  }

  /**
   * A service may see less of the file system than whoever calls: packaging/systemd/apfw.service.
   */
  static JsonObject withHint(JsonObject end, Path file, Path seen) {
    int cause = end.getInt("cause");
    boolean unseen =
        cause == Cause.FILE_NOT_FOUND.number() || cause == Cause.ACCESS_REFUSED.number();
    if (unseen && Files.exists(file)) {
      end.put(
          "error",
          end.getString("error")
              + ". It is there, but not for the agent's user; and as a service it has a /tmp of its own"
              + " and no /home and /root. Put it, for user apfw to read, into "
              + seen);
    }
    return end;
  }

  private int alone(AgentConfig loaded, Location location, Progress progress) throws Exception {
    AtomicInteger code = new AtomicInteger(ExitCode.BUG);
    boolean begun =
        UpdateAlone.install(
            loaded,
            new Install.Order(location, !store, reboot),
            new Install.Watcher() {
              @Override
              public void line(Map<String, ?> line) {
                progress.line(new JsonObject(line));
              }

              @Override
              public void ended(int exitCode, Map<String, ?> result) {
                code.set(end(progress, exitCode, result));
              }
            });
    return begun
        ? code.get()
        : end(progress, ExitCode.TRY_LATER, Map.of("error", UpdateAlone.busy(loaded)));
  }

  private static int end(Progress progress, int exitCode, Map<String, ?> result) {
    JsonObject end = new JsonObject(result);
    end.put("exit", exitCode);
    return progress.end(end);
  }
}
