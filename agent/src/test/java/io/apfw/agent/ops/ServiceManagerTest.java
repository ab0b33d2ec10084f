package io.apfw.agent.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.agent.NotifySocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The datagrams of sd_notify(3), on a socket that stands for systemd's. */
class ServiceManagerTest {

  private @Nullable NotifySocket systemd;

  @AfterEach
  void close() {
    if (systemd != null) {
      systemd.close();
    }
  }

  private void listen(String name) {
    systemd = new NotifySocket(name);
  }

  private String next() throws InterruptedException {
    return Objects.requireNonNull(systemd).next();
  }

  @Test
  void saysEverythingInOrder(@TempDir Path directory) throws Exception {
    String socket = directory.resolve("notify").toString();
    listen(socket);
    try (ServiceManager manager = ServiceManager.open(Map.of("NOTIFY_SOCKET", socket))) {
      manager.ready();
      manager.reloading();
      manager.status("Image Data\nMAINPID=1: " + "x".repeat(400));
      manager.alive();
      manager.stopping();
    }
    assertThat(next()).isEqualTo("READY=1");
    assertThat(next()).matches("RELOADING=1\nMONOTONIC_USEC=[1-9][0-9]+");
    assertThat(next())
        .as("one line, so that nobody's words become another assignment")
        .startsWith("STATUS=Image Data MAINPID=1: xxx")
        .hasSize("STATUS=".length() + 300);
    assertThat(next()).isEqualTo("WATCHDOG=1");
    assertThat(next()).isEqualTo("STOPPING=1");
  }

  @Test
  void findsAnAbstractSocket() throws Exception {
    String name = "apfw-test-" + ProcessHandle.current().pid();
    listen('\0' + name);
    try (ServiceManager manager = ServiceManager.open(Map.of("NOTIFY_SOCKET", '@' + name))) {
      manager.ready();
    }
    assertThat(next()).isEqualTo("READY=1");
  }

  @Test
  void saysWhichSocketCannotBeReached(@TempDir Path directory) {
    String socket = directory.resolve("nobody").toString();
    assertThatThrownBy(() -> ServiceManager.open(Map.of("NOTIFY_SOCKET", socket)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(socket);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "30000000, ours, 30000",
        "30000000, none, 30000",
        "30000000, 1, none",
        "x, ours, none"
      })
  void takesTheWatchdogThatIsMeantForIt(
      String micros, String pid, Long millis, @TempDir Path directory) throws Exception {
    String socket = directory.resolve("notify").toString();
    listen(socket);
    Map<String, String> environment =
        pid == null
            ? Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", micros)
            : Map.of(
                "NOTIFY_SOCKET",
                socket,
                "WATCHDOG_USEC",
                micros,
                "WATCHDOG_PID",
                pid.equals("ours") ? Long.toString(ProcessHandle.current().pid()) : pid);
    try (ServiceManager manager = ServiceManager.open(environment)) {
      if (millis == null) {
        assertThat(manager.watchdogMillis()).isEmpty();
      } else {
        assertThat(manager.watchdogMillis()).hasValue(millis);
      }
    }
  }
}
