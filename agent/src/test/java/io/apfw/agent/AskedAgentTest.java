package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.apfw.agent.control.ControlClient;
import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerNote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running agent is asked over its sockets. */
class AskedAgentTest {
  @TempDir private Path directory;
  private Laboratory lab;

  @BeforeEach
  void begin() throws Exception {
    lab = new Laboratory(directory);
    lab.startController(DataChannel.CLEAR, "17.3.3.26", lab.image("ap1g8", "17.3.3.26"));
  }

  @AfterEach
  void end() throws Exception {
    lab.close();
  }

  @Test
  void tellsItsStatusAndItsEvents() throws Exception {
    RunningAgent agent = lab.boot();
    agent.awaitLine("CAPWAP State: Run");
    lab.awaitNote(new ControllerNote.StateEntered(AcState.RUN));

    JsonObject status = JsonParser.object().from(lab.apfw("status", "--json"));
    assertThat(status.getString("state")).isEqualTo("Run");
    assertThat(lab.apfw("status")).contains("running, pid", "17.3.3.26 on part2");

    BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
    try (ControlClient client =
        ControlClient.connect(directory.resolve("status.sock")).orElseThrow()) {
      CompletableFuture<Void> listening =
          CompletableFuture.runAsync(() -> listen(client, events), Threads.EACH);
      JsonObject first = events.poll(Patience.SECONDS, TimeUnit.SECONDS);
      assertThat(first).isNotNull();
      assertThat(first.getObject("status").getString("state")).isEqualTo("Run");

      agent.stop();
      listening.get(Patience.SECONDS, TimeUnit.SECONDS);
    }
    assertThat(events)
        .anySatisfy(
            event -> {
              assertThat(event.getInt("event")).isEqualTo(1);
              assertThat(event.getString("name")).isEqualTo("StateEntered");
              assertThat(event.getString("state")).isEqualTo("DTLS Teardown");
            });
    assertThat(directory.resolve("status.sock")).doesNotExist();
  }

  @Test
  void isTheOnlyOneOnItsStateDirectory() throws Exception {
    RunningAgent agent = lab.boot();
    agent.awaitLine("CAPWAP State: Run");

    assertThat(lab.boot().awaitEnd()).isEqualTo(ExitCode.TRY_LATER);

    assertThat(agent.stop()).isEqualTo(ExitCode.OK);
    RunningAgent next = lab.boot();
    next.awaitLine("CAPWAP State: Run");
  }

  private static void listen(ControlClient client, BlockingQueue<JsonObject> events) {
    try {
      client.ask(Map.of("command", "events"), events::add);
    } catch (IOException e) {
      // The agent has ended.
    }
  }
}
