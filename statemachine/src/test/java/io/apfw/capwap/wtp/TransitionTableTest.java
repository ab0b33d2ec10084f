package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.readme.ReadmeTable;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Every transition of RFC 5415 section 2.3.1 that a WTP can take has a test with its letter. */
class TransitionTableTest {
  /** How a letter begins a test's name, the letter, and what it stands for in the RFC. */
  private static final Map<String, List<String>> LETTERS = new LinkedHashMap<>();

  static {
    letter("zero", "0", "Start to Idle");
    letter("one", "1", "Idle to Discovery");
    letter("hash", "#", "Discovery to Discovery");
    letter("percent", "%", "Discovery to DTLS Setup");
    letter("bang", "!", "Discovery to Sulking");
    letter("at", "@", "Sulking to Idle");
    letter("dollar", "$", "DTLS Setup to Idle");
    letter("star", "*", "DTLS Setup to Sulking");
    letter("fiveA", "5, a", "DTLS Setup to DTLS Connect, by way of Authorize");
    letter("c", "c", "DTLS Connect to DTLS Teardown");
    letter("d", "d", "DTLS Connect to Join");
    letter("e", "e", "Join to DTLS Teardown");
    letter("f", "f", "Join to Image Data");
    letter("g", "g", "Join to Configure");
    letter("h", "h", "Configure to Reset");
    letter("i", "i", "Configure to DTLS Teardown");
    letter("j", "j", "Image Data to Image Data");
    letter("k", "k", "Image Data to Reset");
    letter("l", "l", "Image Data to DTLS Teardown");
    letter("m", "m", "Configure to Data Check");
    letter("n", "n", "Data Check to DTLS Teardown");
    letter("o", "o", "Data Check to Run");
    letter("p", "p", "Run to DTLS Teardown");
    letter("q", "q", "Run to Run");
    letter("r", "r", "Run to Reset");
    letter("s", "s", "Reset to DTLS Teardown");
    letter("t", "t", "DTLS Teardown to Idle");
    letter("u", "u", "DTLS Teardown to Sulking");
  }

  private static void letter(String prefix, String letter, String meaning) {
    LETTERS.put(prefix, List.of(letter, meaning));
  }

  @Test
  void everyTransitionIsInTheTable() throws Exception {
    Map<String, Set<String>> tests = tests();
    List<String> rows = new ArrayList<>();
    rows.add("| letter | transition | tests whose names begin with | in |");
    rows.add("|---|---|---|---|");
    LETTERS.forEach(
        (prefix, about) -> {
          Set<String> classes = tests.getOrDefault(prefix, Set.of());
          assertThat(classes).as("tests of transition %s", about).isNotEmpty();
          rows.add(
              ReadmeTable.row(
                  about.get(0), about.get(1), "`" + prefix + "_`", String.join(", ", classes)));
        });
    ReadmeTable.assertHolds("transitions", TransitionTableTest.class, rows);
  }

  /** Test classes of this package by the letters that their tests' names begin with. */
  private static Map<String, Set<String>> tests() throws IOException, URISyntaxException {
    Map<String, Set<String>> found = new LinkedHashMap<>();
    Path folder = Path.of(TransitionTableTest.class.getResource(".").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith("Test.class")) {
          collect(name.substring(0, name.length() - ".class".length()), found);
        }
      }
    }
    return found;
  }

  private static void collect(String name, Map<String, Set<String>> found) {
    Class<?> type;
    try {
      type = Class.forName(TransitionTableTest.class.getPackageName() + "." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
    for (Method method : type.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Test.class)
          || method.isAnnotationPresent(ParameterizedTest.class)) {
        for (String token : method.getName().split("_", -1)) {
          if (!LETTERS.containsKey(token)) {
            break;
          }
          found.computeIfAbsent(token, t -> new TreeSet<>()).add(name);
        }
      }
    }
  }
}
