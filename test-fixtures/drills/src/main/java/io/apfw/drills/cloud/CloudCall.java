package io.apfw.drills.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as the cloud sees it.
 *
 * @param headers the first value of each, by name in lower case
 * @param body ASCII
 */
public record CloudCall(Map<String, String> headers, String body) {
  private static final String PEM = "-----BEGIN ";

  public CloudCall {
    Map<String, String> lower = new TreeMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    headers = Map.copyOf(lower);
  }

  /** An AP as it was told. */
  record Ap(String serial, String mac, String model) {
    static Optional<Ap> parse(String line) {
      String[] parts = line.split(", ", -1);
      return parts.length == 3
          ? Optional.of(new Ap(parts[0], parts[1], parts[2]))
          : Optional.empty();
    }
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The lines of the cluster, as they stand before the proof. */
  List<String> memberLines() {
    int proof = body.indexOf(PEM);
    List<String> lines = new ArrayList<>();
    for (String line : body.substring(0, proof < 0 ? body.length() : proof).split("\r\n", -1)) {
      if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** What follows them. */
  String proof() {
    int proof = body.indexOf(PEM);
    return proof < 0 ? "" : body.substring(proof);
  }

  /** The AP that asks and the others; empty when one of them cannot be read. */
  Optional<List<Ap>> aps() {
    List<Ap> aps = new ArrayList<>();
    List<String> lines = new ArrayList<>(List.of(header("x-ap-info")));
    lines.addAll(memberLines());
    for (String line : lines) {
      Optional<Ap> ap = Ap.parse(line);
      if (ap.isEmpty()) {
        return Optional.empty();
      }
      aps.add(ap.get());
    }
    return Optional.of(aps);
  }
}
