package io.apfw.drills.cloud;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What a cloud's customer has set up there.
 *
 * @param devices by serial number; others are not known
 * @param classes image class by model
 * @param rules the first that matches an AP holds
 */
public record CloudRules(
    Map<String, Device> devices, Map<String, String> classes, List<Rule> rules) {
  private static final int PERCENT = 100;

  public CloudRules {
    devices = Map.copyOf(devices);
    classes = Map.copyOf(classes);
    rules = List.copyOf(rules);
  }

  /**
   * An AP that the customer owns.
   *
   * @param folder where the customer has put it
   * @param shipped whether it has left the factory
   */
  public record Device(String folder, boolean shipped) {}

  /** What a rule is for. */
  public enum By {
    SERIAL,
    MODEL,
    FOLDER,
    EVERYBODY
  }

  /**
   * Which images whose APs are to run.
   *
   * @param by what decides whether it holds for an AP
   * @param value that serial, model or folder
   * @param percent of the APs that it holds for, chosen by their serial numbers, so that an AP that
   *     was among the first tenth is among the first half, too
   * @param images URL by class
   */
  public record Rule(By by, String value, int percent, Map<String, String> images) {
    public Rule {
      images = Map.copyOf(images);
    }

    private boolean holds(CloudCall.Ap ap, Device device) {
      return switch (by) {
        case SERIAL -> value.equals(ap.serial());
        case MODEL -> value.equals(ap.model());
        case FOLDER -> value.equals(device.folder());
        case EVERYBODY -> true;
      };
    }

    private boolean rolledOut(CloudCall.Ap ap) {
      CRC32 hash = new CRC32();
      hash.update(ap.serial().getBytes(StandardCharsets.UTF_8));
      return hash.getValue() % PERCENT < percent;
    }
  }

  /** The code by which that AP is refused; empty when it is served. */
  Optional<String> refusal(CloudCall.Ap ap) {
    Device device = devices.get(ap.serial());
    if (device == null) {
      return Optional.of("fail-prov-no-device");
    } else if (!device.shipped()) {
      return Optional.of("fail-prov-no-shipped");
    }
    return rule(ap).isEmpty() ? Optional.of("fail-prov-no-rule") : Optional.empty();
  }

  /** Class and URL of the image that an AP is to run; empty when there is none for it. */
  Optional<Map.Entry<String, String>> image(CloudCall.Ap ap) {
    String imageClass = classes.get(ap.model());
    Optional<Rule> rule = rule(ap).filter(r -> r.rolledOut(ap));
    if (imageClass == null || rule.isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(rule.get().images().get(imageClass))
        .map(url -> Map.entry(imageClass, url));
  }

  private Optional<Rule> rule(CloudCall.Ap ap) {
    Device device = devices.get(ap.serial());
    return device == null
        ? Optional.empty()
        : rules.stream().filter(rule -> rule.holds(ap, device)).findFirst();
  }
}
