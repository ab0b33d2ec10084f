package io.apfw.agent.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.io.PrintWriter;
import java.util.List;

/** Prints how a command of the agent goes on, for people or for scripts. */
record Progress(PrintWriter out, PrintWriter err, boolean json) {
  private static final String LINES = "lines";

  /** On the way: the log's lines, or the event as an object on one line. */
  void line(JsonObject answer) {
    if (json) {
      answer.remove(LINES);
      if (answer.has("event")) {
        out.println(JsonWriter.string(Answers.content(answer)));
      }
    } else {
      words(answer);
    }
    out.flush();
  }

  /** The end: the exit code. */
  int end(JsonObject answer) {
    if (json) {
      answer.remove(LINES);
      out.println(JsonWriter.string(Answers.content(answer)));
    } else {
      words(answer);
      if (answer.has("error")) {
        err.println(answer.getString("error"));
        err.flush();
      }
    }
    out.flush();
    return answer.getInt("exit");
  }

  private void words(JsonObject answer) {
    if (answer.get(LINES) instanceof List<?> lines) {
      lines.forEach(out::println);
    }
  }
}
