package io.apfw.agent.config;

import io.apfw.cloud.ApInfo;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** What must hold of the cloud's keys when the cloud is asked. */
final class CloudChecks {
  private static final Pattern HEADER = Pattern.compile("[!-~]([ -~]*[!-~])?");

  private final Map<String, Object> found;
  private final BiConsumer<String, String> problem;

  /**
   * Looks at all values.
   *
   * @param problem takes the key and what is allowed there
   */
  CloudChecks(Map<String, Object> found, BiConsumer<String, String> problem) {
    this.found = found;
    this.problem = problem;
  }

  void run() {
    if (!Boolean.TRUE.equals(found.get("cloud.enabled"))) {
      return;
    }
    for (String key : List.of("cloud.url", "cloud.trust", "cloud.guid")) {
      if (!found.containsKey(key)) {
        problem.accept(key, "missing: cloud.enabled needs it");
      }
    }
    if (found.get("cloud.url") instanceof String url && host(url).isEmpty()) {
      problem.accept("cloud.url", "https://host or https://host:port, without a path");
    }
    if (found.containsKey("cloud.certificate") != found.containsKey("cloud.key")) {
      boolean key = found.containsKey("cloud.key");
      problem.accept(
          key ? "cloud.certificate" : "cloud.key", "missing: the other of the two is given");
    }
    for (String key : List.of("cloud.guid", "cloud.oemTag", "cloud.mode", "cloud.features")) {
      if (found.get(key) instanceof String value && !HEADER.matcher(value).matches()) {
        problem.accept(key, "visible ASCII characters: it goes into a header");
      }
    }
    members();
    own();
  }

  private void members() {
    if (found.get("cloud.members") instanceof List<?> members) {
      for (Object member : members) {
        if (ApInfo.parse((String) member).isEmpty()) {
          problem.accept(
              "cloud.members",
              "'" + member + "' is none: such as \"CJ0080398, 18:64:72:c1:d3:fa, AP-115\"");
        }
      }
    }
  }

  private void own() {
    try {
      ApInfo.of(
          String.valueOf(found.get("wtp.serial")),
          String.valueOf(found.get("wtp.baseMac")),
          String.valueOf(found.get("wtp.model")));
    } catch (IllegalArgumentException e) {
      problem.accept("wtp.serial", "the cloud is told of it: " + e.getMessage());
    }
  }

  /** The host of an address of the cloud; empty when it is none. */
  static String host(String url) {
    try {
      URI uri = new URI(url);
      boolean plain =
          uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
      boolean port = uri.getPort() == -1 || (uri.getPort() >= 1 && uri.getPort() <= 65535);
      return "https".equals(uri.getScheme()) && uri.getHost() != null && plain && port
          ? uri.getHost()
          : "";
    } catch (URISyntaxException e) {
      return "";
    }
  }
}
