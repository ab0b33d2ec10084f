package io.apfw.agent.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers of the agent, for people and scripts. */
final class Answers {
  private static final List<String> EVENT = List.of("event", "name", "at");

  private Answers() {}

  /** An answer without what is the protocol's: an event's number, name and time first. */
  static Map<String, Object> content(JsonObject answer) {
    Map<String, Object> content = new LinkedHashMap<>();
    for (String name : EVENT) {
      if (answer.has(name)) {
        content.put(name, answer.get(name));
      }
    }
    sorted(answer).forEach(content::putIfAbsent);
    content.remove("answer");
    return content;
  }

  /** The same in an order that does not change from one time to the next. */
  static Map<String, Object> sorted(JsonObject object) {
    Map<String, Object> sorted = new TreeMap<>();
    object.forEach(
        (name, value) ->
            sorted.put(name, value instanceof JsonObject inner ? sorted(inner) : value));
    return sorted;
  }

  /** An event on one line: time, name, and its fields. */
  static String words(JsonObject answer) {
    Map<String, Object> fields = content(answer);
    fields.keySet().removeAll(EVENT);
    return "%s %s%s"
        .formatted(
            answer.getString("at"),
            answer.getString("name"),
            fields.isEmpty() ? "" : " " + JsonWriter.string(fields));
  }
}
