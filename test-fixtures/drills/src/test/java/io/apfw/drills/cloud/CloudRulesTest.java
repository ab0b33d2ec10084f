package io.apfw.drills.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.cloud.CloudRules.By;
import io.apfw.drills.cloud.CloudRules.Device;
import io.apfw.drills.cloud.CloudRules.Rule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the drill's cloud decides: rules in their order, and who is among the first so many. */
class CloudRulesTest {
  private static final String CLASS = "77";
  private static final String MODEL = "C9105AXI";
  private static final int APS = 1_000;

  private static CloudCall.Ap ap(int number) {
    return new CloudCall.Ap("SN%05d".formatted(number), "02:00:5e:10:00:01", MODEL);
  }

  private static Map<String, Device> devices() {
    Map<String, Device> devices = new HashMap<>();
    for (int number = 0; number < APS; number++) {
      devices.put(ap(number).serial(), new Device("lab", true));
    }
    return devices;
  }

  private static CloudRules rules(Rule... rules) {
    return new CloudRules(devices(), Map.of(MODEL, CLASS), List.of(rules));
  }

  private static Rule rule(By by, String value, int percent, String url) {
    return new Rule(by, value, percent, Map.of(CLASS, url));
  }

  private static Set<Integer> served(int percent) {
    CloudRules rules = rules(rule(By.EVERYBODY, "", percent, "http://images/a"));
    Set<Integer> served = new HashSet<>();
    for (int number = 0; number < APS; number++) {
      if (rules.image(ap(number)).isPresent()) {
        served.add(number);
      }
    }
    return served;
  }

  /** 1,000 APs: a tenth is 100, give or take four standard deviations of 9.5. */
  @Test
  void aStagedRollOutReachesItsShareAndOnlyGrows() {
    assertThat(served(0)).isEmpty();
    assertThat(served(10)).hasSizeBetween(62, 138);
    assertThat(served(50)).hasSizeBetween(437, 563).containsAll(served(10));
    assertThat(served(100)).hasSize(APS).containsAll(served(50));
  }

  @Test
  void whoIsNotAmongThemIsServedAndHasNoImage() {
    CloudRules rules = rules(rule(By.EVERYBODY, "", 0, "http://images/a"));
    assertThat(rules.refusal(ap(1))).isEmpty();
    assertThat(rules.image(ap(1))).isEmpty();
  }

  @Test
  void theFirstRuleThatMatchesHolds() {
    CloudRules rules =
        rules(
            rule(By.SERIAL, ap(1).serial(), 100, "http://images/serial"),
            rule(By.MODEL, "another", 100, "http://images/another"),
            rule(By.FOLDER, "lab", 100, "http://images/folder"));
    assertThat(rules.image(ap(1))).contains(Map.entry(CLASS, "http://images/serial"));
    assertThat(rules.image(ap(2))).contains(Map.entry(CLASS, "http://images/folder"));
  }

  @Test
  void whoIsRefusedHearsWhy() {
    Device inStock = new Device("lab", false);
    CloudRules rules =
        new CloudRules(
            Map.of(ap(1).serial(), inStock, ap(2).serial(), new Device("lab", true)),
            Map.of(MODEL, CLASS),
            List.of());
    assertThat(rules.refusal(ap(1))).contains("fail-prov-no-shipped");
    assertThat(rules.refusal(ap(2))).contains("fail-prov-no-rule");
    assertThat(rules.refusal(ap(3))).contains("fail-prov-no-device");
  }
}
