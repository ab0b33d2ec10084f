package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.config.AgentConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One boot of the AP. */
final class RunningAgent {
  private final AgentProcess process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> read = new ArrayList<>();
  private final CompletableFuture<Integer> end;

  RunningAgent(AgentConfig config) {
    process = new AgentProcess(config, lines::add, false, Optional.empty());
    end =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return process.run();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            Threads.EACH);
  }

  int awaitEnd() throws Exception {
    return end.get(Patience.SECONDS, TimeUnit.SECONDS);
  }

  void awaitLine(String part) throws InterruptedException {
    awaitMatch(Pattern.quote(part));
  }

  MatchResult awaitMatch(String regex) throws InterruptedException {
    Pattern pattern = Pattern.compile(regex);
    Matcher found;
    do {
      String line = lines.poll(Patience.SECONDS, TimeUnit.SECONDS);
      assertThat(line).as("a line with '%s' after %s", regex, read).isNotNull();
      read.add(line);
      found = pattern.matcher(line);
    } while (!found.find());
    return found.toMatchResult();
  }

  /** Lines of the log that nobody has waited for. */
  List<String> otherLines() {
    return List.copyOf(lines);
  }

  int stop() throws Exception {
    process.stop("by a signal");
    return awaitEnd();
  }
}
