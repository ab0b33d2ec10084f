package io.apfw.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.grack.nanojson.JsonObject;
import io.apfw.agent.ExitCode;
import io.apfw.agent.Patience;
import io.apfw.agent.Threads;
import io.apfw.agent.control.ControlServer.Place;
import io.apfw.agent.control.ControlServer.Who;
import io.apfw.link.transport.EventLoop;
import io.apfw.link.transport.LocalSocket;
import io.apfw.link.transport.MonotonicClock;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both sockets, by real clients. */
class ControlServerTest {
  @TempDir private Path directory;
  private final EventLoop loop = new EventLoop(new MonotonicClock());
  private final BlockingQueue<ControlReply> held = new LinkedBlockingQueue<>();
  private Path act;
  private Path look;
  private ControlServer server;

  /** Answers with its own name and argument, after so many lines. */
  private record Echo(String name, boolean acts) implements ControlCommand {
    @Override
    public void begin(ControlRequest request, ControlReply reply) throws RequestException {
      String text = request.text("text");
      reply.line(Map.of("said", text));
      reply.done(Map.of("loud", request.flag("loud")));
    }
  }

  /** Does not end by itself. */
  private final class Hold implements ControlCommand {
    @Override
    public String name() {
      return "hold";
    }

    @Override
    public boolean acts() {
      return false;
    }

    @Override
    public void begin(ControlRequest request, ControlReply reply) {
      held.add(reply);
    }
  }

  @BeforeEach
  void open() throws IOException {
    act = directory.resolve("control.sock");
    look = directory.resolve("status.sock");
    server = server();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    loop.close();
  }

  private ControlServer server() throws IOException {
    return ControlServer.open(
        loop,
        new Place(act, Who.GROUP),
        new Place(look, Who.EVERYBODY),
        List.of(new Echo("act", true), new Echo("look", false), new Hold()));
  }

  private static ControlClient client(Path socket) throws IOException {
    return ControlClient.connect(socket).orElseThrow();
  }

  private static JsonObject ask(Path socket, Map<String, ?> request) throws IOException {
    try (ControlClient client = client(socket)) {
      return client.ask(request, line -> {});
    }
  }

  @Test
  void aRequestIsAnsweredByItsLinesAndItsEnd() throws Exception {
    List<JsonObject> lines = new ArrayList<>();
    JsonObject end;
    try (ControlClient client = client(act)) {
      end = client.ask(Map.of("command", "act", "text", "später", "loud", true), lines::add);
    }

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).getString("said")).isEqualTo("später");
    assertThat(end.getInt("exit")).isEqualTo(ExitCode.OK);
    assertThat(end.getBoolean("loud")).isTrue();
  }

  @Test
  void theFilesSayWhoMayActAndWhoMayLook() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(act)))
        .isEqualTo("rw-rw----");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(look)))
        .isEqualTo("rw-rw-rw-");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(act, look);
    }
  }

  @Test
  void whoMayOnlyLookCannotAct() throws Exception {
    assertThat(ask(look, Map.of("command", "look", "text", "x")).getInt("exit")).isZero();

    JsonObject end = ask(look, Map.of("command", "act", "text", "x"));

    assertThat(end.getInt("exit")).isEqualTo(ExitCode.USAGE);
    assertThat(end.getString("error")).contains("\"act\" is not for looking");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | the request is not a JSON object",
        "[1] | the request is not a JSON object",
        "{} | the request has no \"command\"",
        "{\"command\": 7} | the request has no \"command\"",
        "{\"command\": \"fly\"} | no command \"fly\"; it has [act, hold, look]",
        "{\"command\": \"act\"} | act: \"text\" is missing",
        "{\"command\": \"act\", \"text\": 1} | act: \"text\" is not a text",
        "{\"command\": \"act\", \"text\": \"a\\u0007\"} | act: \"text\" is not a text of one line",
        "{\"command\": \"act\", \"text\": \"a\", \"loud\": 1} | \"loud\" is neither true nor false",
      })
  void aBadRequestIsAnsweredByWhatIsWrongWithIt(String line, String complaint) throws Exception {
    try (SocketChannel raw = raw(act)) {
      raw.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));

      assertThat(readToEnd(raw)).contains("\"exit\":64", complaint.replace("\"", "\\\""));
    }
  }

  @Test
  void aLineWithoutEndIsHungUpOn() throws Exception {
    try (SocketChannel raw = raw(act)) {
      ByteBuffer flood = ByteBuffer.allocate(LocalSocket.LINE_BYTES_MAX + 1);
      while (flood.hasRemaining()) {
        raw.write(flood);
      }

      assertThat(readToEnd(raw)).isEmpty();
    }
    assertThat(ask(act, Map.of("command", "act", "text", "x")).getInt("exit")).isZero();
  }

  @Test
  void oneClientTooManyIsHungUpOnAndThePlaceOfOneThatLeavesIsFree() throws Exception {
    List<ControlClient> clients = new ArrayList<>();
    List<CompletableFuture<Object>> asking = new ArrayList<>();
    for (int i = 0; i < LocalSocket.CLIENTS_MAX; i++) {
      ControlClient client = client(look);
      clients.add(client);
      asking.add(CompletableFuture.supplyAsync(() -> hold(client), Threads.EACH));
    }
    BlockingQueue<String> gone = new LinkedBlockingQueue<>();
    for (int i = 0; i < LocalSocket.CLIENTS_MAX; i++) {
      ControlReply reply = held.poll(Patience.SECONDS, TimeUnit.SECONDS);
      assertThat(reply).isNotNull();
      loop.execute(() -> reply.onGone(() -> gone.add("gone")));
    }

    JsonObject refused = ask(look, Map.of("command", "look", "text", "x"));
    assertThat(refused.getInt("exit")).isEqualTo(ExitCode.TRY_LATER);
    assertThat(refused.getString("error")).contains("hung up");
    assertThat(ask(act, Map.of("command", "look", "text", "x")).getInt("exit")).isZero();

    clients.get(0).close();
    assertThat(gone.poll(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo("gone");
    assertThat(ask(look, Map.of("command", "look", "text", "x")).getInt("exit")).isZero();
    for (ControlClient client : clients) {
      client.close();
    }
    for (CompletableFuture<Object> one : asking) {
      one.get(Patience.SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void aClientThatDoesNotReadIsHungUpOn() throws Exception {
    BlockingQueue<String> gone = new LinkedBlockingQueue<>();
    try (SocketChannel raw = raw(look)) {
      raw.write(ByteBuffer.wrap("{\"command\":\"hold\"}\n".getBytes(StandardCharsets.UTF_8)));
      ControlReply reply = held.poll(Patience.SECONDS, TimeUnit.SECONDS);
      assertThat(reply).isNotNull();
      loop.execute(() -> reply.onGone(() -> gone.add("gone")));
      String much = "x".repeat(64 * 1024);
      // The system's buffers take some; what waits beyond a bound ends it.
      for (int sent = 0; sent < 200 && gone.isEmpty(); sent++) {
        reply.line(Map.of("much", much));
      }
      assertThat(gone.poll(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo("gone");
    }
  }

  @Test
  void whatAnAgentBeforeLeftIsReplacedAndNothingIsLeftBehind() throws Exception {
    server.close();
    Files.deleteIfExists(act);
    try (var stale = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      stale.bind(UnixDomainSocketAddress.of(act));
    }
    assertThat(act).exists();
    assertThat(ControlClient.connect(act)).isEmpty();

    server = server();
    assertThat(ask(act, Map.of("command", "act", "text", "x")).getInt("exit")).isZero();

    server.close();
    assertThat(directory).isEmptyDirectory();
    assertThat(ControlClient.connect(act)).isEmpty();
  }

  @Test
  void aPathThatTheSystemDoesNotTakeIsNamed() {
    Path far = directory.resolve("x".repeat(100)).resolve("control.sock");

    assertThatThrownBy(
            () ->
                ControlServer.open(
                    loop, new Place(far, Who.OWNER), new Place(look, Who.OWNER), List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(far.toString())
        .hasMessageContaining("the system takes 107");
  }

  private static Object hold(ControlClient client) {
    try {
      return client.ask(Map.of("command", "hold"), line -> {});
    } catch (IOException e) {
      return e;
    }
  }

  private static SocketChannel raw(Path socket) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  private static String readToEnd(SocketChannel raw) throws IOException {
    StringBuilder text = new StringBuilder();
    ByteBuffer some = ByteBuffer.allocate(4096);
    try {
      while (raw.read(some) >= 0) {
        some.flip();
        text.append(StandardCharsets.UTF_8.decode(some));
        some.clear();
      }
    } catch (IOException e) {
      // Hung up on with bytes of ours unread: as good as an end.
    }
    return text.toString();
  }
}
