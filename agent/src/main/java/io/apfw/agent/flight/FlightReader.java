package io.apfw.agent.flight;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import io.apfw.agent.AgentVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what {@link Flight} writes, from anybody: at most {@link Flight#BYTES_MAX} bytes, nested no
 * deeper than {@value #DEPTH_MAX}. Whatever is wrong is a {@link FlightException} that names the
 * line.
 */
final class FlightReader {
  private static final int DEPTH_MAX = 64;

  private final String[] lines;
  private final Map<Machine, Recorded.Begin> begins = new EnumMap<>(Machine.class);
  private final Map<Machine, RecordCodec> codecs = new EnumMap<>(Machine.class);
  private String agent = AgentVersion.get();

  private FlightReader(String text) {
    this.lines = text.split("\n", -1);
  }

  /**
   * Reads a record.
   *
   * @throws IOException when the file cannot be read
   */
  static Recorded read(Path file) throws IOException, FlightException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(Flight.BYTES_MAX + 1);
    }
    try {
      if (bytes.length > Flight.BYTES_MAX) {
        throw new FlightException(
            "more than %d bytes: no flight record".formatted(Flight.BYTES_MAX));
      }
      return new FlightReader(text(bytes)).read();
    } catch (FlightException e) {
      throw e.in(file.toString());
    }
  }

  private static String text(byte[] bytes) throws FlightException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
    } catch (CharacterCodingException e) {
      throw new FlightException("byte %d is not UTF-8: no flight record".formatted(in.position()));
    }
  }

  private Recorded read() throws FlightException {
    JsonObject head = line(0);
    int machines;
    int steps;
    Instant at;
    String reason;
    try {
      if (!Flight.FORMAT.equals(head.get("format"))) {
        throw new FlightException("no flight record: it says no \"format\": \"apfw-flight\"");
      }
      agent = field(head, "agent", String.class);
      int version = field(head, "version", Integer.class);
      if (version != Flight.VERSION) {
        throw new FlightException(
            "version %d of the format, and this apfw reads %d".formatted(version, Flight.VERSION));
      }
      machines = field(head, "machines", Integer.class);
      steps = field(head, "steps", Integer.class);
      reason = field(head, "reason", String.class);
      at = plain().decode(Instant.class, head.get("at"));
    } catch (FlightException e) {
      throw at(0, e);
    }
    // Behind the last line's end stands an empty one.
    if (machines < 0 || steps < 0 || lines.length != 1L + machines + steps + 1) {
      throw new FlightException(
          "%d lines where %d machines and %d steps need %d: copy the file again"
              .formatted(lines.length - 1, machines, steps, 1L + machines + steps));
    }
    List<Recorded.Event> events = new ArrayList<>();
    for (int i = 1; i <= machines + steps; i++) {
      try {
        if (i <= machines) {
          begin(line(i));
        } else {
          events.add(event(line(i)));
        }
      } catch (FlightException e) {
        throw at(i, e);
      }
    }
    return new Recorded(agent, at, reason, begins, events);
  }

  private void begin(JsonObject json) throws FlightException {
    Machine machine = machine(json);
    Object config = within("config", () -> plain().decode(machine.config(), json.get("config")));
    RecordCodec codec = new RecordCodec(new Cover(Machine.dialect(config))::node);
    codecs.put(machine, codec);
    Object state = json.get("state");
    Optional<Object> start =
        state == null
            ? Optional.empty()
            : Optional.of(within("state", () -> codec.decode(machine.state(), state)));
    if (begins.put(machine, new Recorded.Begin(config, start, codec)) != null) {
      throw new FlightException("a second beginning of " + machine.label());
    }
  }

  private Recorded.Event event(JsonObject json) throws FlightException {
    Machine machine = machine(json);
    Recorded.Begin begin = begins.get(machine);
    if (begin == null) {
      throw new FlightException("a step of " + machine.label() + ", whose beginning is missing");
    }
    Instant now = within("now", () -> plain().decode(Instant.class, json.get("now")));
    Object event = within("event", () -> begin.codec().decode(machine.event(), json.get("event")));
    long step = within("step", () -> plain().decode(Long.class, json.get("step")));
    if (json.has("threw")) {
      return new Recorded.Event(
          step, machine, now, event, "", "", Optional.of(field(json, "threw", String.class)));
    }
    return new Recorded.Event(
        step,
        machine,
        now,
        event,
        field(json, "state", String.class),
        Trees.text(field(json, "changes", JsonObject.class)),
        Optional.empty());
  }

  private static Machine machine(JsonObject json) throws FlightException {
    String label = field(json, "machine", String.class);
    return Machine.of(label)
        .orElseThrow(() -> new FlightException(Trees.shortened(label) + " is no machine of apfw"));
  }

  private static RecordCodec plain() {
    return new RecordCodec(value -> value);
  }

  private static <T> T field(JsonObject json, String name, Class<T> type) throws FlightException {
    return within(name, () -> RecordCodec.is(type, json.get(name)));
  }

  /** Something that may not be as it should. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws FlightException;
  }

  private static <T> T within(String name, Reading<T> reading) throws FlightException {
    try {
      return reading.read();
    } catch (FlightException e) {
      throw e.in(name);
    }
  }

  private JsonObject line(int index) throws FlightException {
    String line = lines[index];
    bounded(line);
    try {
      return JsonParser.object().from(line);
    } catch (JsonParserException e) {
      throw new FlightException(
          "character %d: no JSON object, so this is no flight record or a damaged one"
              .formatted(e.getCharPosition()));
    }
  }

  /** The parser calls itself for what is nested. */
  private static void bounded(String line) throws FlightException {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted) {
        i += c == '\\' ? 1 : 0;
        quoted = c != '"';
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
      if (depth > DEPTH_MAX) {
        throw new FlightException(
            "character %d: nested deeper than %d".formatted(i + 1, DEPTH_MAX));
      }
    }
  }

  private FlightException at(int index, FlightException e) {
    String todo =
        agent.equals(AgentVersion.get())
            ? "; copy the file again"
            : "; apfw %s wrote it and this is %s: replay it with that one"
                .formatted(Trees.shortened(agent), AgentVersion.get());
    return new FlightException("line %d: %s%s".formatted(index + 1, e.getMessage(), todo));
  }
}
