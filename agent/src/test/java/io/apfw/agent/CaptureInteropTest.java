package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.pcap.Capture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wireshark's dissector reads a whole upgrade, the agent's side and the controller's. */
@Tag("interop")
class CaptureInteropTest {

  @TempDir private Path directory;

  @Test
  void nothingThatIsSaidFromDiscoveryToRunIsMalformed() throws Exception {
    Path pcap = directory.resolve("upgrade.pcap");
    Laboratory lab = new Laboratory(directory);
    int control;
    int data;
    try (Capture capture = Capture.open(pcap)) {
      lab.tap(capture);
      lab.startController(DataChannel.CLEAR, "17.9.4.27", lab.image("ap1g8", "17.9.4.27"));
      control = lab.controller().controlAddress().getPort();
      data = lab.controller().dataAddress().getPort();
      assertThat(lab.boot().awaitEnd()).isEqualTo(ExitCode.OK);
      RunningAgent second = lab.boot();
      lab.awaitNote(new ControllerNote.StateEntered(AcState.RUN));
      second.awaitLine("Trial passed");
      lab.close();
    }

    List<String> types =
        tshark(pcap, control, data, "-T", "fields", "-e", "capwap.control.header.message_type");
    assertThat(types)
        .as("Discovery, Join, Configuration Status, Change State Event, Image Data")
        .contains("1", "2", "3", "4", "5", "6", "11", "12", "15", "16");
    assertThat(tshark(pcap, control, data, "-Y", "_ws.malformed")).isEmpty();
    assertThat(tshark(pcap, control, data, "-Y", "capwap.header.flags.k == 1"))
        .as("keep-alives and their echoes")
        .hasSizeGreaterThanOrEqualTo(2);
  }

  private List<String> tshark(Path pcap, int control, int data, String... options)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r"));
    command.addAll(
        List.of(
            pcap.toString(),
            "-d",
            "udp.port==" + control + ",capwap",
            "-d",
            "udp.port==" + data + ",capwap.data"));
    command.addAll(List.of(options));
    Path printed = directory.resolve("tshark.out");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(printed.toFile())
            .redirectError(directory.resolve("tshark.err").toFile())
            .start();
    assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).as("tshark ends").isTrue();
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("tshark.err"))).isZero();
    return Files.readAllLines(printed);
  }
}
