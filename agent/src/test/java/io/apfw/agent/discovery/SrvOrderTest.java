package io.apfw.agent.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.discovery.Names.Service;
import io.apfw.agent.discovery.SrvOrder.Ranked;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RFC 2782, "Usage rules". */
class SrvOrderTest {
  private static Service service(int priority, int weight, String target) {
    return new Service(priority, weight, 5246, target);
  }

  private static List<String> targets(List<Ranked> ranked) {
    return ranked.stream().map(r -> r.service().target()).toList();
  }

  private static final List<Service> WEIGHED =
      List.of(
          service(10, 60, "a"), service(10, 30, "b"), service(10, 10, "c"), service(10, 0, "d"));

  @Test
  void aLowerPriorityGoesFirstWhateverTheWeights() {
    List<Service> services =
        List.of(service(20, 65535, "late"), service(10, 0, "soon"), service(10, 1, "also"));
    for (long seed = 0; seed < 100; seed++) {
      List<Ranked> ranked = SrvOrder.of(services, seed);
      assertThat(targets(ranked)).hasSize(3).endsWith("late");
      assertThat(ranked.get(2).order()).isEqualTo(2);
    }
  }

  @Test
  void whoIsFirstFollowsTheWeights() {
    Map<String, Integer> first = new HashMap<>();
    int seeds = 20_000;
    for (long seed = 0; seed < seeds; seed++) {
      first.merge(targets(SrvOrder.of(WEIGHED, seed)).get(0), 1, Integer::sum);
    }
    assertThat(first.getOrDefault("a", 0) / (double) seeds).isBetween(0.57, 0.63);
    assertThat(first.getOrDefault("b", 0) / (double) seeds).isBetween(0.27, 0.33);
    assertThat(first.getOrDefault("c", 0) / (double) seeds).isBetween(0.08, 0.12);
    assertThat(first.getOrDefault("d", 0))
        .as("a very small chance, and not none")
        .isBetween(1, seeds / 50);
  }

  @Test
  void allComeOnceEachInAPlaceOfItsOwn() {
    for (long seed = 0; seed < 200; seed++) {
      List<Ranked> ranked = SrvOrder.of(WEIGHED, seed);
      assertThat(targets(ranked)).containsExactlyInAnyOrder("a", "b", "c", "d");
      assertThat(ranked).extracting(Ranked::order).containsExactly(0, 1, 2, 3);
    }
  }

  @Test
  void theSameRecordsComeInTheSameOrderHoweverTheServerShufflesThem() {
    List<Service> shuffled = new ArrayList<>(WEIGHED);
    for (int round = 0; round < 20; round++) {
      Collections.shuffle(shuffled, new Random(round));
      assertThat(SrvOrder.of(shuffled, 7)).isEqualTo(SrvOrder.of(WEIGHED, 7));
    }
  }

  @Test
  void withoutWeightsTheyAreEqual() {
    List<Ranked> ranked =
        SrvOrder.of(List.of(service(5, 0, "a"), service(9, 0, "b"), service(9, 0, "c")), 1);
    assertThat(ranked).extracting(Ranked::order).containsExactly(0, 1, 1);
  }
}
