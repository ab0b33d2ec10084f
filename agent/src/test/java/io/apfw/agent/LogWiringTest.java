package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a real agent's log goes: a process of its own, for tinylog is set up once in each. */
class LogWiringTest {
  @TempDir Path directory;

  /** Begins with the line that another agent has the state directory; so it ends by itself. */
  private String run(String log) throws Exception {
    new Laboratory(directory).bootLoader();
    AgentLock taken = AgentLock.take(directory.resolve("state")).orElseThrow();
    try {
      Path file = directory.resolve("apfw.yaml");
      Files.writeString(file, Files.readString(file) + "\nlog: {" + log + "}\n");
      List<String> command = new ArrayList<>(LabAgent.command());
      command.addAll(List.of("agent", "--config", file.toString()));
      Path out = directory.resolve("out");
      Process agent =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      assertThat(agent.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(agent.exitValue()).isEqualTo(ExitCode.TRY_LATER);
      return Files.readString(out);
    } finally {
      taken.close();
    }
  }

  private List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().startsWith("apfw.log")).toList();
    }
  }

  @Test
  void standardOutputIsTheDefault() throws Exception {
    assertThat(run("level: info")).matches("(?s)\\[\\*.*\\] Another agent.*");
  }

  @Test
  void aFileHasTheSameLines() throws Exception {
    assertThat(run("to: file, file: apfw.log")).isEmpty();
    assertThat(directory.resolve("apfw.log")).content().matches("(?s)\\[\\*.*\\] Another agent.*");
    assertThat(logs()).as("itself and the one that it is").hasSize(2);
    run("to: file, file: apfw.log, files: 1");
    run("to: file, file: apfw.log, files: 1");
    assertThat(logs()).hasSize(2);
  }

  @Test
  void syslogHearsTheLinesWithoutTheirTime() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(Patience.SECONDS * 1000);
      assertThat(run("to: syslog, syslogPort: " + server.getLocalPort())).isEmpty();
      DatagramPacket heard = new DatagramPacket(new byte[2048], 2048);
      server.receive(heard);
      // Facility 3, daemon, and severity 3, an error (RFC 3164, section 4.1.1).
      assertThat(new String(heard.getData(), 0, heard.getLength(), StandardCharsets.UTF_8))
          .startsWith("<27>apfw: Another agent");
    }
  }

  @Test
  void whatCannotBeUsedIsSaidOnStandardOutput() throws Exception {
    assertThat(run("to: file, file: nowhere/apfw.log"))
        .contains("nowhere: the log goes to standard output", "] Another agent");
  }
}
