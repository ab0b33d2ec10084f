package io.apfw.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.scenario.Scenario;
import io.apfw.drills.text.Library;
import io.apfw.drills.text.Script;
import io.apfw.drills.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** README.md has every drill, and a test of the agent or its machine for what the drill shows. */
class DrillsReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final Path TOP = Path.of("..", "..");
  private static final String MARK = "<!-- table of drills, held by DrillsReadmeTest -->";
  private static final String FAILURES =
      "<!-- table of field failures, held by DrillsReadmeTest -->";
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final String SCENARIOS = "<!-- table of scenarios, held by DrillsReadmeTest -->";

  /** Tests by the drill's name or, for its kin, the longest beginning of it. */
  private static final Map<String, String> TESTS =
      Map.ofEntries(
          Map.entry("join-and-upgrade", "JoinAndUpgradeTest.joinsUpgradesRebootsAndPassesItsTrial"),
          Map.entry(
              "stored-image",
              "FirmwareTest.case2_anImageThatIsThereIsBootedAtTheNextJoinWithoutATransfer"),
          Map.entry(
              "predownload",
              "FirmwareTest.case3_theImageIsFetchedInRunAndBootedByTheResetRequestThatNamesIt"),
          Map.entry("image-present", "FirmwareTest.case4_anImageThatIsThereIsNotFetchedAgain"),
          Map.entry(
              "data-transfer",
              "DataTransferTest.q_theLogComesWholeOneBlockOutstandingAndTheLastSaysSo"),
          Map.entry(
              "bend-no-reset", "FirmwareTest.withoutAResetTheApStaysWhatItIsAfterAPowerCutToo"),
          Map.entry(
              "image-download-cannot-start",
              "ImageRequestTest.k_aRequestThatIsNeverAnsweredCannotStart"),
          Map.entry("seed-003", "ImageServersInteropTest.wrongPathsAreNamedAsTheCapturesNameThem"),
          Map.entry("seed-003-unreachable", "ImageServersInteropTest.aSilentHostTimesOut"),
          Map.entry(
              "seed-003-success", "ImageServersInteropTest.anImageComesFromOpensshAndIsRelayed"),
          Map.entry(
              "cloud-upgrade",
              "CloudCheckMachineTest.aNewerVersionIsOfferedWithItsUrlAndProvesThePeer"),
          Map.entry(
              "cloud-no-new-version", "CloudCheckMachineTest.policyDecidesWhichVersionIsWanted"),
          Map.entry(
              "cloud-one-of-three",
              "CloudCheckMachineTest.eachMemberHasItsOwnClassAndAnotherOnesTroubleIsNotOurs"),
          Map.entry("cloud-refused-device", "CloudAnswerTest.everyOtherCodeIsARefusalAsItIs"),
          Map.entry(
              "cloud-bad-certificate", "CloudClientTest.aServerOfAnotherRootIsNotToldAnything"),
          Map.entry("cloud-name-mismatch", "CloudClientTest.aServerOfAnotherNameIsNotToldAnything"),
          Map.entry(
              "cloud-challenge-replayed", "CloudCheckMachineTest.aChallengeOfBeforeIsRefused"),
          Map.entry("operator-predownload", "LabTest.anOperatorHasTheApFetchInRunAndSwap"),
          Map.entry("cloud-slow-server", "CloudClientTest.aSilentServerTimesOut"),
          Map.entry("cloud-truncated-answer", "CloudClientTest.aBadAnswerIsRefusedByItsName"),
          Map.entry("tftp-install", "InstallTest.aRunningAgentInstallsAndBootsIt"),
          Map.entry("sftp-install", "InstallTest.aRunningAgentInstallsAndBootsIt"),
          Map.entry("https-resume", "FetchingTest.aCutAndARestartCostLessThanATenthOfTheImage"),
          Map.entry("adaptive", "AdaptiveInteropTest.anUpgradedPackage"),
          Map.entry("out-of-band", "OutOfBandDownloadTest.atJoinTheImageIsFetchedByHttpsAndBooted"),
          Map.entry(
              "out-of-band-falls-back",
              "OutOfBandDownloadTest.aMissingFileIsLeftForTheControllersBlocks"),
          Map.entry(
              "preferred-returns",
              "FindingTest.thePreferredControllerIsTakenAndReturnedToOnceItIsBack"),
          Map.entry("referral", "FindingTest.anAcThatRefusesAndNamesAnotherIsFollowedThere"),
          Map.entry(
              "narrow-path", "NarrowPathTest.theAgentFindsTheMtuAndSendsNothingLongerAfterwards"),
          Map.entry("bend-refused", "BendTest.aRefusalLeavesTheApAsItWasAndItAsksAgain"),
          Map.entry("bend", "BendTest.theImageIsTakenAllTheSame"),
          Map.entry("dtls-cookie", "BendingServerTest.cookiesOfAnyLengthUnderEitherVersion"),
          Map.entry(
              "dtls-whole-client-hello",
              "BendingServerTest.aClientHelloIsOneFragmentThatFitsAnyPath"),
          Map.entry("dtls-handshake", "BendingServerTest.aHandshakeInSmallPieces"),
          Map.entry("dtls-mtu", "BendingServerTest.aHandshakeInSmallPieces"),
          Map.entry("dtls-legacy", "OpensslInteropTest.legacyAcsWhenTheConfigurationAllowsThem"),
          Map.entry("dtls-legacy-unwanted", "OpensslInteropTest.noLegacyOtherwise"),
          Map.entry("dtls-pre-shared-key", "OpensslInteropTest.preSharedKeys"),
          Map.entry(
              "dtls-wrong-pre-shared-key",
              "OpensslInteropTest.aWrongPreSharedKeyEndsAndSaysWhatItMayBe"),
          Map.entry("dtls-clock-never-set", "BendingServerTest.aClockThatWasNeverSetIsNamed"));

  @Test
  void everyDrillIsInTheTable() throws IOException {
    List<String> rows = new ArrayList<>();
    rows.add("| drill | what it shows | tested as |");
    rows.add("|---|---|---|");
    for (Scenario scenario : Scenario.ALL) {
      rows.add(
          "| `%s` | %s | `%s` |"
              .formatted(scenario.name(), scenario.summary(), test(scenario).orElse("nothing")));
    }
    assertTable(MARK, rows);
  }

  @Test
  void everyScenarioIsInItsTable() throws IOException, YamlException {
    List<String> rows = new ArrayList<>();
    rows.add("| scenario | what it shows |");
    rows.add("|---|---|");
    for (Script script : new Library(Optional.of(TOP)).all()) {
      rows.add(
          "| [`%s`](scenarios/%s.yaml) | %s |"
              .formatted(script.name(), script.name(), script.summary()));
    }
    assertTable(SCENARIOS, rows);
  }

  /** Whoever is named beside a failure of the field exists. */
  @Test
  void whatTheFieldHasSeenIsActedOut() throws IOException, YamlException {
    List<String> known = new ArrayList<>(Scenario.ALL.stream().map(Scenario::name).toList());
    new Library(Optional.of(TOP)).all().forEach(script -> known.add(script.name()));
    List<String> lines = Files.readAllLines(README);
    List<String> rows =
        lines.subList(lines.indexOf(FAILURES) + 3, lines.size()).stream()
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    assertThat(rows).hasSizeGreaterThan(10);
    for (String row : rows) {
      List<String> named = NAME.matcher(row).results().map(match -> match.group(1)).toList();
      assertThat(named).as(row).isNotEmpty().isSubsetOf(known);
    }
  }

  private static void assertTable(String mark, List<String> rows) throws IOException {
    List<String> lines = Files.readAllLines(README);
    assertThat(lines).contains(mark);
    assertThat(
            lines.subList(lines.indexOf(mark) + 1, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .toList())
        .as("the table in README.md; it should read:\n%s", String.join("\n", rows))
        .isEqualTo(rows);
  }

  @Test
  void everyDrillHasATestThatIsThere() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : List.of("agent", "statemachine")) {
      try (Stream<Path> files = Files.walk(TOP.resolve(module).resolve("src/test/java"))) {
        files.forEach(sources::add);
      }
    }
    for (Scenario scenario : Scenario.ALL) {
      String test = test(scenario).orElse("none.none");
      int dot = test.indexOf('.');
      Optional<Path> source =
          sources.stream()
              .filter(file -> file.endsWith(test.substring(0, dot) + ".java"))
              .findFirst();
      assertThat(source).as("%s: %s", scenario.name(), test).isPresent();
      assertThat(source.get()).content().contains("void " + test.substring(dot + 1) + "(");
    }
  }

  private static Optional<String> test(Scenario scenario) {
    return TESTS.keySet().stream()
        .filter(scenario.name()::startsWith)
        .max((one, other) -> one.length() - other.length())
        .map(TESTS::get);
  }
}
