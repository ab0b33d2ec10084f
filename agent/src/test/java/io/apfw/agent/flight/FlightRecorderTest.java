package io.apfw.agent.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.AddWlan;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import io.apfw.capwap.wire.element.ImageData;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.Secret;
import io.apfw.capwap.wire.element.StationSessionKey;
import io.apfw.capwap.wire.element.UnknownElement;
import io.apfw.capwap.wire.element.UpdateWlan;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.StationConfigurationRequest;
import io.apfw.capwap.wtp.Counters;
import io.apfw.capwap.wtp.DiscoveryPolicy;
import io.apfw.capwap.wtp.MtuPolicy;
import io.apfw.capwap.wtp.Reboots;
import io.apfw.capwap.wtp.Timers;
import io.apfw.capwap.wtp.Upload;
import io.apfw.capwap.wtp.WtpConfig;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpIdentity;
import io.apfw.capwap.wtp.WtpMachine;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import io.apfw.update.Offer;
import io.apfw.update.Quarantine;
import io.apfw.update.ScriptVerb;
import io.apfw.update.UpdateConfig;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateMachine;
import io.apfw.update.UpdateState;
import io.apfw.update.UpdateTask;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of the last steps, and when and how it is written. */
class FlightRecorderTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SECRET = "correct-horse-battery";
  private static final int BLOCK_BYTES = 1377;

  static final WtpConfig WTP =
      new WtpConfig(
          DiscoveryPolicy.defaults(),
          new WtpIdentity(
              "ap",
              "lab",
              "m",
              "s",
              Octets.hex("020000000001"),
              9,
              "1",
              "1",
              List.of(new WtpIdentity.Radio(1, 13)),
              0,
              2,
              "ap1g8"),
          Timers.defaults(),
          Counters.defaults(),
          ImageBlockDialect.RFC5415,
          false,
          false,
          MtuPolicy.fixed(),
          true);
  static final UpdateConfig UPDATES = new UpdateConfig(3, 60_000, 2, 1_000_000);
  static final Inventory INVENTORY =
      new Inventory("17.3.3.26", Optional.empty(), Optional.empty(), Set.of(), false);

  @TempDir private Path directory;
  private final List<String> log = new ArrayList<>();
  private final WtpMachine wtp = new WtpMachine(WTP);
  private final UpdateMachine updates = new UpdateMachine(UPDATES);
  private WtpState wtpState = wtp.initial();
  private @Nullable UpdateState updateState;
  private Instant now = T0;
  private FlightFiles files;
  private FlightRecorder recorder;

  /** With a clock that shows another time each time it is looked at. */
  @BeforeEach
  void open() {
    int[] looks = {0};
    files =
        new FlightFiles(directory.resolve("flights"), () -> T0.plusMillis(looks[0]++), log::add);
    recorder = new FlightRecorder(WTP, wtpState, UPDATES, Optional.empty(), files);
  }

  private void step(WtpEvent event) {
    recorder.begins(event, now);
    WtpState before = wtpState;
    wtpState = wtp.step(wtpState, event, now).state();
    recorder.ended(before, wtpState);
  }

  private void step(UpdateEvent event) {
    recorder.begins(event, now);
    UpdateState after =
        updateState == null
            ? updates.start((UpdateEvent.Booted) event, now).state()
            : updates.step(updateState, event, now).state();
    updateState = after;
    recorder.ended(after);
  }

  private void started(Quarantine quarantine) {
    step(
        new UpdateEvent.Booted(
            new UpdateEvent.BootFacts(
                "part2", "part1", INVENTORY, quarantine, Optional.empty(), true)));
    step(new WtpEvent.Started(INVENTORY, Long.MIN_VALUE, Reboots.NONE));
  }

  private static Offer offer(String location) {
    return new Offer(
            Offer.Source.OPERATOR,
            "192.0.2.1",
            "17.9.4.27",
            "ap1g8",
            OptionalLong.empty(),
            Optional.empty(),
            false)
        .at(location);
  }

  private List<Path> written() throws Exception {
    files.close();
    try (Stream<Path> all = Files.list(directory.resolve("flights"))) {
      return all.sorted().toList();
    }
  }

  private Replay.Outcome replay(Path file, List<Replay.Line> lines) throws Exception {
    return Replay.of(file, lines::add);
  }

  private static WtpEvent received(int sequence, MessageElement... elements) {
    return new WtpEvent.ControlReceived(
        sequence, new StationConfigurationRequest(List.of(elements)));
  }

  /** Ten thousand steps, of which the last are there, and go where they went. */
  @Test
  void keepsTheLastStepsAndTheStateThatTheyBeginIn() throws Exception {
    started(Quarantine.NONE);
    for (int i = 0; i < 10_000; i++) {
      now = now.plusMillis(1_000);
      step(new WtpEvent.DeadlineReached());
      step(new UpdateEvent.DeadlineReached());
    }
    recorder.asked();

    List<Replay.Line> lines = new ArrayList<>();
    Replay.Outcome outcome = replay(written().get(0), lines);
    assertThat(outcome.divergence()).isEmpty();
    assertThat(lines)
        .hasSize(FlightRecorder.WTP_STEPS_MAX + FlightRecorder.UPDATE_STEPS_MAX)
        .last()
        .satisfies(line -> assertThat(line.number()).isEqualTo(20_002));
    assertThat(outcome.states().get("wtp")).isEqualTo(wtpState.getClass().getSimpleName());
  }

  @Test
  void keepsFewerStepsOfLongMessages() throws Exception {
    started(Quarantine.NONE);
    int bytes = 60_000;
    for (int i = 0; i < 100; i++) {
      step(received(i, new UnknownElement(200, Octets.wrap(new byte[bytes]))));
    }
    recorder.asked();

    List<Replay.Line> lines = new ArrayList<>();
    replay(written().get(0), lines);
    assertThat(lines.stream().filter(line -> line.machine().equals("wtp")).count() * bytes)
        .isBetween(FlightRecorder.WTP_BYTES_MAX / 2, FlightRecorder.WTP_BYTES_MAX);
  }

  /** The agent's memory has none of it either. */
  @Test
  void anImagesBlocksAreLengthsOnly() throws Exception {
    byte[] block =
        SECRET.repeat(BLOCK_BYTES).substring(0, BLOCK_BYTES).getBytes(StandardCharsets.US_ASCII);
    started(Quarantine.NONE);
    step(
        new WtpEvent.ControlReceived(
            1, new ImageDataRequest(List.of(new ImageData(1, Octets.of(block))))));
    recorder.asked();

    Path file = written().get(0);
    assertThat(Files.readString(file)).contains("\"data\":\"*1377\"").doesNotContain(hex(SECRET));
    assertThat(replay(file, new ArrayList<>()).divergence()).isEmpty();
  }

  @Test
  void noSecretIsWritten() throws Exception {
    Octets bytes = Octets.utf8(SECRET);
    Secret key = new Secret(bytes);
    String url = "https://user:" + SECRET + "@192.0.2.7/part.tar?token=" + SECRET;
    Octets mac = Octets.hex("020000000002");
    started(Quarantine.NONE);
    step(
        received(
            1,
            new StationSessionKey(mac, false, false, mac, mac, key),
            new AddWlan(1, 1, 0, 0, 0, key, mac, 0, 0, 0, 0, 0, Octets.utf8("ssid")),
            new UpdateWlan(1, 1, 0, 0, 0, key),
            new UnknownElement(1024, bytes),
            new UnknownElement(200, bytes),
            new VendorSpecificPayload(9, 1, bytes),
            new ImageLocation(Octets.wrap(new byte[32]), url).toElement()));
    step(new WtpEvent.UpdateLogRead(bytes));
    step(new UpdateEvent.Located(url));
    step(new UpdateEvent.Offered(offer(url)));
    // States of which no event of this test leads to one.
    recorder.begins(new WtpEvent.DeadlineReached(), now);
    recorder.ended(wtpState, running(new Upload.Sending(bytes, 0, false, now)));
    recorder.asked();

    String text = Files.readString(written().get(0));
    assertThat(text)
        .doesNotContain(SECRET)
        .doesNotContain(hex(SECRET))
        .contains("@192.0.2.7/part.tar?*")
        .contains("\"is\":\"Sending\"");
  }

  private static WtpState running(Upload upload) {
    WtpState.Run any = (WtpState.Run) new Examples(1).of(WtpState.Run.class);
    return any.with(any.telling().with(Optional.of(upload)));
  }

  private static String hex(String text) {
    return Octets.utf8(text).hex();
  }

  @Test
  void theSameFailureIsWrittenOnceAndOnlyTheNewestFilesStay() throws Exception {
    started(Quarantine.NONE);
    Files.createDirectories(directory.resolve("flights"));
    Files.writeString(directory.resolve("flights/flight-update-1.jsonl.new"), "half of it");
    Files.writeString(directory.resolve("flights/notes"), "an operator's own");
    for (Cause cause : List.of(Cause.STOPPED, Cause.STOPPED, Cause.SLOT_FULL, Cause.SLOT_GONE)) {
      recorder.saw(new Report.UpdateFailed(new UpdateFailure(cause, "x"), ""));
    }
    now = now.plusMillis(FlightRecorder.REPEAT_MILLIS);
    step(new UpdateEvent.DeadlineReached());
    recorder.saw(new Report.UpdateFailed(new UpdateFailure(Cause.STOPPED, "y"), ""));
    recorder.stalled(1_000);

    List<Path> left = written();
    assertThat(left.stream().map(file -> file.getFileName().toString().replaceAll("-2.*", "")))
        .containsExactly(
            "flight-stall", "flight-update", "flight-update", "flight-update", "notes");
    assertThat(log).hasSize(5).last().asString().endsWith(left.get(0).toString());
    assertThat(Files.readString(left.get(0))).contains("stood still for 1000 ms");
    assertThat(Files.readString(left.get(3))).contains("E311 STOPPED", ": y");
    assertThat(Files.getPosixFilePermissions(left.get(0)))
        .doesNotContain(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);
  }

  @Test
  void aSessionThatFailsIsWritten() throws Exception {
    started(Quarantine.NONE);
    Examples examples = new Examples(2);
    recorder.begins(new WtpEvent.DeadlineReached(), now);
    WtpState.Join join = (WtpState.Join) examples.of(WtpState.Join.class);
    recorder.ended(join, new WtpState.Idle(join.memory(), now));

    Path file = written().get(0);
    assertThat(written()).singleElement().asString().contains("flight-session-");
    assertThat(Files.readString(file)).contains("a session failed in Join");
  }

  @Test
  void aFullDiskOrTheLikeIsToldAndStopsNothing() throws Exception {
    started(Quarantine.NONE);
    Files.writeString(directory.resolve("flights"), "no directory");
    recorder.stalled(1_000);
    files.close();
    assertThat(log).singleElement().asString().startsWith("No flight record could be written");
  }

  /** A count that no image of the field reaches, but a damaged file might. */
  @Test
  void aBugIsThrownAgain() throws Exception {
    Offer offer = offer("https://192.0.2.7/part.tar");
    started(
        new Quarantine(
            List.of(
                new Quarantine.Entry(
                    offer.version(), "", "", 0, 101, Integer.MAX_VALUE, T0.plusSeconds(60)))));
    step(new UpdateEvent.Offered(offer));
    step(new UpdateEvent.TaskFinished(new UpdateTask.Script(ScriptVerb.PRECHECK), ""));
    step(new UpdateEvent.TaskFinished(UpdateTask.Job.BEGIN_INGEST, ""));
    try {
      step(new UpdateEvent.IngestFailed(new UpdateFailure(Cause.NOT_AN_IMAGE, "")));
    } catch (ArithmeticException bug) {
      recorder.failed(bug);
    }

    List<Replay.Line> lines = new ArrayList<>();
    assertThat(replay(written().get(0), lines).divergence()).isEmpty();
    assertThat(lines).last().satisfies(line -> assertThat(line.after()).isEmpty());
  }

  @Test
  void aBugThatDoesNotComeAgainIsADivergence() throws Exception {
    started(Quarantine.NONE);
    recorder.begins(new WtpEvent.DeadlineReached(), now);
    recorder.failed(new IllegalStateException("of the agent before"));

    assertThat(replay(written().get(0), new ArrayList<>()).divergence().orElseThrow())
        .matches("step 3: \\w+; the recorded one threw java.lang.IllegalStateException.*");
  }
}
