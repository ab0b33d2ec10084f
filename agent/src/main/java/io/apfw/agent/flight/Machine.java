package io.apfw.agent.flight;

import io.apfw.agent.cloud.CloudSetup;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import io.apfw.capwap.wtp.WtpConfig;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpMachine;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.cloud.CloudCheckMachine;
import io.apfw.cloud.CloudEvent;
import io.apfw.cloud.CloudState;
import io.apfw.machine.Step;
import io.apfw.update.UpdateConfig;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateMachine;
import io.apfw.update.UpdateState;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The machines that are recorded; CLOUD where a cloud is asked. */
enum Machine {
  WTP(WtpConfig.class, WtpState.class, WtpEvent.class) {
    @Override
    Player player(Object config) {
      WtpMachine machine = new WtpMachine((WtpConfig) config);
      return (state, event, now) ->
          machine.step(state == null ? machine.initial() : (WtpState) state, (WtpEvent) event, now);
    }
  },
  UPDATE(UpdateConfig.class, UpdateState.class, UpdateEvent.class) {
    @Override
    Player player(Object config) {
      UpdateMachine machine = new UpdateMachine((UpdateConfig) config);
      return (state, event, now) ->
          state != null
              ? machine.step((UpdateState) state, (UpdateEvent) event, now)
              : machine.start((UpdateEvent.Booted) event, now);
    }
  },
  CLOUD(CloudSetup.class, CloudState.class, CloudEvent.class) {
    @Override
    Player player(Object config) {
      CloudCheckMachine machine = ((CloudSetup) config).machine();
      return (state, event, now) ->
          machine.step(
              state == null ? machine.initial() : (CloudState) state, (CloudEvent) event, now);
    }
  };

  private final Class<?> config;
  private final Class<?> state;
  private final Class<?> event;

  Machine(Class<?> config, Class<?> state, Class<?> event) {
    this.config = config;
    this.state = state;
    this.event = event;
  }

  /** One step of a machine, whichever. */
  @FunctionalInterface
  interface Player {
    /**
     * Takes it.
     *
     * @param state null before the first event of a machine that has no state then
     */
    Step<?, ?> step(@Nullable Object state, Object event, Instant now);
  }

  abstract Player player(Object config);

  /** How the file names it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Machine> of(Object label) {
    for (Machine machine : values()) {
      if (machine.label().equals(label)) {
        return Optional.of(machine);
      }
    }
    return Optional.empty();
  }

  Class<?> config() {
    return config;
  }

  Class<?> state() {
    return state;
  }

  Class<?> event() {
    return event;
  }

  /** How its blocks are laid out; any will do for one that has none. */
  static ImageBlockDialect dialect(Object config) {
    return config instanceof WtpConfig wtp ? wtp.dialect() : ImageBlockDialect.RFC5415;
  }
}
