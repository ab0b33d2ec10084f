package io.apfw.agent.discovery;

import io.apfw.agent.discovery.Names.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The order in which to try SRV records, RFC 2782: by priority, and within one by a random draw in
 * which a record's chance is its share of the weights; one of weight 0 has a small chance, too.
 * Where all of a priority weigh 0 there is "no server selection to do": they stay equal, and the
 * controllers' load decides.
 *
 * <p>The draw follows from the seed and the records alone, so that a lookup that finds the same
 * records again finds them in the same order, and nobody falls back for nothing; APs with other
 * seeds draw otherwise.
 */
final class SrvOrder {
  private SrvOrder() {}

  /**
   * A record and its place.
   *
   * @param order from 0; the same for those that are equal
   */
  record Ranked(Service service, int order) {}

  /** The records in the order in which to try them. */
  static List<Ranked> of(List<Service> services, long seed) {
    List<Service> left = new ArrayList<>(services);
    // The order in which a server gives them may change from answer to answer.
    left.sort(
        Comparator.comparingInt(Service::priority)
            .thenComparingInt(Service::weight)
            .thenComparing(Service::target)
            .thenComparingInt(Service::port));
    SplittableRandom random = new SplittableRandom(seed);
    List<Ranked> ranked = new ArrayList<>();
    while (!left.isEmpty()) {
      int priority = left.get(0).priority();
      List<Service> equal = left.stream().filter(s -> s.priority() == priority).toList();
      left.removeAll(equal);
      rank(new ArrayList<>(equal), random, ranked);
    }
    return ranked;
  }

  private static void rank(List<Service> equal, SplittableRandom random, List<Ranked> ranked) {
    int first = ranked.size();
    if (equal.stream().allMatch(service -> service.weight() == 0)) {
      equal.forEach(service -> ranked.add(new Ranked(service, first)));
      return;
    }
    while (!equal.isEmpty()) {
      long drawn = random.nextLong(1 + equal.stream().mapToLong(Service::weight).sum());
      int chosen = 0;
      for (long sum = equal.get(0).weight(); sum < drawn; sum += equal.get(chosen).weight()) {
        chosen++;
      }
      ranked.add(new Ranked(equal.remove(chosen), ranked.size()));
    }
  }
}
