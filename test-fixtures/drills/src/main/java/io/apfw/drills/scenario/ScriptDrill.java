package io.apfw.drills.scenario;

import io.apfw.drills.check.Checks;
import io.apfw.drills.lab.DrillEvent;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.LabOptions;
import io.apfw.drills.lab.LiveStory;
import io.apfw.drills.lab.Machine;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.lab.Timeline;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.report.SlotLine;
import io.apfw.drills.text.Judge;
import io.apfw.drills.text.Script;
import io.apfw.drills.text.Script.Event;
import io.apfw.drills.text.Script.Flaw;
import io.apfw.drills.text.Script.When;
import io.apfw.drills.yaml.YamlMap;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.slot.SlotId;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Acts a script out live: real agents, real sockets, real time. */
public final class ScriptDrill implements Scenario {
  private static final Duration GLANCE = Duration.ofMillis(20);

  /** What must not change any more is watched no longer than this, whatever the script says. */
  private static final Duration QUIET_MAX = Duration.ofSeconds(3);

  private final Script script;
  private final long seed;

  /**
   * A script to act out.
   *
   * @param seed of what is random on the way to the controller
   */
  public ScriptDrill(Script script, long seed) {
    this.script = script;
    this.seed = seed;
  }

  @Override
  public String name() {
    return script.name();
  }

  @Override
  public String summary() {
    return script.summary();
  }

  @Override
  public Scale scale() {
    return script.image().bytes() == Scale.FIELD.imageBytes() ? Scale.FIELD : Scale.SMALL;
  }

  /** Why a controller that somebody else runs cannot play its part; empty when it can. */
  public Optional<String> notAgainst() {
    if (script.cloud().isPresent() || script.fileServer().isPresent()) {
      return Optional.of("it has a cloud or a file server of its own");
    } else if (script.image().flaw() != Flaw.NONE || script.controller().bend().isPresent()) {
      return Optional.of("its image or its controller is not as it should be");
    } else if (script.events().stream().anyMatch(event -> event.what().ofController())) {
      return Optional.of("something happens to its controller");
    }
    return script.events().stream().anyMatch(event -> event.when() instanceof When.Blocks)
        ? Optional.of("it counts the controller's blocks")
        : Optional.empty();
  }

  /** What of the user's choices holds for it. */
  public LabOptions options(LabOptions chosen) {
    return chosen.sending(script.controller().window(), script.controller().blockBytes());
  }

  @Override
  public DrillResult run(Lab lab) throws IOException, StorageException, InterruptedException {
    return new Play(lab).run();
  }

  /** One run. */
  private final class Play {
    private final Lab lab;
    private final List<Part> parts;

    /** What has happened to the controller. */
    private final Set<Event> done = new HashSet<>();

    private Play(Lab lab) throws IOException, StorageException {
      this.lab = lab;
      lab.more(script.aps().count() - 1);
      this.parts = lab.machines().stream().map(Part::new).toList();
    }

    private DrillResult run() throws IOException, StorageException, InterruptedException {
      Closeable far = FarSide.open(script, seed, lab);
      try (far) {
        lab.powerOn();
        watch(script.expected().within(), true);
        Duration quiet = script.expected().quiet();
        watch(quiet.compareTo(QUIET_MAX) < 0 ? quiet : QUIET_MAX, false);
        lab.powerOff();
      }
      Checks checks = new Checks();
      for (Part part : parts) {
        part.read();
        String whose = parts.size() == 1 ? "" : part.machine.ap().name() + ": ";
        part.judge.failures(part).forEach(failure -> checks.failed(whose + failure));
      }
      return new Seen(lab.timeline()).result(name(), lab, checks);
    }

    /** Until that time is over; or nothing is missing, if that is enough. */
    private void watch(Duration time, boolean contentIsEnough)
        throws IOException, InterruptedException {
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end
          && !(contentIsEnough && parts.stream().allMatch(part -> part.judge.content(part)))) {
        Part first = parts.get(0);
        lab.timeline().await(first.next, event -> true, GLANCE);
        long blocks = lab.controllers().sentBytes() / script.controller().blockBytes();
        Duration elapsed = lab.timeline().elapsed();
        for (Part part : parts) {
          part.read();
          part.due(when -> when instanceof When.Blocks it && it.number() <= blocks);
          part.due(when -> when instanceof When.At it && it.time().compareTo(elapsed) <= 0);
        }
      }
    }

    /** One AP's. */
    private final class Part implements Judge.Slots {
      private final Machine machine;
      private final Judge judge = new Judge(script.expected());
      private final Set<Event> doneHere = new HashSet<>();
      private int next;

      private Part(Machine machine) {
        this.machine = machine;
      }

      private void read() throws IOException {
        List<Timeline.Entry> entries = machine.timeline().entries();
        for (; next < entries.size(); next++) {
          DrillEvent event = entries.get(next).event();
          if (event instanceof DrillEvent.Booting booting) {
            judge.booted(booting.slot());
          } else if (event instanceof DrillEvent.Logged logged) {
            line(LiveStory.unstamped(logged.line()));
          }
        }
      }

      private void line(String line) throws IOException {
        judge.line(line);
        Optional<String> state = LiveStory.state(line);
        if (state.isPresent()) {
          judge.state(state.get());
          due(when -> when instanceof When.State it && it.state().equals(state.get()));
        }
        due(when -> when instanceof When.Line it && it.pattern().matcher(line).find());
      }

      private void due(Predicate<When> now) throws IOException {
        for (Event event : script.events()) {
          if (now.test(event.when())
              && (event.what().ofController() ? done : doneHere).add(event)) {
            happen(event);
          }
        }
      }

      private void happen(Event event) throws IOException {
        lab.say(YamlMap.word(event.what()) + ' ' + event.argument());
        int number = machine.ap().number();
        switch (event.what()) {
          case CUT_POWER -> machine.kill();
          case CUT_LINK -> lab.controllers().cut(number, true);
          case MEND_LINK -> lab.controllers().cut(number, false);
          case FILL_DISK, FREE_DISK, SET_CLOCK ->
              throw new IllegalStateException(event + " cannot happen live");
          case STOP_CONTROLLER -> lab.stopController();
          case START_CONTROLLER -> lab.startControllerAgain(script.controller().wants());
          case EXPIRE_CERTIFICATE -> lab.restartController(script.controller().wants(), true);
          case RENEW_CERTIFICATE -> lab.restartController(script.controller().wants(), false);
          case PREDOWNLOAD -> lab.predownload(event.argument());
          case RESET -> lab.resetTo(event.argument());
        }
      }

      @Override
      public String text(SlotId slot) {
        try {
          for (SlotLine line : machine.ap().slots()) {
            if (line.part().equals(slot.label())) {
              return line.words();
            }
          }
          return "nothing";
        } catch (IOException | StorageException e) {
          return e.toString();
        }
      }
    }
  }
}
