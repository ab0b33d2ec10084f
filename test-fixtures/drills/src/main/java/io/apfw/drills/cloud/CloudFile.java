package io.apfw.drills.cloud;

import io.apfw.drills.cloud.CloudRules.By;
import io.apfw.drills.cloud.CloudRules.Device;
import io.apfw.drills.cloud.CloudRules.Rule;
import io.apfw.drills.yaml.YamlException;
import io.apfw.drills.yaml.YamlMap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The configuration file of {@code drill cloud}.
 *
 * @param exchange where APs ask, by TLS
 * @param images where images are, by HTTP
 * @param key PEM: the server's key
 * @param certificate PEM: its certificate, then the intermediates
 * @param trust PEM: the roots of the APs' certificates
 * @param directory the images' files
 * @param devices by serial number
 * @param classes image class by model
 * @param rules the first that matches an AP holds; their images are file names
 * @param fault what goes wrong
 */
record CloudFile(
    InetSocketAddress exchange,
    InetSocketAddress images,
    Path key,
    Path certificate,
    Path trust,
    Path directory,
    Map<String, Device> devices,
    Map<String, String> classes,
    List<Rule> rules,
    CloudFault fault) {
  private static final int EXCHANGE_PORT = 8443;
  private static final int IMAGES_PORT = 8080;
  private static final int PORT_MAX = 65_535;
  private static final int PERCENT = 100;
  private static final Predicate<String> NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,127}").asMatchPredicate();

  /**
   * Reads it.
   *
   * @throws YamlException with every mistake in it
   */
  static CloudFile read(Path file) throws YamlException {
    YamlMap root = YamlMap.read(file);
    YamlMap listen = root.section("listen");
    Optional<InetAddress> address = listen.text("address").flatMap(CloudFile::address);
    if (listen.has("address") && address.isEmpty()) {
      listen.wrong("address", "an address of this machine");
    }
    InetAddress at = address.orElse(InetAddress.getLoopbackAddress());
    int port = listen.number("port", 0, PORT_MAX, EXCHANGE_PORT);
    int imagesPort = listen.number("imagesPort", 0, PORT_MAX, IMAGES_PORT);
    YamlMap tls = root.section("tls");
    Path key = needed(tls, "key", "cloud.key of drill keys");
    Path certificate = needed(tls, "certificate", "cloud.pem of drill keys");
    Path trust = needed(tls, "trust", "network-roots.pem of drill keys");
    Path directory = root.directory("images").orElse(Path.of(""));
    if (!root.has("images")) {
      root.missing("images", "a directory of image files");
    }
    Map<String, Device> devices = new HashMap<>();
    for (YamlMap device : root.list("devices")) {
      device(device).ifPresent(entry -> devices.put(entry.getKey(), entry.getValue()));
    }
    Map<String, String> classes = root.words("classes");
    List<Rule> rules = new ArrayList<>();
    for (YamlMap rule : root.list("rules")) {
      rules.add(rule(rule, directory));
    }
    CloudFault fault = root.choice("fault", CloudFault.class, CloudFault.NONE);
    root.end();
    return new CloudFile(
        new InetSocketAddress(at, port),
        new InetSocketAddress(at, imagesPort),
        key,
        certificate,
        trust,
        directory,
        Map.copyOf(devices),
        Map.copyOf(classes),
        List.copyOf(rules),
        fault);
  }

  private static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static Path needed(YamlMap map, String key, String what) {
    if (!map.has(key)) {
      map.missing(key, what);
    }
    return map.file(key).orElse(Path.of(""));
  }

  private static Optional<Map.Entry<String, Device>> device(YamlMap map) {
    if (!map.has("serial")) {
      map.missing("serial", "the AP's serial number");
    }
    Device device =
        new Device(
            map.text("folder").orElse(""),
            map.choice("shipped", YesNo.class, YesNo.YES) == YesNo.YES);
    return map.text("serial").map(serial -> Map.entry(serial, device));
  }

  private enum YesNo {
    YES,
    NO
  }

  private static Rule rule(YamlMap map, Path directory) {
    By by = map.choice("by", By.class, By.EVERYBODY);
    Optional<String> value = map.text("value");
    if (by != By.EVERYBODY && !map.has("value")) {
      map.missing("value", "the " + YamlMap.word(by) + " that it is for");
    }
    Map<String, String> images = new LinkedHashMap<>(map.words("images"));
    for (Map.Entry<String, String> image : images.entrySet()) {
      if (!NAME.test(image.getValue())
          || !Files.isRegularFile(directory.resolve(image.getValue()))) {
        map.wrong(
            "images", "a file of " + directory + " for each class, which " + image + " is not");
      }
    }
    return new Rule(by, value.orElse(""), map.number("percent", 0, PERCENT, PERCENT), images);
  }
}
