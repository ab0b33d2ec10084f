package io.apfw.agent.operator;

import io.apfw.agent.ExitCode;
import io.apfw.agent.control.ControlCommand;
import io.apfw.agent.control.ControlReply;
import io.apfw.agent.control.ControlRequest;
import io.apfw.agent.flight.FlightRecorder;
import java.util.Map;

/** {@code dump}: writes the last steps of the machines down; ends with {@code file}. */
public final class FlightOrder implements ControlCommand {
  private final FlightRecorder recorder;

  public FlightOrder(FlightRecorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public String name() {
    return "dump";
  }

  @Override
  public boolean acts() {
    return true;
  }

  @Override
  public void begin(ControlRequest request, ControlReply reply) {
    recorder
        .asked()
        .whenComplete(
            (file, failure) -> {
              if (failure == null) {
                reply.done(Map.of("file", file.toString()));
              } else {
                reply.failed(ExitCode.STORAGE_IO, "the record could not be written: " + failure);
              }
            });
  }
}
