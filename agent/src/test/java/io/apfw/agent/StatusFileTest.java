package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code apfw status} of an agent that is gone: its file may be damaged, or another version's. */
class StatusFileTest {
  private static final String TEXT =
      """
      wtp: {model: C9105AXI, serial: FGL0001, baseMac: "02:00:5E:10:00:01", vendorId: 9}
      dtls: {certificate: pem, key: pem, trust: pem}
      image: {family: ap1g8, hardware: [C9105AXI], trust: pem}
      slots: {part1: part1, part2: part2}
      boot: {environment: boot.env}
      scripts: {upgrade: pem, workDir: tmp}
      state: {dir: state}
      status: {file: status.json}
      control: {socket: act, statusSocket: look}
      """;

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int status(String left) throws IOException {
    for (String name : List.of("pem", "part1", "part2")) {
      Files.createFile(directory.resolve(name));
    }
    Path config = Files.writeString(directory.resolve("apfw.yaml"), TEXT);
    Files.writeString(directory.resolve("status.json"), left);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute("status", "--config=" + config);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nonsense", "{}", "{\"state\": 7}"})
  void whatIsNoStatusIsRefusedByItsName(String left) throws IOException {
    assertThat(status(left)).isEqualTo(ExitCode.STORAGE_IO);
    assertThat(err.toString()).contains("status.json is not a status file").doesNotContain("\tat ");
  }

  /** An agent that ends has perhaps not read what it was asked, or has and does not answer. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void anAgentThatEndsMeanwhileHasLeftItsFile(int read) throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(directory.resolve("look")));
      CompletableFuture<Integer> ended =
          CompletableFuture.supplyAsync(
              () -> {
                try (SocketChannel client = server.accept()) {
                  return client.read(ByteBuffer.allocate(read));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(status("{\"state\": \"Reset\", \"since\": \"noon\"}"))
          .isEqualTo(ExitCode.TRY_LATER);
      assertThat(ended.get()).isPositive();
    }
    assertThat(out.toString()).contains("not running", "Reset since noon");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whatAnotherVersionsAgentHasLeftIsShownAsFarAsItGoes() throws IOException {
    assertThat(status("{\"state\": \"Run\", \"since\": \"noon\", \"runningVersion\": \"1\"}"))
        .isEqualTo(ExitCode.TRY_LATER);
    assertThat(out.toString())
        .contains("not running", "Run since noon", "Last Failure       : none")
        .doesNotContain("null", "AP Backup Image");
    assertThat(err.toString()).isEmpty();
  }
}
