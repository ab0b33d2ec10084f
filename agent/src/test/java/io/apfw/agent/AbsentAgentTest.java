package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An agent that is gone, whose status file may be damaged or another version's, or that goes while
 * a command asks it.
 */
class AbsentAgentTest {
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

  private int apfw(String... arguments) throws IOException {
    for (String name : List.of("pem", "part1", "part2")) {
      Files.createFile(directory.resolve(name));
    }
    Path config = Files.writeString(directory.resolve("apfw.yaml"), TEXT);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            Stream.concat(Stream.of(arguments), Stream.of("--config=" + config))
                .toArray(String[]::new));
  }

  private int status(String left) throws IOException {
    Files.writeString(directory.resolve("status.json"), left);
    return apfw("status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nonsense", "{}", "{\"state\": 7}"})
  void whatIsNoStatusIsRefusedByItsName(String left) throws IOException {
    assertThat(status(left)).isEqualTo(ExitCode.STORAGE_IO);
    assertThat(err.toString()).contains("status.json is not a status file").doesNotContain("\tat ");
  }

  /** Takes a client, reads so many bytes at most of what it asks, and goes. */
  private CompletableFuture<Integer> leaving(ServerSocketChannel server, int read) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (SocketChannel client = server.accept()) {
            return client.read(ByteBuffer.allocate(read));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Threads.EACH);
  }

  private ServerSocketChannel listening(String socket) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(directory.resolve(socket)));
  }

  /** An agent that ends has perhaps not read what it was asked, or has and does not answer. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void whatAnAgentHasLeftIsShownWhenItEndsMeanwhile(int read) throws Exception {
    try (ServerSocketChannel server = listening("look")) {
      CompletableFuture<Integer> asked = leaving(server, read);
      assertThat(status("{\"state\": \"Reset\", \"since\": \"noon\"}"))
          .isEqualTo(ExitCode.TRY_LATER);
      assertThat(asked.get()).isPositive();
    }
    assertThat(out.toString()).contains("not running", "Reset since noon");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, install --json /x.tar",
    "1000, install --json /x.tar",
    "1, check --json",
    "1000, check --json",
    "1, confirm --json",
    "1000, confirm --json"
  })
  void aCommandSaysThatTheAgentHasGone(int read, String command) throws Exception {
    try (ServerSocketChannel server = listening("act")) {
      CompletableFuture<Integer> asked = leaving(server, read);
      assertThat(apfw(command.split(" ", -1))).isEqualTo(ExitCode.TRY_LATER);
      assertThat(asked.get()).isPositive();
    }
    JsonObject last = JsonParser.object().from(out.toString());
    assertThat(last.getString("error")).contains("the agent hung up");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void theStreamOfEventsEndsInWords(int read) throws Exception {
    try (ServerSocketChannel server = listening("look")) {
      CompletableFuture<Integer> asked = leaving(server, read);
      assertThat(apfw("events", "--json")).isEqualTo(ExitCode.TRY_LATER);
      assertThat(asked.get()).isPositive();
    }
    assertThat(err.toString()).contains("the agent hung up");
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
