package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.element.AcDescriptor;
import io.apfw.capwap.wtp.AcBook;
import io.apfw.capwap.wtp.DiscoveryPolicy.Criterion;
import io.apfw.capwap.wtp.Endpoint;
import io.apfw.capwap.wtp.Found;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Timer;
import io.apfw.report.Report;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which AC is better than another.
 *
 * <p>RFC 5415 3.3: the WTP SHOULD use the order of AC Name with Priority and MAY use "other
 * factors"; it does not weigh an order that the installation gives against that of an AC. So the
 * installation says which goes first ({@link io.apfw.capwap.wtp.DiscoveryPolicy}).
 *
 * <p>An AC that fails before Run, be it in DTLS, Join, Configure or Data Check, ranks behind all
 * others that answer, for a time that doubles from AVOID_MIN to AVOID_MAX, until it has served us.
 * It is not left out: it may be the only one, and MaxFailedDTLSSessionRetry bounds that.
 */
final class Choosing {
  private static final int PERMILLE = 1000;

  private Choosing() {}

  /** Better first. */
  static Comparator<Found> order(Turn turn, AcBook acs) {
    Comparator<Found> order =
        Comparator.<Found, Boolean>comparing(ac -> !ac.asked())
            .thenComparing(ac -> acs.avoided(ac.ac().control(), turn.now()));
    for (Criterion criterion : turn.config().discovery().preferBy()) {
      order = order.thenComparing(by(criterion, acs));
    }
    return order;
  }

  /** The same without what changes from one moment to the next. */
  static Comparator<Found> lastingOrder(Turn turn, AcBook acs) {
    Comparator<Found> order = Comparator.comparing(ac -> !ac.asked());
    for (Criterion criterion : turn.config().discovery().preferBy()) {
      if (criterion != Criterion.LOAD) {
        order = order.thenComparing(by(criterion, acs));
      }
    }
    return order;
  }

  private static Comparator<Found> by(Criterion criterion, AcBook acs) {
    return switch (criterion) {
      case ORDER -> Comparator.comparingInt(Found::order);
      case NAME -> Comparator.comparingInt(ac -> acs.priority(ac.name()));
      case LOAD -> Comparator.comparingInt(Found::loadPermille);
    };
  }

  static int loadPermille(Optional<AcDescriptor> ac) {
    return ac.filter(a -> a.activeWtps() < a.wtpsMax())
        .map(a -> PERMILLE * a.activeWtps() / a.wtpsMax())
        .orElse(PERMILLE);
  }

  /** That AC failed. */
  static Memory failed(Turn turn, Memory memory, Endpoint ac) {
    AcBook.Failure before = memory.acs().failures().get(ac);
    int count = before == null ? 1 : before.count() + 1;
    long most = turn.millis(Timer.AVOID_MAX);
    long millis = turn.millis(Timer.AVOID_MIN);
    for (int i = 1; i < count && millis < most; i++) {
      millis = 2 * millis;
    }
    millis = Math.min(millis, most);
    Instant until = turn.now().plusMillis(millis);
    turn.say(new Report.ControllerRankedLast(ac.address(), millis));
    return memory.with(memory.acs().failed(ac, new AcBook.Failure(count, until)));
  }
}
