package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.ac.Ac;
import io.apfw.drills.image.DrillImage;
import io.apfw.drills.lab.Against;
import io.apfw.drills.lab.Console;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.lab.DrillPki;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.LabOptions;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.scenario.Scenario;
import io.apfw.drills.scenario.ScriptDrill;
import io.apfw.drills.text.ScriptReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drills with the classes under test as their agent. */
class LabTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path directory;

  @Test
  void anOperatorHasTheApFetchInRunAndSwap() throws Exception {
    Scenario drill =
        Scenario.ALL.stream()
            .filter(one -> one.name().equals("operator-predownload"))
            .findFirst()
            .orElseThrow();
    assertThat(play(drill, LabAgent.options(directory, PATIENCE, Optional.empty())).failures())
        .isEmpty();
  }

  /** {@code drill run --against}. */
  @Test
  void theApShowsAndBelievesWhatIsGivenAndIsUpgradedByTheOther() throws Exception {
    DrillPki pki = new DrillPki();
    Path keys = directory.resolve("keys");
    pki.write(keys);
    Path images = Files.createDirectories(directory.resolve("images"));
    new DrillImage(
            DrillAp.FAMILY, Lab.WANTED_VERSION, DrillAp.HARDWARE, Scale.SMALL.imageBytes(), 1)
        .make(directory.resolve("cache"), pki.signer(), images.resolve(DrillAp.FAMILY));
    Path config =
        Files.writeString(
            directory.resolve("ac.yaml"),
            """
            listen: {controlPort: 0, dataPort: 0}
            dtls: {key: keys/ac.key, certificate: keys/ac.pem, trust: keys/network-roots.pem}
            image: {path: images}
            """);
    StringWriter controllersLog = new StringWriter();
    DrillResult result;
    try (Ac ac = Ac.start(config, new PrintWriter(controllersLog, true), Clock.systemUTC())) {
      result = play(new Against(ac.controlAddress(), ac.dataAddress(), keys));
    }

    assertThat(result.failures()).isEmpty();
    assertThat(controllersLog.toString()).contains("Disjoined Image Download Success");
  }

  private DrillResult play(Against against) throws Exception {
    ScriptDrill drill =
        new ScriptDrill(
            ScriptReader.of(
                "elsewhere",
                """
                summary: another controller
                network: {roundTrip: 2 ms}
                expect:
                  states: [Discovery, DTLS Setup, Join, Image Data, Configure, Run]
                  boots: [part2, part1]
                  part1: 17.9.4.27 GOOD
                """),
            1);
    return play(drill, drill.options(LabAgent.options(directory, PATIENCE, Optional.of(against))));
  }

  private DrillResult play(Scenario drill, LabOptions options) throws Exception {
    Path log = directory.resolve("agent.log");
    try (Console console = new Console(new PrintWriter(Writer.nullWriter()), false, log);
        Lab lab = Lab.open(drill.name(), drill.scale(), options, console, LabAgent.command())) {
      return drill.run(lab);
    }
  }
}
