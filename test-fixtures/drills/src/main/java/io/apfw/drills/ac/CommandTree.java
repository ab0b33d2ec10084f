package io.apfw.drills.ac;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands of one mode, word by word. A word may be cut short as long as it is told from the
 * others; {@code <name>} stands for any word, {@code <name...>} for all the rest of the line.
 *
 * @param <T> what a command is
 */
final class CommandTree<T> {
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final String REST = "...>";

  private final Map<String, CommandTree<T>> words = new TreeMap<>();
  private final List<T> commands = new ArrayList<>(1);

  /** What a line is. */
  sealed interface Parsed<T> {
    /** A command with what stood where its {@code <name>}s are. */
    record Whole<T>(T command, List<String> arguments) implements Parsed<T> {}

    /** No command: the column of the first word that does not fit, and what would. */
    record Invalid<T>(int column, Set<String> allowed) implements Parsed<T> {}

    /** The beginning of several. */
    record Ambiguous<T>(String word, Set<String> allowed) implements Parsed<T> {}

    /** It ends too early. */
    record Incomplete<T>(Set<String> allowed) implements Parsed<T> {}
  }

  /** Has one more command; its words are separated by spaces. */
  CommandTree<T> add(String line, T command) {
    CommandTree<T> at = this;
    for (String word : line.split(" ", -1)) {
      at = at.words.computeIfAbsent(word, added -> new CommandTree<>());
    }
    at.commands.add(command);
    return this;
  }

  /** What may begin a command. */
  Set<String> allowed() {
    Set<String> allowed = new TreeSet<>(words.keySet());
    if (!commands.isEmpty()) {
      allowed.add("<cr>");
    }
    return allowed;
  }

  /** Every command, a line each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines("", lines);
    return lines;
  }

  private void lines(String before, List<String> lines) {
    if (!commands.isEmpty()) {
      lines.add(before.strip());
    }
    words.forEach((word, tree) -> tree.lines(before + ' ' + word, lines));
  }

  /** Reads a line that has one word at least. */
  Parsed<T> parse(String line) {
    CommandTree<T> at = this;
    List<String> arguments = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      List<String> fits = at.fits(word.group());
      if (fits.size() > 1) {
        return new Parsed.Ambiguous<>(word.group(), new TreeSet<>(fits));
      } else if (fits.isEmpty()) {
        return new Parsed.Invalid<>(word.start(), at.allowed());
      }
      at = at.words.getOrDefault(fits.get(0), at);
      if (fits.get(0).endsWith(REST)) {
        arguments.add(line.substring(word.start()).strip());
        break;
      } else if (isArgument(fits.get(0))) {
        arguments.add(word.group());
      }
    }
    return at.commands.isEmpty()
        ? new Parsed.Incomplete<>(at.allowed())
        : new Parsed.Whole<>(at.commands.get(0), arguments);
  }

  private List<String> fits(String typed) {
    if (words.containsKey(typed) && !isArgument(typed)) {
      return List.of(typed);
    }
    List<String> fits =
        words.keySet().stream()
            .filter(word -> !isArgument(word) && word.startsWith(typed))
            .toList();
    return fits.isEmpty() ? words.keySet().stream().filter(CommandTree::isArgument).toList() : fits;
  }

  private static boolean isArgument(String word) {
    return word.startsWith("<");
  }
}
