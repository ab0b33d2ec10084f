package io.apfw.agent.control;

import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.link.transport.LocalSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answers to one request. {@link #line} and the two ends may be called on any thread; after the
 * end, or once the client is gone, nothing is sent any more.
 */
public final class ControlReply {
  private final LocalSocket.Peer peer;
  private boolean ended;
  private boolean gone;
  private Runnable onGone = () -> {};

  ControlReply(LocalSocket.Peer peer) {
    this.peer = peer;
  }

  /** A line on the way to the end. */
  public void line(Map<String, ?> line) {
    send("line", line, false);
  }

  /** The command was carried out. */
  public void done(Map<String, ?> result) {
    end(ExitCode.OK, result);
  }

  /** The command ends with this exit code. */
  public void end(int exitCode, Map<String, ?> result) {
    Map<String, Object> last = new LinkedHashMap<>();
    last.put("exit", exitCode);
    last.putAll(result);
    send("end", last, true);
  }

  /**
   * The command failed.
   *
   * @param exitCode one of {@link ExitCode}
   * @param error one sentence: the thing, its value, and what to do
   */
  public void failed(int exitCode, String error) {
    end(exitCode, Map.of("error", error));
  }

  /** What to do when the client hangs up before the end; at once if it has. On the event loop. */
  public synchronized void onGone(Runnable task) {
    if (gone) {
      task.run();
    } else {
      onGone = task;
    }
  }

  private synchronized void send(String kind, Map<String, ?> line, boolean last) {
    if (ended || gone) {
      return;
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("answer", kind);
    answer.putAll(line);
    peer.send(JsonWriter.string(answer));
    if (last) {
      ended = true;
      peer.close();
    }
  }

  /** The client has hung up. */
  void gone() {
    Runnable task;
    synchronized (this) {
      gone = true;
      task = ended ? () -> {} : onGone;
    }
    task.run();
  }
}
