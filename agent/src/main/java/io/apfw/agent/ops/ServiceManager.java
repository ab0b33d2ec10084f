package io.apfw.agent.ops;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Tells systemd how the service is, by the datagrams of sd_notify(3): lines {@code NAME=VALUE} in
 * UTF-8 to the socket that {@code NOTIFY_SOCKET} names, a path or, after {@code @}, an abstract
 * name.
 *
 * <p>Nothing here can fail the agent: what cannot be sent is lost, and the watchdog notices.
 */
public final class ServiceManager implements AutoCloseable {
  private static final int STATUS_CHARS_MAX = 300;

  private final LocalDatagrams socket;
  private final OptionalLong watchdogMillis;

  private ServiceManager(LocalDatagrams socket, OptionalLong watchdogMillis) {
    this.socket = socket;
    this.watchdogMillis = watchdogMillis;
  }

  /** Whether a service manager wants to be told. */
  public static boolean isAsked(Map<String, String> environment) {
    return !environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty();
  }

  /**
   * Opens the socket that the environment names.
   *
   * @param environment with {@code NOTIFY_SOCKET}; {@code WATCHDOG_USEC} and {@code WATCHDOG_PID}
   *     where a watchdog is set
   * @throws IOException when the socket cannot be reached
   */
  public static ServiceManager open(Map<String, String> environment) throws IOException {
    String name = environment.getOrDefault("NOTIFY_SOCKET", "");
    return new ServiceManager(LocalDatagrams.to(name), watchdog(environment));
  }

  private static OptionalLong watchdog(Map<String, String> environment) {
    String pid = environment.getOrDefault("WATCHDOG_PID", "");
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    boolean ours = pid.isEmpty() || pid.equals(Long.toString(ProcessHandle.current().pid()));
    return ours && micros.matches("[0-9]{4,15}")
        ? OptionalLong.of(Math.max(1, Long.parseLong(micros) / 1_000))
        : OptionalLong.empty();
  }

  /** How long systemd waits for {@link #alive} before it ends the service; empty: for ever. */
  public OptionalLong watchdogMillis() {
    return watchdogMillis;
  }

  /** The service is up. */
  public void ready() {
    send("READY=1");
  }

  /** The service takes a new configuration; {@link #ready} says that it has. */
  public void reloading() {
    // systemd's clock is that of nanoTime: CLOCK_MONOTONIC.
    send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
  }

  /** What {@code systemctl status} shows. */
  public void status(String words) {
    String line = words.replaceAll("\\p{Cc}+", " ");
    send("STATUS=" + line.substring(0, Math.min(line.length(), STATUS_CHARS_MAX)));
  }

  /** The loop goes round. */
  public void alive() {
    send("WATCHDOG=1");
  }

  /** The service is about to end. */
  public void stopping() {
    send("STOPPING=1");
  }

  private void send(String line) {
    try {
      socket.send(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The watchdog notices.
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
