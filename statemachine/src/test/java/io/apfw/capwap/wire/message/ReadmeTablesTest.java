package io.apfw.capwap.wire.message;

import static io.apfw.capwap.wire.ParsedAssert.value;
import static io.apfw.readme.ReadmeTable.row;

import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Vectors;
import io.apfw.capwap.wire.element.ElementSamples;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.UnknownElement;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.readme.ReadmeTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The tables in README.md say what the code says: every message, every element, its vector. */
class ReadmeTablesTest {
  /** Frames by message type; the test below finds every type that has a grammar. */
  private static final Map<Integer, Set<String>> FRAMES = new TreeMap<>();

  /** Both run over all frames and all grammars. */
  private static final String MESSAGE_TESTS =
      MessageVectorsTest.class.getSimpleName() + ", " + MessageGrammarTest.class.getSimpleName();

  static {
    for (String name : Vectors.CONTROL_FRAMES) {
      CapwapPacket packet = value(CapwapPacket.decode(Octets.of(Vectors.frame(name))));
      int type = value(ControlMessageCodec.decode(packet.payload())).message().type();
      FRAMES.computeIfAbsent(type, t -> new LinkedHashSet<>()).add(name);
    }
  }

  @Test
  void everyMessageIsInTheTable() throws IOException {
    List<String> rows = new ArrayList<>();
    rows.add("| type | message | record | vectors | tests |");
    rows.add("|--:|---|---|---|---|");
    FRAMES.forEach(
        (type, frames) ->
            rows.add(
                row(
                    String.valueOf(type),
                    MessageGrammar.of(type).orElseThrow().name(),
                    "`" + ControlMessage.of(type, List.of()).getClass().getSimpleName() + "`",
                    String.join(", ", frames),
                    MESSAGE_TESTS)));
    ReadmeTable.assertHolds("messages", ReadmeTablesTest.class, rows);
  }

  @Test
  void everyElementIsInTheTable() throws IOException {
    List<String> rows = new ArrayList<>();
    rows.add("| type | record | vector | must be in | may be in | test |");
    rows.add("|--:|---|---|---|---|---|");
    ElementSamples.all()
        .filter(element -> !(element instanceof UnknownElement))
        .sorted(Comparator.comparing(MessageElement::type))
        .forEach(element -> rows.add(elementRow(element)));
    ReadmeTable.assertHolds("elements", ReadmeTablesTest.class, rows);
  }

  private static String elementRow(MessageElement element) {
    int type = element.type();
    String record = element.getClass().getSimpleName();
    boolean vector = Vectors.sections("elements").containsKey(record);
    List<String> must = new ArrayList<>();
    List<String> may = new ArrayList<>();
    for (int message : FRAMES.keySet()) {
      MessageGrammar grammar = MessageGrammar.of(message).orElseThrow();
      boolean oneOf = grammar.oneOf().stream().anyMatch(group -> group.contains(type));
      if (grammar.mandatory().contains(type)) {
        must.add(grammar.name());
      } else if (oneOf || grammar.optional().contains(type)) {
        may.add(grammar.name() + (oneOf ? " (one of)" : ""));
      }
    }
    boolean everywhere = type == VendorSpecificPayload.TYPE;
    return row(
        String.valueOf(type),
        "`" + record + "`",
        vector ? "elements.hex @ " + record : "none",
        String.join(", ", must),
        everywhere ? "all messages" : String.join(", ", may),
        vector ? "ElementVectorsTest" : "none");
  }
}
