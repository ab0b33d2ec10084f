package io.apfw.capwap.wtp.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wtp.Samples;
import io.apfw.capwap.wtp.Transfer;
import io.apfw.capwap.wtp.WtpAction;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpMachine;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.machine.Step;
import io.apfw.report.Report;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** CHART.md says what each state makes of each event; it is what the code says. */
class ChartTest {
  private static final Path CHART = Path.of("CHART.md");
  private static final Path FRESH = Path.of("target", "CHART.md");
  private static final Instant LATE = Instant.EPOCH.plus(Duration.ofDays(1));

  private static Class<?> rules(WtpState state) {
    return state.accept(new Rulebook(new Turn(Samples.config(), Instant.EPOCH))).getClass();
  }

  /** States in the order of the figure, each with its rules. */
  private static Map<String, Class<?>> states() {
    Map<String, Class<?>> states = new LinkedHashMap<>();
    Samples.states().forEach(state -> states.put(state.stage().title(), rules(state)));
    return states;
  }

  /** Events in the order in which {@link WtpEvent} declares them. */
  private static List<Class<?>> events() {
    return Arrays.stream(WtpEvent.class.getPermittedSubclasses()).collect(Collectors.toList());
  }

  private static Optional<String> ignored(Class<?> rules, Class<?> event) {
    String name = event.getSimpleName();
    String method = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    try {
      Method found = rules.getDeclaredMethod(method, event);
      return Optional.ofNullable(found.getAnnotation(Ignored.class)).map(Ignored::value);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(rules.getSimpleName() + " does not declare " + method, e);
    }
  }

  private static String chart() {
    Map<String, Class<?>> states = states();
    StringBuilder out = new StringBuilder();
    out.append("# The WTP machine: states and events\n\n");
    out.append("Made from the code by `ChartTest`; do not edit. `x`: there is a rule for it, in\n");
    out.append("the file of that state in `io.apfw.capwap.wtp.rules`. Empty: ignored, for the\n");
    out.append("reason below. The transitions stand in the class comment of `WtpMachine`.\n\n");
    out.append("| event | ").append(String.join(" | ", states.keySet())).append(" |\n");
    out.append("|---|").append(":-:|".repeat(states.size())).append('\n');
    for (Class<?> event : events()) {
      out.append("| ").append(event.getSimpleName()).append(" |");
      states
          .values()
          .forEach(rules -> out.append(ignored(rules, event).isPresent() ? "   |" : " x |"));
      out.append('\n');
    }
    out.append(requests());
    out.append("\n## Why events are ignored\n");
    states.forEach((title, rules) -> out.append(reasons(title, rules)));
    return out.toString();
  }

  /** What each request gets, by asking the machine. */
  private static String requests() {
    List<WtpState> states = Samples.connected();
    StringBuilder out = new StringBuilder("\n## What an AC's request gets\n\n");
    out.append(
        "The Result Code of RFC 5415 4.6.35 that is answered at once; the states entered;\n");
    out.append(
        "`later`: answered once the block is taken, the image judged or the log read; `-`: dropped,\n");
    out.append("because the response to it can carry no code.\n\n| request |");
    states.forEach(state -> out.append(' ').append(title(state)).append(" |"));
    out.append("\n|---|").append("---|".repeat(states.size())).append('\n');
    Samples.requests()
        .forEach(
            (name, request) -> {
              out.append("| ").append(name).append(" |");
              states.forEach(state -> out.append(' ').append(outcome(state, request)).append(" |"));
              out.append('\n');
            });
    return out.toString();
  }

  private static String title(WtpState state) {
    boolean fetching = state instanceof WtpState.Run run && run.fetch().isPresent();
    boolean elsewhere =
        state instanceof WtpState.ImageData image
            && image.fetch().transfer() instanceof Transfer.Elsewhere;
    return state.stage().title() + (fetching ? ", fetching" : elsewhere ? ", elsewhere" : "");
  }

  private static String outcome(WtpState state, ControlMessage request) {
    WtpEvent event = new WtpEvent.ControlReceived(100, request);
    List<String> outcome = new ArrayList<>();
    for (WtpAction action : Samples.machine().step(state, event, Instant.EPOCH).actions()) {
      if (action instanceof WtpAction.SendControl send) {
        send.message().first(ResultCode.class).ifPresent(code -> outcome.add("" + code.code()));
      } else if (action instanceof WtpAction.AppendBlock
          || action instanceof WtpAction.ReadUpdateLog) {
        outcome.add("later");
      } else if (action instanceof WtpAction.Say say
          && say.report() instanceof Report.StateEntered entered) {
        outcome.add(entered.state());
      }
    }
    return outcome.isEmpty() ? "-" : String.join(", ", outcome);
  }

  private static String reasons(String title, Class<?> rules) {
    Map<String, TreeSet<String>> byReason = new TreeMap<>();
    for (Class<?> event : events()) {
      ignored(rules, event)
          .ifPresent(
              reason ->
                  byReason
                      .computeIfAbsent(reason, r -> new TreeSet<>())
                      .add(event.getSimpleName()));
    }
    StringBuilder out = new StringBuilder("\n" + title + "\n\n");
    byReason.forEach(
        (reason, events) ->
            out.append("- ")
                .append(reason)
                .append(": ")
                .append(String.join(", ", events))
                .append('\n'));
    return out.toString();
  }

  @Test
  void theChartIsWhatTheCodeSays() throws IOException {
    Files.createDirectories(FRESH.getParent());
    Files.writeString(FRESH, chart());
    assertThat(Files.exists(CHART) ? Files.readString(CHART) : "")
        .as("CHART.md is out of date; read target/CHART.md, then: cp target/CHART.md CHART.md")
        .isEqualTo(chart());
  }

  @Test
  void whatIsMarkedIgnoredDoesNothing() {
    WtpMachine machine = Samples.machine();
    for (WtpState state : Samples.states()) {
      for (WtpEvent event : Samples.events(state)) {
        if (ignored(rules(state), event.getClass()).isPresent()) {
          assertThat(machine.step(state, event, LATE))
              .as("%s in %s", event, state.stage())
              .isEqualTo(Step.<WtpState, WtpAction>to(state));
        }
      }
    }
  }

  @Test
  void whatIsNotMarkedIgnoredDoesSomethingSomewhere() {
    WtpMachine machine = Samples.machine();
    Map<String, Boolean> idle = new TreeMap<>();
    for (WtpState state : Samples.states()) {
      for (WtpEvent event : Samples.events(state)) {
        if (ignored(rules(state), event.getClass()).isEmpty()) {
          String key = state.stage().title() + " / " + event.getClass().getSimpleName();
          boolean still =
              machine.step(state, event, LATE).equals(Step.<WtpState, WtpAction>to(state));
          idle.merge(key, still, Boolean::logicalAnd);
        }
      }
    }
    idle.values().removeIf(still -> !still);
    assertThat(idle.keySet()).as("rules that no sample moves").isEmpty();
  }
}
