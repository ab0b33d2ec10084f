package io.apfw.drills.ac;

import io.apfw.capwap.wire.element.ImageWindow;
import io.apfw.drills.ac.AcSettings.Credentials;
import io.apfw.drills.controller.ControllerConfig;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.yaml.YamlException;
import io.apfw.drills.yaml.YamlMap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads the configuration file of {@code drill controller}. */
final class AcFile {
  private static final int CONTROL_PORT = 5246;
  private static final int DATA_PORT = 5247;
  private static final int PORT_MAX = 65_535;
  private static final int NAME_BYTES_MAX = 512;
  private static final String LOOPBACK = "127.0.0.1";
  private static final String ANY = "0.0.0.0";
  private static final String ADDRESS = "an IPv4 address, such as 192.0.2.1";
  private static final Predicate<String> IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}").asMatchPredicate();

  /** What is allowed as a version of an image. */
  static final Predicate<String> VERSION =
      Pattern.compile("[0-9A-Za-z._()+-]{1,64}").asMatchPredicate();

  /** {@code listen.dataChannel}. */
  private enum Data {
    ANY,
    CLEAR,
    DTLS
  }

  private AcFile() {}

  /**
   * Reads it.
   *
   * @throws YamlException with every mistake in it
   */
  static AcSettings read(Path file) throws YamlException {
    YamlMap root = YamlMap.read(file);
    String name =
        root.text(
                "name",
                text -> text.getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES_MAX,
                "a name of at most " + NAME_BYTES_MAX + " bytes")
            .orElse("drill-controller");
    YamlMap listen = root.section("listen");
    String address = listen.text("address", IPV4, ADDRESS).orElse(LOOPBACK);
    int controlPort = listen.number("controlPort", 0, PORT_MAX, CONTROL_PORT);
    int dataPort = listen.number("dataPort", 0, PORT_MAX, DATA_PORT);
    Optional<String> seenAs = listen.text("seenAs", IPV4, ADDRESS);
    if (address.equals(ANY) && !listen.has("seenAs")) {
      listen.missing("seenAs", ADDRESS + ": APs are told one, and address is " + ANY);
    }
    Set<DataChannel> dataChannels =
        switch (listen.choice("dataChannel", Data.class, Data.ANY)) {
          case ANY -> EnumSet.allOf(DataChannel.class);
          case CLEAR -> EnumSet.of(DataChannel.CLEAR);
          case DTLS -> EnumSet.of(DataChannel.DTLS);
        };
    Credentials credentials = credentials(root.section("dtls"));
    YamlMap image = root.section("image");
    Optional<Path> images = image.directory("path");
    if (!image.has("path")) {
      image.missing("path", "a directory of images, each named by its family, such as ap1g8");
    }
    Optional<String> version = image.text("version", VERSION, "a version, such as 17.9.4.27");
    int window = image.number("window", 1, ImageWindow.REQUESTS_MAX, 1);
    int blockBytes =
        image.number("blockBytes", 1, ControllerConfig.BLOCK_BYTES_MAX, AcSettings.BLOCK_BYTES);
    root.end();
    return new AcSettings(
        name,
        socket(address, controlPort),
        socket(address, dataPort),
        seenAs.orElse(address),
        credentials,
        dataChannels,
        images.orElseThrow(),
        version,
        window,
        blockBytes);
  }

  private static Credentials credentials(YamlMap dtls) {
    boolean shared = dtls.has("pskIdentity") || dtls.has("pskKeyFile");
    Optional<String> identity = dtls.text("pskIdentity");
    Optional<Path> keyFile = dtls.file("pskKeyFile");
    Optional<Path> key = dtls.file("key");
    Optional<Path> certificate = dtls.file("certificate");
    Optional<Path> trust = dtls.file("trust");
    if (shared) {
      require(dtls, "pskIdentity", "what APs call the key");
      require(dtls, "pskKeyFile", "a file with the key in hex");
      for (String other : new String[] {"key", "certificate", "trust"}) {
        if (dtls.has(other)) {
          dtls.wrong(other, "nothing beside a pre-shared key");
        }
      }
    } else {
      require(dtls, "key", "ac.key of drill keys");
      require(dtls, "certificate", "ac.pem of drill keys");
      require(dtls, "trust", "network-roots.pem of drill keys");
    }
    Path none = Path.of("");
    return shared
        ? new Credentials.PreSharedKey(identity.orElse(""), keyFile.orElse(none))
        : new Credentials.Certificates(
            key.orElse(none), certificate.orElse(none), trust.orElse(none));
  }

  private static void require(YamlMap map, String key, String allowed) {
    if (!map.has(key)) {
      map.missing(key, allowed);
    }
  }

  private static InetSocketAddress socket(String literal, int port) {
    try {
      return new InetSocketAddress(InetAddress.getAllByName(literal)[0], port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(literal + " is a literal address", e);
    }
  }
}
