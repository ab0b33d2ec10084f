package io.apfw.drills.ac;

import io.apfw.drills.ac.CommandTree.Parsed;
import io.apfw.drills.ac.ImageProfile.Mode;
import io.apfw.drills.ac.ImageProfile.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A controller's command line, in the words of the vendor's document 221705 and, where that has
 * none, of ours. One line in, some lines out; knows which mode it is in.
 */
final class AcShell {
  private static final String DEFAULT_PROFILE = "default";
  private static final String CLEAR_TEXT = "0";

  /** Cut short as words may be. */
  private static final Pattern SECRET = Pattern.compile("^(\\s*sftp-p\\S*\\s+\\S+\\s+).*");

  /** Where a command counts. */
  private enum Level {
    EXEC(""),
    CONFIGURE("(config)"),
    PROFILE("(config-wireless-image-download-profile)"),
    TFTP("(config-wireless-image-download-profile-tftp)"),
    SFTP("(config-wireless-image-download-profile-sftp)"),
    HTTPS("(config-wireless-image-download-profile-https)");

    private final String prompt;

    Level(String prompt) {
      this.prompt = prompt;
    }

    boolean ofProfile() {
      return compareTo(PROFILE) >= 0;
    }
  }

  /** What a command does; gives what it prints. */
  @FunctionalInterface
  private interface Action {
    List<String> run(List<String> arguments) throws IOException;
  }

  private final String name;
  private final AcControl control;
  private final Map<Level, CommandTree<Action>> trees = new EnumMap<>(Level.class);
  private Level level = Level.EXEC;
  private boolean over;

  AcShell(String name, AcControl control) {
    this.name = name;
    this.control = control;
    trees.put(Level.EXEC, exec());
    trees.put(Level.CONFIGURE, configure());
    for (Level one : Level.values()) {
      if (one.ofProfile()) {
        trees.put(one, profile());
      }
    }
  }

  /** What stands before the cursor. */
  String prompt() {
    return name + level.prompt + '#';
  }

  /** Whether somebody has said goodbye. */
  boolean over() {
    return over;
  }

  private CommandTree<Action> tree() {
    return trees.getOrDefault(level, new CommandTree<>());
  }

  private CommandTree<Action> exec() {
    return looks(new CommandTree<>())
        .add("configure terminal", nothing -> enter(Level.CONFIGURE))
        .add("exit", nothing -> end())
        .add("help", nothing -> tree().lines());
  }

  private CommandTree<Action> looks(CommandTree<Action> tree) {
    return tree.add("show ap image", nothing -> control.images())
        .add("show ap image statistics", nothing -> control.statistics())
        .add("show wireless profile image-download", nothing -> shown())
        .add("ap image predownload", nothing -> predownload(Optional.empty()))
        .add("ap image swap", nothing -> swap(Optional.empty()))
        .add("ap image reset", nothing -> reset(Optional.empty()))
        .add("ap name <name> image predownload", one -> ofOne(one, this::predownload))
        .add("ap name <name> image swap", one -> ofOne(one, this::swap))
        .add("ap name <name> image reset", one -> ofOne(one, this::reset))
        .add("clear ap image cache", nothing -> said(control.clearCache() + " images forgotten"));
  }

  private CommandTree<Action> configure() {
    CommandTree<Action> tree = new CommandTree<>();
    tree.add("wireless profile image-download <default>", this::enterProfile);
    tree.add("end", nothing -> enter(Level.EXEC));
    tree.add("exit", nothing -> enter(Level.EXEC));
    tree.add("help", nothing -> tree.lines());
    return tree;
  }

  private CommandTree<Action> profile() {
    CommandTree<Action> tree = new CommandTree<>();
    for (Mode mode : Mode.values()) {
      String word = mode.word();
      tree.add("image-download-mode " + word, nothing -> mode(mode));
      if (mode != Mode.LOCAL) {
        tree.add(word + "-image-server <address>", one -> server(mode, one.get(0)));
        tree.add(word + "-image-path <path...>", one -> place(mode, it -> it.path(one.get(0))));
      }
    }
    tree.add("sftp-username <user>", one -> user(one.get(0)));
    tree.add("sftp-password <type> <password...>", this::password);
    tree.add("image-version <version>", one -> version(one.get(0)));
    tree.add("end", nothing -> enter(Level.EXEC));
    tree.add("exit", nothing -> enter(level == Level.PROFILE ? Level.CONFIGURE : Level.PROFILE));
    tree.add("help", nothing -> tree.lines());
    return tree;
  }

  /**
   * One line.
   *
   * @return what is printed; nothing after a command that has nothing to say
   */
  List<String> run(String line) {
    String words = line.strip();
    if (words.isEmpty() || words.startsWith("!")) {
      return List.of();
    } else if (words.equals("?")) {
      return tree().lines();
    }
    // As the vendor's: from every other mode with a word before it.
    boolean elsewhere = level != Level.EXEC && words.startsWith("do ");
    Parsed<Action> parsed =
        elsewhere
            ? trees.getOrDefault(Level.EXEC, tree()).parse(line.replaceFirst("do", "  "))
            : tree().parse(line);
    if (parsed instanceof Parsed.Whole<Action> whole) {
      try {
        return whole.command().run(whole.arguments());
      } catch (IOException e) {
        return said("% " + e.getMessage());
      }
    } else if (parsed instanceof Parsed.Invalid<Action> invalid) {
      return List.of(
          " ".repeat(prompt().length() + invalid.column()) + '^',
          "% Invalid input detected at '^' marker.",
          allowed(invalid.allowed()));
    } else if (parsed instanceof Parsed.Ambiguous<Action> ambiguous) {
      return List.of(
          "% Ambiguous command:  \"" + ambiguous.word() + "\"", allowed(ambiguous.allowed()));
    } else if (parsed instanceof Parsed.Incomplete<Action> incomplete) {
      return List.of("% Incomplete command.", allowed(incomplete.allowed()));
    }
    throw new IllegalStateException("no such line");
  }

  /** The line as it may be printed: a password may not. */
  static String echo(String line) {
    return SECRET.matcher(line).replaceFirst("$1******");
  }

  private static String allowed(Set<String> words) {
    return "% Allowed here: " + String.join(", ", words);
  }

  private static List<String> said(String line) {
    return List.of(line);
  }

  private List<String> enter(Level next) {
    level = next;
    return List.of();
  }

  private List<String> end() {
    over = true;
    return List.of();
  }

  private List<String> enterProfile(List<String> names) {
    if (!names.get(0).equals(DEFAULT_PROFILE)) {
      return said("% There is one profile: " + DEFAULT_PROFILE);
    }
    return enter(Level.PROFILE);
  }

  private List<String> mode(Mode mode) {
    control.profile(control.profile().mode(mode));
    return enter(
        switch (mode) {
          case LOCAL -> Level.PROFILE;
          case TFTP -> Level.TFTP;
          case SFTP -> Level.SFTP;
          case HTTPS -> Level.HTTPS;
        });
  }

  private List<String> place(Mode mode, UnaryOperator<Place> change) {
    ImageProfile profile = control.profile();
    control.profile(profile.with(mode, change.apply(profile.place(mode))));
    return List.of();
  }

  private List<String> server(Mode mode, String server) {
    if (!AcFile.SERVER.test(server)) {
      return said("% " + server + ": a host's name or address");
    }
    return place(mode, it -> it.server(server));
  }

  private List<String> user(String user) {
    return user.indexOf(':') >= 0
        ? said("% a user's name has no colon")
        : place(Mode.SFTP, it -> it.user(user));
  }

  private List<String> password(List<String> words) {
    return words.get(0).equals(CLEAR_TEXT)
        ? place(Mode.SFTP, it -> it.password(new Secret(words.get(1))))
        : said("% sftp-password " + words.get(0) + ": 0, for a password in the clear");
  }

  private List<String> version(String version) {
    if (!AcFile.VERSION.test(version)) {
      return said("% " + version + ": a version, such as 17.9.4.27");
    }
    control.version(version);
    return List.of();
  }

  private List<String> shown() {
    ImageProfile profile = control.profile();
    List<String> lines = new ArrayList<>();
    lines.add("image-download-mode " + profile.mode().word());
    lines.add("images             " + profile.shown("<family>"));
    lines.add("image-version      " + control.version().orElse("that of the first image"));
    profile.lacks().ifPresent(word -> lines.add("lacks              " + word));
    return lines;
  }

  private List<String> ofOne(List<String> names, ForAps what) {
    return control.known(names.get(0)).isPresent()
        ? what.run(Optional.of(names.get(0)))
        : said("% no AP " + names.get(0) + " has joined");
  }

  /** Something for one AP or for all. */
  @FunctionalInterface
  private interface ForAps {
    List<String> run(Optional<String> ap);
  }

  private List<String> predownload(Optional<String> ap) {
    if (control.version().isEmpty()) {
      return said("% which version is not known: say image-version");
    } else if (control.profile().lacks().isPresent()) {
      return said("% where images are is not known: say " + control.profile().lacks().get());
    }
    return said(aps(control.predownload(ap)) + " to predownload " + control.version().get());
  }

  private List<String> swap(Optional<String> ap) {
    return said(aps(control.swap(ap)) + " to boot the backup image");
  }

  private List<String> reset(Optional<String> ap) {
    return said(aps(control.reset(ap)) + " to restart");
  }

  private static String aps(int count) {
    return count == 1 ? "1 AP" : count + " APs";
  }
}
