package io.apfw.agent.operator;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import io.apfw.agent.control.ControlCommand;
import io.apfw.agent.control.ControlReply;
import io.apfw.agent.control.ControlRequest;
import io.apfw.agent.ops.StatusBoard;
import java.util.Map;

/** {@code status}: ends at once with {@code status}, the object of the status file. */
public final class StatusQuery implements ControlCommand {
  private final StatusBoard board;

  public StatusQuery(StatusBoard board) {
    this.board = board;
  }

  @Override
  public String name() {
    return "status";
  }

  @Override
  public boolean acts() {
    return false;
  }

  @Override
  public void begin(ControlRequest request, ControlReply reply) {
    reply.done(Map.of("status", status(board)));
  }

  static JsonObject status(StatusBoard board) {
    try {
      return JsonParser.object().from(board.json());
    } catch (JsonParserException e) {
      throw new IllegalStateException("the status board does not write JSON", e);
    }
  }
}
