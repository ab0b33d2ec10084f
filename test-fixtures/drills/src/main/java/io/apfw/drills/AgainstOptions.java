package io.apfw.drills;

import io.apfw.drills.lab.Against;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Another controller than the laboratory's. */
final class AgainstOptions {
  private static final int CONTROL_PORT = 5246;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--against",
      paramLabel = "HOST[:PORT]",
      description =
          "A controller that is there already, port 5246 unless said; its data port is the next one.")
  private @Nullable String against;

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description =
          "With --against: ap.key, ap.pem, network-roots.pem and image-roots.pem, as `drill keys`"
              + " makes them.")
  private @Nullable Path keys;

  /** Which it is; empty for none. */
  Optional<Against> controller() {
    if (against == null) {
      if (keys != null) {
        throw usage("--keys belongs to --against");
      }
      return Optional.empty();
    }
    if (keys == null) {
      throw usage("--against needs --keys: which certificate the APs show, and whom they believe");
    }
    for (String name : List.of("ap.key", "ap.pem", "network-roots.pem", "image-roots.pem")) {
      if (!Files.isReadable(keys.resolve(name))) {
        throw usage("--keys " + keys + ": " + name + " is not there, or cannot be read");
      }
    }
    int colon = against.lastIndexOf(':');
    String host = colon < 0 ? against : against.substring(0, colon);
    try {
      int port = colon < 0 ? CONTROL_PORT : Integer.parseInt(against.substring(colon + 1));
      InetAddress address = InetAddress.getByName(host);
      return Optional.of(
          new Against(
              new InetSocketAddress(address, port),
              new InetSocketAddress(address, port + 1),
              keys));
    } catch (UnknownHostException e) {
      throw usage("--against " + against + ": no such host");
    } catch (IllegalArgumentException e) {
      throw usage("--against " + against + ": HOST or HOST:PORT, a port is 1 to 65534");
    }
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
