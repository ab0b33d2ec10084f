package io.apfw.drills;

import io.apfw.drills.cloud.CloudService;
import io.apfw.drills.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Command;

/** {@code drill cloud}. */
@Command(
    name = "cloud",
    description =
        "A cloud for any number of APs, until it is stopped: challenge, rules by serial number, model"
            + " or folder, roll-out by percentage, failures on demand.")
final class CloudCommand extends ServiceCommand<CloudService> {
  @Override
  CloudService start(Path file, Clock clock) throws IOException, YamlException {
    return CloudService.start(file, spec.commandLine().getOut(), clock);
  }
}
