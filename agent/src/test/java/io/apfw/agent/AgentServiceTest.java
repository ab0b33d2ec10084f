package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.agent.config.ConfigLoader;
import io.apfw.agent.ops.ServiceManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SIGHUP does, by a socket that stands for systemd's; the check of the package sends it. */
class AgentServiceTest {
  private static final String NOWHERE = "/nowhere/reboot";

  @TempDir private Path directory;
  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
  private Laboratory lab;
  private Path file;
  private NotifySocket systemd;
  private ServiceManager manager;
  private AgentService service;
  private CompletableFuture<Integer> end;

  @BeforeEach
  void start() throws Exception {
    lab = new Laboratory(directory);
    lab.bootLoader();
    file = directory.resolve("apfw.yaml");
    String socket = directory.resolve("notify").toString();
    systemd = new NotifySocket(socket);
    manager = ServiceManager.open(Map.of("NOTIFY_SOCKET", socket));
    service = new AgentService(file, ConfigLoader.load(file), log::add, false);
    end =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return service.run(Optional.of(manager));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            Threads.EACH);
    assertThat(systemd.next("READY")).isEqualTo("READY=1");
  }

  @AfterEach
  void stop() throws Exception {
    service.stop();
    if (!end.isCompletedExceptionally()) {
      assertThat(end.get(Patience.SECONDS, TimeUnit.SECONDS)).isZero();
    }
    manager.close();
    systemd.close();
    lab.close();
  }

  private void change(String from, String to) throws Exception {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private long starts() {
    return log.stream().filter(line -> line.startsWith("apfw started")).count();
  }

  private void reloads() throws Exception {
    service.reload(Optional.of(manager));
    assertThat(systemd.next("RELOADING")).startsWith("RELOADING=1\nMONOTONIC_USEC=");
    assertThat(systemd.next("READY")).isEqualTo("READY=1");
  }

  @Test
  void theNextAgentHasTheNewConfiguration() throws Exception {
    change("control.sock", "another.sock");
    reloads();
    assertThat(directory.resolve("another.sock")).exists();
    assertThat(directory.resolve("control.sock")).doesNotExist();
    assertThat(starts()).isEqualTo(2);
  }

  @Test
  void aMistakeOrAKeyThatIsNoneChangesNothing() throws Exception {
    change("family:", "famly:");
    service.reload(Optional.of(manager));
    change("famly:", "family:");
    byte[] key = Files.readAllBytes(directory.resolve("wtp.key"));
    Files.writeString(directory.resolve("wtp.key"), "not a key\n");
    service.reload(Optional.of(manager));
    Files.write(directory.resolve("wtp.key"), key);
    assertThat(end).isNotDone();
    assertThat(starts()).isEqualTo(1);
  }

  @Test
  void aRenewedKeyIsTakenWithTheSameConfiguration() throws Exception {
    reloads();
    assertThat(starts()).isEqualTo(2);
  }

  @Test
  void aConfigurationThatNoAgentStartsWithIsGivenUp() throws Exception {
    change("localAddress: \"127.0.0.1\"", "localAddress: \"192.0.2.1\"");
    reloads();
    assertThat(end).isNotDone();
    assertThat(starts()).as("the other one has not said so").isEqualTo(2);
  }

  /** Whatever it is, it is not that no agent could start. */
  @Test
  void whatFailsAtAnAgentsEndIsNotTakenForABadConfiguration() throws Exception {
    Files.writeString(file, Files.readString(file) + "reboot: {command: [\"" + NOWHERE + "\"]}\n");
    reloads();
    Path image = lab.image("ap1g8", "17.9.4.27");
    assertThat(lab.apfw("install", "--reboot", image.toString())).endsWith("Archive done.\n");
    assertThat(end).failsWithin(Patience.SECONDS, TimeUnit.SECONDS);
    assertThatThrownBy(end::join).hasMessageContaining("reboot.command: ", NOWHERE);
    assertThat(starts()).isEqualTo(2);
  }

  @Test
  void severalInARowEndWithTheLast() throws Exception {
    for (int i = 0; i < 5; i++) {
      Path before = directory.resolve(i == 0 ? "control.sock" : "control" + i + ".sock");
      change(before.getFileName().toString(), "control" + (i + 1) + ".sock");
      service.reload(Optional.of(manager));
    }
    while (!Files.exists(directory.resolve("control5.sock"))) {
      assertThat(systemd.next("READY")).isEqualTo("READY=1");
    }
  }
}
