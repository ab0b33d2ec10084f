package io.apfw.cloud;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Class names by model, from the file names of published images. The class numbers of the protocol
 * are in no public table.
 */
final class KnownClasses {
  private static final Pattern MODEL = Pattern.compile("(?:[A-Za-z]+-)?([0-9]{2})([0-9][A-Z]?)");
  private static final Map<String, String> BY_SERIES =
      bySeries(
          Map.of(
              "Vela", List.of("203H", "203R", "207"),
              "Ursa", List.of("300", "303", "303H", "360"),
              "Hercules", List.of("310", "318", "320", "370", "387"),
              "Lupus", List.of("330"),
              "Draco", List.of("340", "510", "518", "570"),
              "Gemini", List.of("500", "500H", "560"),
              "Scorpio", List.of("530", "550"),
              "Norma", List.of("630", "650"),
              "Centaurus", List.of("210", "220", "228", "270"),
              "Taurus", List.of("205")));

  private KnownClasses() {}

  private static Map<String, String> bySeries(Map<String, List<String>> byName) {
    Map<String, String> classes = new HashMap<>();
    byName.forEach((name, models) -> models.forEach(model -> classes.put(model, name)));
    return Map.copyOf(classes);
  }

  /** The class of a model such as {@code AP-215}: its own, or that of its series. */
  static Optional<String> of(String model) {
    Matcher parts = MODEL.matcher(model);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String series = parts.group(1) + "0";
    return Optional.ofNullable(
        BY_SERIES.getOrDefault(parts.group(1) + parts.group(2), BY_SERIES.get(series)));
  }
}
