package io.apfw.drills.virtual;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.WtpFrameTunnelMode;
import io.apfw.capwap.wire.element.WtpMacType;
import io.apfw.capwap.wtp.Counters;
import io.apfw.capwap.wtp.DiscoveryPolicy;
import io.apfw.capwap.wtp.Endpoint;
import io.apfw.capwap.wtp.MtuPolicy;
import io.apfw.capwap.wtp.Timers;
import io.apfw.capwap.wtp.WtpConfig;
import io.apfw.capwap.wtp.WtpIdentity;
import io.apfw.drills.controller.ControllerConfig;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerEvent;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.controller.ImageFile;
import io.apfw.drills.report.Played;
import io.apfw.drills.report.Played.Kind;
import io.apfw.drills.report.Played.Moment;
import io.apfw.drills.report.Played.Story;
import io.apfw.drills.text.Judge;
import io.apfw.drills.text.Script;
import io.apfw.drills.text.Script.Event;
import io.apfw.drills.text.Script.When;
import io.apfw.drills.yaml.YamlMap;
import io.apfw.report.DotLine;
import io.apfw.report.FieldWording;
import io.apfw.report.Report;
import io.apfw.storage.boot.BootDecision;
import io.apfw.storage.slot.SlotId;
import io.apfw.update.UpdateConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Acts a script out in simulated time: the same script and seed give the same story. */
public final class VirtualStage {
  private static final String FAMILY = "ap1g8";
  private static final Instant BEGINNING = Instant.parse("2026-01-01T08:00:00Z");
  private static final Endpoint CONTROLLER = new Endpoint("192.0.2.1", 5246);
  private static final Endpoint STAND_IN = new Endpoint("192.0.2.2", 5246);
  private static final int BOOT_TRIES = 3;
  private static final long QUARANTINE_MILLIS = 7L * 86_400_000;
  private static final int WINDOW = 16;
  private static final long BLOCKS_PER_MOMENT = 50;

  private final Script script;
  private final long seed;
  private final VirtualTime time = new VirtualTime(BEGINNING);
  private final ControllerConfig config;
  private final VirtualController controller;

  /** In the order in which the APs prefer them. */
  private final Map<String, VirtualController> controllers = new LinkedHashMap<>();

  private final Map<String, Actor> actors = new HashMap<>();
  private final List<Actor> order = new ArrayList<>();
  private final Set<Event> done = new HashSet<>();
  private long blocks;
  private int content;

  private VirtualStage(Script script, long seed) {
    this.script = script;
    this.seed = seed;
    this.config = controllerConfig(script.controller(), "drill-controller", CONTROLLER);
    this.controller = new VirtualController(time, CONTROLLER, config, this::noted);
    controllers.put(CONTROLLER.address(), controller);
    script
        .standIn()
        .map(other -> controllerConfig(other, "drill-stand-in", STAND_IN))
        .ifPresent(
            other ->
                controllers.put(
                    STAND_IN.address(), new VirtualController(time, STAND_IN, other, this::noted)));
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 1; i <= script.aps().count(); i++) {
      Actor actor = new Actor("ap-" + i, i, random.split());
      actors.put(actor.name, actor);
      order.add(actor);
    }
  }

  /** Acts it out. */
  public static Played play(Script script, long seed) {
    return new VirtualStage(script, seed).play();
  }

  private Played play() {
    order.forEach(Actor::begin);
    for (Event event : script.events()) {
      if (event.when() instanceof When.At at) {
        time.at(BEGINNING.plus(at.time()), () -> happen(event, order));
      }
    }
    Instant end = BEGINNING.plus(script.expected().within());
    while (content < order.size() && time.next(end)) {
      // Each step is one thing that was due.
    }
    Instant quiet = time.now().plus(script.expected().quiet());
    while (time.next(quiet)) {
      // Whatever still comes must not spoil it.
    }
    return new Played(
        script.name(),
        script.summary(),
        "virtual, seed " + seed,
        time.elapsed(),
        blocks,
        script.expected().lines(),
        order.stream().map(Actor::story).toList());
  }

  // --- who is there ---

  private ControllerConfig controllerConfig(
      Script.Controller wanted, String name, Endpoint address) {
    return new ControllerConfig(
            name,
            address.address(),
            wanted.wants(),
            Map.of(
                FAMILY, new ImageFile(FAMILY, script.image().bytes(), Octets.wrap(new byte[16]))),
            wanted.blockBytes(),
            ResultCode.SUCCESS,
            EnumSet.allOf(DataChannel.class),
            Download.BLOCKS,
            ControllerConfig.Timers.RFC5415)
        .with(wanted.bend())
        .withWindow(wanted.window());
  }

  private WtpConfig wtpConfig(String name, int number) {
    Counters rfc = Counters.defaults();
    return new WtpConfig(
        DiscoveryPolicy.defaults(),
        new WtpIdentity(
            name,
            "virtual",
            "C9105AXI",
            "VIRTUAL%05d".formatted(number),
            Octets.hex("0200%08x".formatted(number)),
            9,
            "1.0",
            "1.1",
            List.of(new WtpIdentity.Radio(1, 13), new WtpIdentity.Radio(2, 10)),
            WtpMacType.LOCAL,
            WtpFrameTunnelMode.LOCAL_BRIDGING,
            FAMILY),
        Timers.defaults(),
        new Counters(
            rfc.discoveriesMax(),
            rfc.failedDtlsSessionsMax(),
            rfc.retransmissionsMax(),
            rfc.eventsMax(),
            rfc.imageBytesMax(),
            WINDOW),
        VirtualController.dialect(config),
        false,
        false,
        MtuPolicy.fixed(),
        false);
  }

  // --- what happens ---

  private void noted(VirtualTunnel tunnel, ControllerNote note) {
    Actor actor = actors.get(tunnel.wtp());
    if (actor != null) {
      actor.add(Kind.CONTROLLER, note.toString());
    }
  }

  /** What is due for this AP, or with it for the controller. */
  private void due(Actor actor, Predicate<When> now) {
    for (Event event : script.events()) {
      if (now.test(event.when()) && (event.what().ofController() ? done : actor.done).add(event)) {
        // Not in the middle of a step.
        time.after(Duration.ZERO, () -> happen(event, List.of(actor)));
      }
    }
  }

  private void happen(Event event, List<Actor> with) {
    with.forEach(
        actor ->
            actor.add(
                Kind.EVENT,
                YamlMap.word(event.what())
                    + (event.argument().isEmpty() ? "" : " " + event.argument())));
    switch (event.what()) {
      case CUT_POWER -> with.forEach(actor -> actor.ap.cutPower());
      case CUT_LINK -> with.forEach(actor -> actor.ap.way().cut(true));
      case MEND_LINK -> with.forEach(actor -> actor.ap.way().cut(false));
      case FILL_DISK -> with.forEach(actor -> actor.ap.disk().fill(true));
      case FREE_DISK -> with.forEach(actor -> actor.ap.disk().fill(false));
      case SET_CLOCK -> with.forEach(actor -> actor.ap.setClock(Instant.parse(event.argument())));
      case STOP_CONTROLLER -> controller.stop();
      case START_CONTROLLER -> controller.start();
      case EXPIRE_CERTIFICATE -> controller.restart(true);
      case RENEW_CERTIFICATE -> controller.restart(false);
      case PREDOWNLOAD -> controller.all(new ControllerEvent.PredownloadWanted(event.argument()));
      case RESET -> controller.all(new ControllerEvent.ResetToWanted(event.argument()));
    }
  }

  /** One AP, and what is written down of it. */
  private final class Actor implements VirtualAp.Watcher, Judge.Slots {
    private final String name;
    private final VirtualAp ap;
    private final Judge judge = new Judge(script.expected());
    private final List<Moment> moments = new ArrayList<>();
    private final Set<Event> done = new HashSet<>();
    private final List<String> before;
    private final Duration switchedOn;
    private DotLine dots = new DotLine();
    private boolean content;

    private Actor(String name, int number, SplittableRandom random) {
      this.name = name;
      VirtualDisk disk = new VirtualDisk(script.aps().running(), script.aps().backup());
      Script.Image image = script.image();
      this.ap =
          new VirtualAp(
              new VirtualAp.World(
                  name,
                  time,
                  wtpConfig(name, number),
                  new UpdateConfig(
                      BOOT_TRIES,
                      script.aps().trial().toMillis(),
                      script.aps().trialExtensions(),
                      QUARANTINE_MILLIS),
                  disk,
                  new VirtualWay(time, script.network().weather(random.nextLong())),
                  controllers,
                  Map.of(
                      image.version(),
                      new VirtualImage(image.version(), image.bytes(), image.flaw())),
                  new Random(random.nextLong()),
                  this),
              script.aps().disk());
      this.before = slots();
      this.switchedOn = Duration.ofMillis(random.nextLong(script.aps().spread().toMillis() + 1));
    }

    private void begin() {
      time.after(switchedOn, ap::powerOn);
    }

    private List<String> slots() {
      return Stream.of(SlotId.values()).map(this::text).toList();
    }

    @Override
    public String text(SlotId slot) {
      return ap.disk().version(slot) + ' ' + ap.disk().state(slot);
    }

    private void add(Kind kind, String text) {
      moments.add(new Moment(time.elapsed(), kind, text));
    }

    private void line(String line) {
      add(Kind.LOG, line);
      judge.line(line);
      due(this, when -> when instanceof When.Line it && it.pattern().matcher(line).find());
    }

    @Override
    public void said(Report report) {
      if (report instanceof Report.BlockReceived block) {
        blocks++;
        dots.block(block.messages()).ifPresent(this::line);
        if (block.messages() % BLOCKS_PER_MOMENT == 0) {
          add(Kind.BLOCKS, Long.toString(block.messages()));
        }
        due(this, when -> when instanceof When.Blocks it && it.number() == block.messages());
        return;
      } else if (report instanceof Report.TransferEnded ended) {
        line(dots.ended(ended.messages(), ended.bytes(), ended.lastBlockBytes()));
      } else if (report instanceof Report.StateEntered entered) {
        add(Kind.STATE, entered.state());
        judge.state(entered.state());
        due(this, when -> when instanceof When.State it && it.state().equals(entered.state()));
      }
      for (String line : FieldWording.of(report)) {
        dots.interrupted().ifPresent(this::line);
        line(line);
      }
      look();
    }

    @Override
    public void booting(int boot, BootDecision decision) {
      judge.booted(decision.slot());
      int tries = decision.next().entry(decision.slot()).triesLeft();
      boolean good = decision.next().entry(decision.slot()).good();
      add(
          Kind.BOOT,
          "boot %d: %s%s"
              .formatted(
                  boot,
                  decision.slot(),
                  good ? "" : ", on trial, tries left after this: " + tries));
      dots = new DotLine();
      look();
    }

    @Override
    public void ended(String reason) {
      add(Kind.BOOT, "off: " + reason);
    }

    private void look() {
      if (judge.content(this) != content) {
        content = !content;
        VirtualStage.this.content += content ? 1 : -1;
      }
    }

    private Story story() {
      return new Story(name, moments, before, slots(), judge.failures(this));
    }
  }
}
