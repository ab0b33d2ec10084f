package io.apfw.agent.control;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The client's side of a socket; blocks. Closing it gives up on the command. */
public final class ControlClient implements AutoCloseable {
  /** An answer is a few lines of status at most. */
  private static final int LINE_BYTES_MAX = 1024 * 1024;

  private final Path path;
  private final SocketChannel channel;
  private final InputStream in;

  private ControlClient(Path path, SocketChannel channel) {
    this.path = path;
    this.channel = channel;
    this.in = new BufferedInputStream(Channels.newInputStream(channel));
  }

  /**
   * Connects to the agent.
   *
   * @return nothing when no agent listens there
   * @throws AccessDeniedException when the socket's permissions do not let this user
   */
  public static Optional<ControlClient> connect(Path path) throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    if (!Files.isWritable(path)) {
      throw new AccessDeniedException(
          path.toString(), null, "the socket's permissions do not let this user connect");
    }
    try {
      return Optional.of(
          new ControlClient(path, SocketChannel.open(UnixDomainSocketAddress.of(path))));
    } catch (SocketException e) {
      // Its agent has ended without removing it.
      return Optional.empty();
    }
  }

  /**
   * Sends a request and takes the answers.
   *
   * @param request with its {@code command}
   * @param lines takes the answers before the last
   * @return the last answer, with {@code exit} and perhaps {@code error}; where the agent ends
   *     before it, one that says so
   * @throws IOException when an answer is none
   */
  public JsonObject ask(Map<String, ?> request, Consumer<JsonObject> lines) throws IOException {
    try {
      send(JsonWriter.string(request) + "\n");
      for (Optional<String> line = read(); line.isPresent(); line = read()) {
        JsonObject answer = JsonParser.object().from(line.get());
        if ("end".equals(answer.getString("answer"))) {
          return answer;
        }
        lines.accept(answer);
      }
    } catch (JsonParserException e) {
      throw new IOException(path + ": an answer is not JSON: " + e.getMessage(), e);
    } catch (IOException e) {
      // With our request unread: a reset, not an end.
    }
    return new JsonObject(
        Map.of(
            "exit",
            ExitCode.TRY_LATER,
            "error",
            path + ": the agent hung up before the command had ended; see its log"));
  }

  private void send(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** The next line without its end; empty behind the last. */
  private Optional<String> read() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.size() == LINE_BYTES_MAX) {
        return Optional.empty();
      }
      line.write(next);
    }
    return Optional.of(line.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
