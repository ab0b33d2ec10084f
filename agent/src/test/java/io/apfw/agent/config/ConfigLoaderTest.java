package io.apfw.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apfw.agent.config.AgentConfig.HostAndPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
  /** Where the package puts it; a machine that has the package lacks one thing less. */
  private static final String INSTALLED_SCRIPT = "/usr/lib/apfw/upgrade-scripts/upgrade.sh";

  private static final String MINIMAL =
      """
      wtp:
        model: C9105AXI
        serial: FGL0001
        baseMac: 02:00:5E:10:00:01
        vendorId: 9
      dtls:
        certificate: ap.pem
        key: ap.key
        trust: roots.pem
      image:
        family: ap1g8
        hardware: [C9105AXI]
        trust: roots.pem
      slots:
        part1: part1
        part2: part2
      boot:
        environment: boot.env
      scripts:
        upgrade: upgrade.sh
      """;

  @TempDir Path directory;

  @BeforeEach
  void filesThatAreNamed() throws IOException {
    for (String name : List.of("ap.pem", "ap.key", "roots.pem", "upgrade.sh")) {
      Files.createFile(directory.resolve(name));
    }
  }

  @Test
  void requiredKeysAloneGiveACompleteConfiguration() throws Exception {
    AgentConfig config = load(MINIMAL);

    assertThat(config.controller().addresses())
        .containsExactly(new HostAndPort("255.255.255.255", 5246));
    assertThat(config.wtp().name()).isEqualTo("AP02005e100001");
    assertThat(config.wtp().radios()).containsEntry(1, "bgn").containsEntry(2, "an").hasSize(2);
    assertThat(config.dtls().credentials())
        .isEqualTo(
            new AgentConfig.Credentials.Certificate(
                directory.resolve("ap.pem"),
                directory.resolve("ap.key"),
                directory.resolve("roots.pem"),
                AgentConfig.PeerWithoutEku.REFUSE));
    assertThat(config.dtls().legacy()).isFalse();
    assertThat(config.timers().echoIntervalMillis()).isEqualTo(30_000);
    assertThat(config.timers().maxRetransmit()).isEqualTo(5);
    assertThat(config.scripts().configDir()).isEmpty();
    assertThat(config.rebootCommand()).isEmpty();
    assertThat(config.stateDir()).isEqualTo(Path.of("/var/lib/apfw"));
    assertThat(config.log().level()).isEqualTo(AgentConfig.LogLevel.INFO);
  }

  @Test
  void everyMistakeIsReportedAtOnceInTheOrderOfTheLines() {
    List<ConfigProblem> problems =
        problems(
            """
            controler:
              addresses: [192.0.2.1]
            wtp:
              model: ""
              serial: FGL0001
              baseMac: 02:00:5e
              vendorId: many
            dtls:
              certificate: missing.pem
              key: ap.key
              trust: roots.pem
              handshakeMilis: 100
            image: here
            slots: [part1, part2]
            timers:
              echoIntervalMillis: 9999999
              maxRetransmit: 5
              maxRetransmit: 6
            boot:
              environment: boot.env
              control: lilo
            scripts:
              upgrade: upgrade.sh
            """);

    assertThat(problems)
        .extracting(p -> p.line() + " " + p.key())
        .containsExactly(
            "1 controler",
            "4 wtp.model",
            "6 wtp.baseMac",
            "7 wtp.vendorId",
            "9 dtls.certificate",
            "12 dtls.handshakeMilis",
            "13 image",
            "13 image.family",
            "13 image.hardware",
            "13 image.trust",
            "14 slots",
            "14 slots.part1",
            "14 slots.part2",
            "16 timers.echoIntervalMillis",
            "18 timers.maxRetransmit",
            "21 boot.control");
    assertThat(problems.get(0).allowed()).isEqualTo("unknown; did you mean controller?");
    assertThat(problems.get(5).allowed()).isEqualTo("unknown; did you mean dtls.handshakeMillis?");
    assertThat(problems.get(14).allowed()).contains("line 17");
  }

  @Test
  void aProblemReadsFileLineKeyValueAllowed() {
    assertThat(problems(MINIMAL + "boot2:\n  x: 1\ntimers:\n  echoIntervalMillis: soon\n"))
        .last()
        .hasToString(
            directory.resolve("apfw.yaml")
                + ":24: timers.echoIntervalMillis: soon: a number from 10 to 3600000"
                + " (milliseconds)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1             | 192.0.2.1    | 5246",
        "192.0.2.1:1           | 192.0.2.1    | 1",
        "ac.example.net:65535  | ac.example.net | 65535",
        "2001:db8::1           | 2001:db8::1  | 5246",
        "[2001:db8::1]:5000    | 2001:db8::1  | 5000",
        "[2001:db8::1]         | 2001:db8::1  | 5246",
      })
  void controllerAddressesComeInTheUsualForms(String text, String host, int port)
      throws ConfigException {
    assertThat(load(MINIMAL + "controller:\n  addresses: ['" + text + "']\n").controller())
        .extracting(AgentConfig.Controller::addresses)
        .isEqualTo(List.of(new HostAndPort(host, port)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "controller: {addresses: [':5246']}",
        "controller: {addresses: ['ac:0']}",
        "controller: {addresses: ['ac:65536']}",
        "controller: {addresses: ['[2001:db8::1']}",
        "controller: {addresses: [{a: b}]}",
        "controller: {addresses: 192.0.2.1}",
        "discovery: {maxDiscoveries: 0}",
        "discovery: {maxDiscoveries: 1.5}",
        "discovery: {maxDiscoveries: 99999999999999999999}",
        "discovery: {intervalMillis: 30000}",
        "timers: {dataChannelDeadIntervalMillis: 59999}",
        "timers: {waitDtlsMillis: 40000}",
        "update: {backOffMaxMillis: 10}",
        "state: {dir: ''}",
        "state: {dir: \"a\\0b\"}",
        "log: {level: loud}",
        "reboot: {command: [reboot, '']}",
        "udp: {localAddress: \"a\\nb\"}",
      })
  void aValueOutOfItsBoundsIsOneProblem(String section) {
    assertThat(problems(MINIMAL + section + "\n"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.line()).isEqualTo(21);
              assertThat(problem.allowed()).isNotEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"{32: an}", "{0: an}", "{1: x}", "{1: aa}", "{1: ''}", "{1: [a]}", "{}"})
  void radiosAreIdsAndTypeLetters(String radios) {
    String text = MINIMAL.replace("  vendorId: 9\n", "  vendorId: 9\n  radios: " + radios + "\n");
    assertThat(problems(text))
        .singleElement()
        .extracting(ConfigProblem::key)
        .isEqualTo("wtp.radios");
  }

  @Test
  void aPreSharedKeyTakesThePlaceOfTheCertificate() throws Exception {
    String dtls = "  certificate: ap.pem\n  key: ap.key\n  trust: roots.pem\n";
    String psk = "  credentials: psk\n";
    assertThat(problems(MINIMAL.replace(dtls, psk)))
        .extracting(ConfigProblem::key)
        .containsExactly("dtls.pskIdentity", "dtls.pskKeyFile");

    String whole = psk + "  pskIdentity: lobby-1\n  pskKeyFile: ap.key\n";
    assertThat(load(MINIMAL.replace(dtls, whole)).dtls().credentials())
        .isEqualTo(new AgentConfig.Credentials.Psk("lobby-1", directory.resolve("ap.key")));
  }

  @Test
  void oneDeviceForBothSlotsIsRefused() {
    assertThat(problems(MINIMAL.replace("part2: part2", "part2: ./part1")))
        .singleElement()
        .hasToString(
            directory.resolve("apfw.yaml") + ":16: slots.part2: another device than slots.part1");
  }

  @Test
  void anEmptyFileLacksAllThatIsRequired() {
    assertThat(problems(""))
        .extracting(ConfigProblem::key)
        .contains("wtp.model", "dtls.key", "slots.part1")
        .hasSize(
            (int) ConfigSchema.KEYS.stream().filter(k -> k.required()).count()
                + 3 /* of dtls.credentials: certificate */
                + (Files.exists(Path.of(INSTALLED_SCRIPT)) ? 0 : 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: &x 1             | 1 | anchors are not allowed",
        "a: *x               | 1 | aliases are not allowed",
        "a: !!java.net.URL b | 1 | tags are not allowed",
        "a: !local [b]       | 1 | tags are not allowed",
        "[[[[[[[[[[[]]]]]]]]]]] | 1 | nested deeper than 8 levels",
        "[a]                 | 1 | a mapping of sections must stand at the top",
        "a: [b               | 2 | not YAML",
        "a: 1---b: '2        | 3 | not YAML",
        "{[a]: b}            | 1 | a key must be a word",
      })
  void whatIsNotPlainYamlIsRefusedWithItsLine(String text, int line, String message) {
    assertThat(problems(text.replace("---", "\n") + "\n"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.allowed()).startsWith(message);
              assertThat(problem.line()).isEqualTo(line);
            });
  }

  @Test
  void aSecondDocumentIsRefused() {
    assertThat(problems("a: 1\n---\nb: 2\n"))
        .singleElement()
        .extracting(ConfigProblem::allowed)
        .isEqualTo("a second YAML document: there may be only one");
  }

  @Test
  void theFileItselfIsBoundedAndMustBeUtf8() throws IOException {
    assertThat(problems("#".repeat(ConfigLoader.FILE_BYTES_MAX) + "\n"))
        .singleElement()
        .extracting(ConfigProblem::allowed)
        .isEqualTo("larger than 65536 bytes");
    assertThat(problems(new byte[] {'a', ':', (byte) 0xff}))
        .singleElement()
        .extracting(ConfigProblem::allowed)
        .isEqualTo("not UTF-8");
    Path missing = directory.resolve("missing.yaml");
    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(missing));
    assertThat(e).hasMessageStartingWith(missing + ": no such file");
  }

  @Test
  void filesBesideItCountInTheOrderOfTheirNamesOverIt() throws Exception {
    drop("20-site.yaml", "wtp: {location: second floor, name: lobby-2}\n");
    drop("10-site.yaml", "wtp: {location: first floor}\n");
    drop("30-notes.txt", "not: [yaml\n");

    LoadedConfig loaded = ConfigLoader.read(write(MINIMAL.getBytes(StandardCharsets.UTF_8)));

    assertThat(loaded.config().wtp().location()).isEqualTo("second floor");
    assertThat(loaded.config().wtp().name()).isEqualTo("lobby-2");
    assertThat(loaded.settings())
        .filteredOn(setting -> setting.key().path().equals("wtp.location"))
        .singleElement()
        .satisfies(
            setting -> {
              assertThat(setting.value()).isEqualTo("second floor");
              assertThat(setting.origin().orElseThrow().file()).endsWith("conf.d/20-site.yaml");
              assertThat(setting.origin().orElseThrow().line()).isEqualTo(1);
            });
  }

  @Test
  void aMistakeBesideItIsSaidWithItsFile() throws Exception {
    drop("10-site.yaml", "wtp:\n  name: a\n  name: b\n  locaton: c\n");

    assertThat(problems(MINIMAL))
        .extracting(problem -> problem.toString().replaceAll(".*/", ""))
        .containsExactly(
            "10-site.yaml:3: wtp.name: given already in line 2: keep one of them",
            "10-site.yaml:4: wtp.locaton: unknown; did you mean wtp.location?");
  }

  private void drop(String name, String text) throws IOException {
    Path beside = Files.createDirectories(directory.resolve(ConfigLoader.DIRECTORY));
    Files.writeString(beside.resolve(name), text);
  }

  private AgentConfig load(String text) throws ConfigException {
    return ConfigLoader.load(write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private List<ConfigProblem> problems(String text) {
    return problems(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<ConfigProblem> problems(byte[] text) {
    Path file = write(text);
    return catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file)).problems();
  }

  private Path write(byte[] text) {
    try {
      return Files.write(directory.resolve("apfw.yaml"), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
