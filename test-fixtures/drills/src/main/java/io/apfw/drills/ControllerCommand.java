package io.apfw.drills;

import io.apfw.drills.ac.Ac;
import io.apfw.drills.yaml.YamlException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drill controller}. */
@Command(
    name = "controller",
    description = "A controller for any number of APs, until it is stopped; its log on stdout.")
final class ControllerCommand extends ServiceCommand<Ac> {
  @Option(
      names = "--commands",
      paramLabel = "FILE",
      description =
          "Commands, a line each, that are run at the start; then those of stdin. `help` lists"
              + " them, `exit` stops the controller, the end of either does not.")
  private @Nullable Path commands;

  @Override
  Ac start(Path file, Clock clock) throws IOException, YamlException {
    if (commands != null && !Files.isReadable(commands)) {
      throw new IOException(commands + " cannot be read");
    }
    return Ac.start(file, spec.commandLine().getOut(), clock);
  }

  @Override
  void serve(Ac ac) throws IOException, InterruptedException {
    if (commands != null) {
      for (String line : Files.readAllLines(commands)) {
        if (!ac.command(line, true)) {
          return;
        }
      }
    }
    boolean terminal = Boolean.getBoolean("apfw.terminal");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintWriter out = spec.commandLine().getOut();
    while (true) {
      if (terminal) {
        out.print(ac.prompt());
        out.flush();
      }
      String line = in.readLine();
      if (line == null) {
        super.serve(ac);
      } else if (!ac.command(line, !terminal)) {
        return;
      }
    }
  }
}
