package io.apfw.drills.ac;

import io.apfw.capwap.wire.element.ImageWindow;
import io.apfw.drills.ac.AcSettings.Credentials;
import io.apfw.drills.ac.ImageProfile.Mode;
import io.apfw.drills.ac.ImageProfile.Place;
import io.apfw.drills.controller.ControllerConfig;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.yaml.YamlException;
import io.apfw.drills.yaml.YamlMap;
import io.apfw.fetch.SftpSettings;
import io.apfw.fetch.TftpSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads the configuration file of {@code drill controller}. */
final class AcFile {
  private static final int CONTROL_PORT = 5246;
  private static final int DATA_PORT = 5247;
  private static final int PORT_MAX = 65_535;
  private static final int MEBIBYTE = 1 << 20;
  private static final int HOUR_MILLIS = 3_600_000;
  private static final int NAME_BYTES_MAX = 512;
  private static final String LOOPBACK = "127.0.0.1";
  private static final String ANY = "0.0.0.0";
  private static final String ADDRESS = "an IPv4 address, such as 192.0.2.1";
  private static final Predicate<String> IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}").asMatchPredicate();

  /** What is allowed as a version of an image. */
  static final Predicate<String> VERSION =
      Pattern.compile("[0-9A-Za-z._()+-]{1,64}").asMatchPredicate();

  /** What is allowed as a server. */
  static final Predicate<String> SERVER =
      Pattern.compile("[0-9A-Za-z.:_-]{1,253}").asMatchPredicate();

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
    ImageProfile images = images(image);
    Optional<String> version = image.text("version", VERSION, "a version, such as 17.9.4.27");
    AcSettings.Cache cache =
        new AcSettings.Cache(
            image.path("cache", "cache"),
            (long) MEBIBYTE * image.number("cacheMebibytes", 1, 1 << 20, 2_048));
    AcSettings.Fetch fetch = fetch(root.section("fetch"));
    Predownload.Limits predownload = predownload(root.section("predownload"));
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
        images,
        version,
        cache,
        fetch,
        predownload,
        window,
        blockBytes);
  }

  private static ImageProfile images(YamlMap image) {
    Mode mode = image.choice("mode", Mode.class, Mode.LOCAL);
    if (mode == Mode.LOCAL) {
      require(image, "path", "a directory of images, each named by its family, such as ap1g8");
      for (String other : new String[] {"server", "port", "user"}) {
        if (image.has(other)) {
          image.wrong(other, "nothing with mode local");
        }
      }
      return new ImageProfile(mode, image.directory("path"), Map.of());
    }
    require(image, "server", "a host's name or address, for mode " + mode.word());
    if (mode == Mode.SFTP) {
      require(image, "user", "who logs in, for mode sftp");
    } else if (image.has("user")) {
      image.wrong("user", "nothing with mode " + mode.word());
    }
    return new ImageProfile(mode, Optional.empty(), Map.of())
        .with(
            mode,
            new Place(
                image.text("server", SERVER, "a host's name or address").orElse(""),
                image.number("port", 1, PORT_MAX, 0),
                image.text("path").orElse(""),
                image
                    .text("user", user -> user.indexOf(':') < 0, "a name without a colon")
                    .orElse(""),
                Optional.empty()));
  }

  private static AcSettings.Fetch fetch(YamlMap fetch) {
    int connectMillis = fetch.number("connectMillis", 100, HOUR_MILLIS, 10_000);
    int silenceMillis = fetch.number("silenceMillis", 100, HOUR_MILLIS, 30_000);
    return new AcSettings.Fetch(
        new SftpSettings(
            connectMillis,
            silenceMillis,
            Set.copyOf(
                fetch.texts("sftpHostKeys", "a list of SHA256:..., as ssh-keygen -l prints")),
            fetch.file("sftpKnownHosts"),
            fetch.file("sftpPasswordFile"),
            fetch.file("sftpKey")),
        new TftpSettings(
            fetch.number("tftpBlockBytes", 8, 65_464, 1_468),
            fetch.number("tftpWindowBlocks", 1, 64, 16),
            fetch.number("tftpTimeoutSeconds", 1, 255, 2),
            fetch.number("tftpRepetitionsMax", 0, 100, 5)),
        connectMillis,
        silenceMillis,
        fetch.file("trust"));
  }

  private static Predownload.Limits predownload(YamlMap map) {
    return new Predownload.Limits(
        map.number("setSize", 1, 10_000, 16),
        Duration.ofSeconds(map.number("setSeconds", 0, 3_600, 60)),
        map.number("atOnceMax", 1, 10_000, 100),
        map.number("retriesMax", 0, 255, 3),
        Duration.ofSeconds(map.number("retrySeconds", 1, 65_535, 120)),
        Duration.ofSeconds(map.number("startSeconds", 1, 65_535, 300)));
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
