package io.apfw.agent.operator;

import io.apfw.agent.control.ControlCommand;
import io.apfw.agent.control.ControlReply;
import io.apfw.agent.control.ControlRequest;
import io.apfw.agent.ops.ReportJson;
import io.apfw.agent.ops.StatusBoard;
import io.apfw.report.Report;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code events}: the {@code status} as it is now, and every report from then on, a line each,
 * until the client hangs up; of the blocks of an image one in {@value #BLOCKS_PER_EVENT}. Owned by
 * the event loop.
 */
public final class EventStream implements ControlCommand, Consumer<Report> {
  private static final int BLOCKS_PER_EVENT = 500;

  private final StatusBoard board;
  private final InstantSource clock;
  private final List<ControlReply> listeners = new ArrayList<>();

  public EventStream(StatusBoard board, InstantSource clock) {
    this.board = board;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "events";
  }

  @Override
  public boolean acts() {
    return false;
  }

  @Override
  public void begin(ControlRequest request, ControlReply reply) {
    reply.line(Map.of("status", StatusQuery.status(board)));
    listeners.add(reply);
    reply.onGone(() -> listeners.remove(reply));
  }

  @Override
  public void accept(Report report) {
    if (listeners.isEmpty()
        || (report instanceof Report.BlockReceived block
            && block.messages() % BLOCKS_PER_EVENT != 0)) {
      return;
    }
    Map<String, Object> line = ReportJson.of(report, clock.instant());
    List.copyOf(listeners).forEach(listener -> listener.line(line));
  }
}
