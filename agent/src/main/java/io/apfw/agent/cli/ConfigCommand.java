package io.apfw.agent.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.agent.config.ConfigException;
import io.apfw.agent.config.ConfigKey;
import io.apfw.agent.config.LoadedConfig;
import io.apfw.agent.config.LoadedConfig.Setting;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code apfw config}: what the configuration says, and whether it can be used. */
@Command(
    name = "config",
    description = "Checks the configuration, or shows every key with its value and meaning.",
    mixinStandardHelpOptions = true,
    subcommands = {ConfigCommand.Check.class, ConfigCommand.Show.class})
public final class ConfigCommand {

  /** {@code apfw config check}. */
  @Command(
      name = "check",
      description = "Says every mistake at once; exit code 78 if there is one.",
      mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by Picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws ConfigException {
      long set = config.read().settings().stream().filter(s -> s.origin().isPresent()).count();
      PrintWriter out = spec.commandLine().getOut();
      out.println(config.file() + " is in order; it sets " + set + " keys, the others default.");
      out.flush();
      return ExitCode.OK;
    }
  }

  /** {@code apfw config show}. */
  @Command(
      name = "show",
      description = "Shows each key: its value, where that was set, the default, the meaning.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Parameters(
        arity = "0..1",
        paramLabel = "KEY",
        defaultValue = "",
        description = "Only this key, or all keys of this section.")
    private String only = "";

    @Option(names = "--set", description = "Only keys that are set.")
    private boolean onlySet;

    @Option(names = "--json", description = "Print them as one JSON array.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by Picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws ConfigException {
      LoadedConfig loaded = config.read();
      List<Setting> wanted =
          loaded.settings().stream()
              .filter(s -> isWanted(s.key().path()))
              .filter(s -> !onlySet || s.origin().isPresent())
              .toList();
      if (wanted.isEmpty() && !onlySet) {
        throw new ParameterException(
            spec.commandLine(), only + ": no such key or section; `apfw config show` has them all");
      }
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(json(wanted));
      } else {
        wanted.forEach(s -> show(out, s));
      }
      out.flush();
      return ExitCode.OK;
    }

    private boolean isWanted(String path) {
      return only.isEmpty() || path.equals(only) || path.startsWith(only + '.');
    }

    private static void show(PrintWriter out, Setting setting) {
      ConfigKey key = setting.key();
      out.println(key.path() + ": " + (setting.value().isEmpty() ? "(not set)" : setting.value()));
      out.println("    " + source(setting));
      out.println("    " + key.meaning());
      out.println("    Allowed: " + key.allowed() + '.');
    }

    private static String source(Setting setting) {
      String fallback = setting.key().fallback();
      String otherwise = fallback.isEmpty() ? "no default" : "default " + fallback;
      return setting
          .origin()
          .map(at -> at.file() + ':' + at.line() + "; " + otherwise)
          .orElse(fallback.isEmpty() ? "optional" : "default");
    }

    private static String json(List<Setting> settings) {
      JsonStringWriter writer = JsonWriter.indent("  ").string().array();
      for (Setting setting : settings) {
        ConfigKey key = setting.key();
        writer
            .object()
            .value("key", key.path())
            .value("value", setting.value())
            .value("default", key.fallback())
            .value("required", key.required())
            .value("file", setting.origin().map(LoadedConfig.Origin::file).orElse(""))
            .value("line", setting.origin().map(LoadedConfig.Origin::line).orElse(0))
            .value("unit", key.unit())
            .value("allowed", key.allowed())
            .value("meaning", key.meaning())
            .end();
      }
      return writer.end().done();
    }
  }
}
