package io.apfw.agent.config;

import io.apfw.agent.config.YamlNode.Entry;
import io.apfw.agent.config.YamlNode.Mapping;
import io.apfw.agent.config.YamlNode.Scalar;
import io.apfw.agent.config.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the part of YAML that a configuration needs: one document of mappings, lists and scalars.
 * Tags, anchors, aliases and deep nesting are refused, so a file can neither build objects nor grow
 * in memory.
 */
final class YamlReader {
  static final int DEPTH_MAX = 8;

  /** Why the file is no configuration, and where. */
  static final class YamlException extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;

    YamlException(int line, String message) {
      super(message);
      this.line = line;
    }

    /** From 1, or 0 if it is not known. */
    int line() {
      return line;
    }
  }

  private final Iterator<Event> events;

  private YamlReader(String text, String label) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(label).setCodePointLimit(text.length() + 1).build();
    events = new Parse(settings).parseString(text).iterator();
  }

  /**
   * Reads a whole file.
   *
   * @return its top-level mapping; an empty one for an empty file
   */
  static Mapping read(String text, String label) throws YamlException {
    try {
      return new YamlReader(text, label).document();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
      throw new YamlException(line, "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new YamlException(0, "not YAML: " + e.getMessage());
    }
  }

  private Mapping document() throws YamlException {
    events.next(); // stream start
    Event first = events.next();
    if (first.getEventId() == Event.ID.StreamEnd) {
      return new Mapping(0, List.of());
    }
    YamlNode root = node(events.next(), 0);
    events.next(); // document end
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      throw new YamlException(line(after), "a second YAML document: there may be only one");
    }
    if (root instanceof Mapping mapping) {
      return mapping;
    }
    if (root instanceof Scalar scalar && scalar.text().isEmpty()) {
      return new Mapping(scalar.line(), List.of());
    }
    throw new YamlException(root.line(), "a mapping of sections must stand at the top");
  }

  private YamlNode node(Event event, int depth) throws YamlException {
    int line = line(event);
    if (event instanceof AliasEvent) {
      throw new YamlException(line, "aliases are not allowed: write the value out");
    }
    if (depth > DEPTH_MAX) {
      throw new YamlException(line, "nested deeper than " + DEPTH_MAX + " levels");
    }
    if (event instanceof NodeEvent node) {
      Optional<Anchor> anchor = node.getAnchor();
      if (anchor.isPresent()) {
        throw new YamlException(line, "anchors are not allowed: &" + anchor.get());
      }
    }
    if (event instanceof ScalarEvent scalar) {
      refuseTag(line, scalar.getTag());
      return new Scalar(line, scalar.getValue());
    }
    if (event instanceof CollectionStartEvent start) {
      refuseTag(line, start.getTag());
    }
    return event.getEventId() == Event.ID.SequenceStart
        ? sequence(line, depth)
        : mapping(line, depth);
  }

  private Sequence sequence(int line, int depth) throws YamlException {
    List<YamlNode> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new Sequence(line, List.copyOf(items));
  }

  private Mapping mapping(int line, int depth) throws YamlException {
    List<Entry> entries = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      if (!(node(event, depth + 1) instanceof Scalar key)) {
        throw new YamlException(line(event), "a key must be a word");
      }
      entries.add(new Entry(key.line(), key.text(), node(events.next(), depth + 1)));
    }
    return new Mapping(line, List.copyOf(entries));
  }

  private static void refuseTag(int line, Optional<String> tag) throws YamlException {
    if (tag.isPresent()) {
      throw new YamlException(line, "tags are not allowed: " + tag.get());
    }
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }
}
