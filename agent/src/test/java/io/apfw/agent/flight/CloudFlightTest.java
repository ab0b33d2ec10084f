package io.apfw.agent.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.cloud.CloudSetup;
import io.apfw.agent.cloud.ImageUrlPolicy;
import io.apfw.capwap.wtp.WtpMachine;
import io.apfw.cloud.ApInfo;
import io.apfw.cloud.CloudAction;
import io.apfw.cloud.CloudCheckMachine;
import io.apfw.cloud.CloudConfig;
import io.apfw.cloud.CloudEvent;
import io.apfw.cloud.CloudProof;
import io.apfw.cloud.CloudRequest;
import io.apfw.cloud.CloudResponse;
import io.apfw.cloud.CloudState;
import io.apfw.cloud.Header;
import io.apfw.machine.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of the last cloud checks: enough to decide the same again, and no secret. */
class CloudFlightTest {
  private static final String SECRET = "correct-horse-battery";
  private static final String CHALLENGE = "4374056454666926070897998116195810751840747543673957";
  private static final String IMAGE =
      "https://images.example/fw/ArubaInstant_Centaurus_17.9.4.27_56428?token=" + SECRET;
  private static final CloudSetup SETUP =
      new CloudSetup(
          new CloudConfig(
              "cloud.example",
              "cloud.example",
              "abc",
              "Aruba",
              "IAP",
              false,
              "000110",
              new ApInfo("CK0028642", "ac:a3:1e:c5:9a:6e", "AP-215"),
              List.of(),
              Map.of("AP-215", "25"),
              "ap1g8",
              CloudConfig.Wanted.NEWER,
              false,
              new CloudConfig.Timing(5_000, 30_000, 60_000, 604_800_000, 60_000, 86_400_000)),
          new ImageUrlPolicy(false, false));

  @TempDir private Path directory;
  private final CloudCheckMachine machine = SETUP.machine();
  private final List<CloudAction> actions = new ArrayList<>();
  private CloudState state = machine.initial();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private FlightFiles files;
  private FlightRecorder recorder;

  @BeforeEach
  void open() {
    files = new FlightFiles(directory.resolve("flights"), () -> now, line -> {});
    recorder = recorder(Optional.of(SETUP));
  }

  private FlightRecorder recorder(Optional<CloudSetup> setup) {
    return new FlightRecorder(
        FlightRecorderTest.WTP,
        new WtpMachine(FlightRecorderTest.WTP).initial(),
        FlightRecorderTest.UPDATES,
        setup,
        files);
  }

  private void step(CloudEvent event) {
    recorder.begins(event, now);
    Step<CloudState, CloudAction> step = machine.step(state, event, now);
    state = step.state();
    recorder.ended(state);
    actions.addAll(step.actions());
    for (CloudAction action : step.actions()) {
      if (action instanceof CloudAction.Say say) {
        recorder.saw(say.report());
      }
    }
  }

  /** An exchange up to its last answer. */
  private void check(String body) {
    step(new CloudEvent.Started(FlightRecorderTest.INVENTORY, 7));
    step(new CloudEvent.CheckRequested());
    step(new CloudEvent.Connected(1));
    step(new CloudEvent.ServerVerified(1, "cloud.example"));
    step(new CloudEvent.Answered(1, answer("", new Header("X-Challenge", CHALLENGE))));
    CloudProof proof = new CloudProof("c0ffee", SECRET + "\r\n");
    step(new CloudEvent.ProofMade(1, proof));
    step(new CloudEvent.Sent(1, post().request()));
    step(
        new CloudEvent.Answered(
            1,
            answer(
                body,
                new Header("x-activation-key", SECRET),
                new Header("X-Status-Code", "success"),
                new Header("X-Type", "firmware-check"))));
  }

  private CloudAction.Post post() {
    return actions.stream()
        .filter(CloudAction.Post.class::isInstance)
        .map(CloudAction.Post.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static CloudResponse answer(String body, Header... more) {
    List<Header> headers = new ArrayList<>(List.of(more));
    headers.add(new Header("X-Session-Id", "bc00cd7e"));
    return new CloudResponse(200, "OK", headers, body);
  }

  private Path written(String kind) throws Exception {
    files.close();
    try (Stream<Path> all = Files.list(directory.resolve("flights"))) {
      return all.filter(file -> file.getFileName().toString().startsWith("flight-" + kind))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<Replay.Line> replayed(Path file) throws Exception {
    List<Replay.Line> lines = new ArrayList<>();
    assertThat(Replay.of(file, lines::add).divergence()).isEmpty();
    return lines;
  }

  /** What is covered leads where the real thing led. */
  @ParameterizedTest
  @CsvSource({
    "25 " + IMAGE + ", OFFERED",
    "\u0009 30 25\u0009" + IMAGE + " 7 https://other.example/a?b#c, OFFERED",
    "26 " + IMAGE + ", NOT_OFFERED",
    "25 https://user:" + SECRET + "@images.example/a_b_17.9.4.27, FAILED",
    "25 http://images.example/" + "?" + SECRET + ", FAILED",
    "25 nonsense?" + SECRET + ", FAILED",
    "https://user:" + SECRET + "@images.example/a_b_1?" + SECRET + ", FAILED",
    "25 https://images.example/\u00e9?" + SECRET + ", FAILED"
  })
  void anAnswerIsDecidedTheSameWithoutItsSecrets(String body, String outcome) throws Exception {
    check(body);
    recorder.asked();

    Path file = written("asked");
    assertThat(replayed(file))
        .last()
        .satisfies(
            line ->
                assertThat(line.actions())
                    .contains("Concluded(%s)".formatted(outcome), "Say(CloudReceived)"));
    assertThat(Files.readString(file)).doesNotContain(SECRET).contains(CHALLENGE);
    if (outcome.equals("FAILED")) {
      assertThat(Files.readString(written("cloud"))).as("its reason").doesNotContain(SECRET);
    }
  }

  @Test
  void whereACloudSendsUsIsWrittenWithoutItsPermission() throws Exception {
    step(new CloudEvent.Started(FlightRecorderTest.INVENTORY, 7));
    step(new CloudEvent.CheckRequested());
    step(new CloudEvent.Connected(1));
    step(new CloudEvent.ServerVerified(1, "cloud.example"));
    Header location =
        new Header("location", "https://u:" + SECRET + "@other.example/x?t=" + SECRET);
    step(new CloudEvent.Answered(1, new CloudResponse(302, "Found", List.of(location), "")));

    Path file = written("cloud");
    assertThat(replayed(file)).isNotEmpty();
    assertThat(Files.readString(file))
        .doesNotContain(SECRET)
        .contains("E407 CLOUD_REDIRECTED", "@other.example/x?");
  }

  /** Neither has what is asked to be sent. */
  @Test
  void theProofIsNotWritten() throws Exception {
    check("");
    CloudRequest sent = post().request();
    assertThat(sent.proof()).contains(SECRET);
    recorder.asked();
    assertThat(Files.readString(written("asked")))
        .contains("\"proof\":\"" + "*".repeat(sent.proof().length()) + "\"");
  }

  @Test
  void aCheckThatFailsIsWritten() throws Exception {
    check("25");

    Path file = written("cloud");
    assertThat(Files.readString(file)).contains("a cloud check failed: E413 ANSWER_MALFORMED");
    assertThat(replayed(file))
        .last()
        .satisfies(
            line -> {
              assertThat(line.event()).isEqualTo("Answered(200)");
              assertThat(line.after()).isEqualTo("Idle");
            });
  }

  @Test
  void whereNoCloudIsAskedItsMachineIsNotInTheRecord() throws Exception {
    recorder = recorder(Optional.empty());
    recorder.asked();

    Replay.Outcome outcome = Replay.of(written("asked"), line -> {});
    assertThat(outcome.states()).containsOnlyKeys("wtp", "update");
  }

  /** A cloud that sends all it may, again and again: what is kept and written is bounded. */
  @Test
  void longAnswersLeaveRoomForTheLastSteps() throws Exception {
    check("");
    String digits = "7".repeat(4_000);
    String body = "x".repeat(CloudResponse.BODY_BYTES_MAX);
    for (int attempt = 2; attempt < 50; attempt++) {
      step(new CloudEvent.CheckRequested());
      step(new CloudEvent.Connected(attempt));
      step(new CloudEvent.ServerVerified(attempt, "cloud.example"));
      step(
          new CloudEvent.Answered(
              attempt, answer(body, new Header("X-Challenge", digits + attempt))));
      step(new CloudEvent.ProofMade(attempt, new CloudProof("c0ffee", "")));
      step(new CloudEvent.Answered(attempt, answer(body)));
      now = now.plusSeconds(60);
    }
    recorder.asked();

    Path file = written("asked");
    assertThat(Files.size(file)).isLessThan(Flight.BYTES_MAX);
    assertThat(replayed(file))
        .hasSizeGreaterThan(1)
        .last()
        .satisfies(line -> assertThat(line.event()).isEqualTo("Answered(200)"));
  }
}
