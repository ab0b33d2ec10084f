package io.apfw.cloud;

import io.apfw.cloud.CloudAction.Say;
import io.apfw.cloud.CloudMemory.Draw;
import io.apfw.cloud.CloudState.Exchange;
import io.apfw.report.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One step in the making: its time, and the actions so far. */
final class Turn {
  private static final int INTERVAL_SPREAD = 10;

  private final CloudConfig config;
  private final UrlRule urls;
  private final Instant now;
  private final List<CloudAction> actions = new ArrayList<>();

  Turn(CloudConfig config, UrlRule urls, Instant now) {
    this.config = config;
    this.urls = urls;
    this.now = now;
  }

  CloudConfig config() {
    return config;
  }

  UrlRule urls() {
    return urls;
  }

  Instant now() {
    return now;
  }

  List<CloudAction> actions() {
    return actions;
  }

  void act(CloudAction action) {
    actions.add(action);
  }

  void say(Report report) {
    actions.add(new Say(report));
  }

  boolean passed(Instant deadline) {
    return !now.isBefore(deadline);
  }

  CloudState begin(CloudMemory memory, boolean asked) {
    CloudMemory next = memory.withNextAttempt();
    Exchange exchange = new Exchange(next, now.plusMillis(config.timing().exchangeMillis()), asked);
    say(new Report.CloudConnecting(config.host(), config.timing().timeoutMillis()));
    act(
        new CloudAction.Begin(
            exchange.attempt(), CloudRequest.first(config, memory.inventory().running())));
    return new CloudState.Connecting(exchange);
  }

  /** Soon, but not all APs of a building at the same time. */
  CloudState restSoon(CloudMemory memory) {
    return rest(memory, config.timing().bootSpreadMillis(), 1);
  }

  /** After a check that had an answer. */
  CloudState restLong(CloudMemory memory) {
    return rest(memory, config.timing().intervalMillis(), INTERVAL_SPREAD);
  }

  /**
   * After one that had none, or an update that came to nothing: twice as long each time, a random
   * half left out.
   */
  CloudState restAfterFailure(CloudMemory memory) {
    CloudMemory failed = memory.withFailures(memory.failures() + 1);
    long wait = config.timing().backOffMinMillis();
    for (int i = 1; i < failed.failures() && wait < config.timing().backOffMaxMillis(); i++) {
      wait = 2 * wait;
    }
    return rest(failed, Math.min(wait, config.timing().backOffMaxMillis()), 2);
  }

  /** A wait of which a random part, a share of the whole at most, is left out. */
  private CloudState rest(CloudMemory memory, long millis, int share) {
    Draw draw = memory.draw(millis / share + 1);
    return restUntil(draw.next(), now.plusMillis(millis - draw.value()));
  }

  CloudState restUntil(CloudMemory memory, Instant due) {
    if (memory.managed() && !config.whileManaged()) {
      say(new Report.CloudSuspended());
      return new CloudState.Suspended(memory, due);
    }
    say(new Report.CloudCheckDue(due.toEpochMilli() - now.toEpochMilli()));
    return new CloudState.Idle(memory, due);
  }
}
