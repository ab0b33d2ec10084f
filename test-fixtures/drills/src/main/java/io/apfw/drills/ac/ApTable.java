package io.apfw.drills.ac;

import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.drills.ac.Ap.Download;
import io.apfw.drills.ac.Predownload.Event;
import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.controller.ControllerNote.BlockRefused;
import io.apfw.drills.controller.ControllerNote.ConfigurationAnswered;
import io.apfw.drills.controller.ControllerNote.ImageAsked;
import io.apfw.drills.controller.ControllerNote.ImageUnavailable;
import io.apfw.drills.controller.ControllerNote.Introduced;
import io.apfw.drills.controller.ControllerNote.JoinAnswered;
import io.apfw.drills.controller.ControllerNote.SessionEnded;
import io.apfw.drills.controller.ControllerNote.StateEntered;
import io.apfw.drills.controller.ControllerNote.TransferAnswered;
import io.apfw.drills.controller.ControllerNote.TransferStarted;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * All APs that a controller has seen, by what it noted of them. Not for several threads; time is an
 * argument.
 */
final class ApTable {
  private final Supplier<InetSocketAddress> controller;
  private final Map<String, Ap> aps = new TreeMap<>();
  private final Map<InetSocketAddress, String> sessions = new HashMap<>();

  /**
   * What is to be done about a note.
   *
   * @param lines for the log
   * @param events for the predownloads
   */
  record Heard(List<String> lines, List<Event> events) {
    private static final Heard NOTHING = new Heard(List.of(), List.of());

    private static Heard line(String line) {
      return new Heard(List.of(line), List.of());
    }

    private static Heard event(Event event) {
      return new Heard(List.of(), List.of(event));
    }
  }

  /**
   * An empty one.
   *
   * @param controller where the control channels end
   */
  ApTable(Supplier<InetSocketAddress> controller) {
    this.controller = controller;
  }

  /** All of them, in the order of their addresses. */
  Collection<Ap> all() {
    return List.copyOf(aps.values());
  }

  /** Those that may be asked for something. */
  List<Ap> inRun() {
    return aps.values().stream().filter(ap -> ap.up() && ap.state() == AcState.RUN).toList();
  }

  /** One, by its name or its MAC address. */
  Optional<Ap> named(String name) {
    return aps.values().stream()
        .filter(ap -> ap.name().equals(name) || ap.mac().equals(name))
        .findFirst();
  }

  /** The AP that is known by that address. */
  Optional<Ap> of(String mac) {
    return Optional.ofNullable(aps.get(mac));
  }

  /** An AP has this version beside the one that it runs. */
  void predownloaded(String mac, String version) {
    of(mac).ifPresent(ap -> put(ap.backup(version)));
  }

  /** One note about the session with that address. */
  Heard noted(InetSocketAddress peer, ControllerNote note, Instant now) {
    if (note instanceof Introduced introduced) {
      introduced(peer, introduced);
      return Heard.NOTHING;
    }
    Ap ap = aps.get(sessions.getOrDefault(peer, ""));
    if (ap == null) {
      return Heard.NOTHING;
    } else if (note instanceof JoinAnswered answered && answered.resultCode() == 0) {
      return Heard.line(Syslog.joined(ap, controller.get()));
    } else if (note instanceof StateEntered entered) {
      put(ap.state(entered.state()));
      return entered.state() == AcState.RUN
          ? Heard.event(new Event.Present(ap.mac()))
          : Heard.NOTHING;
    } else if (note instanceof SessionEnded ended) {
      return ended(peer, ap, ended.reason(), now);
    }
    return imageNoted(ap, note, now);
  }

  private Heard imageNoted(Ap ap, ControllerNote note, Instant now) {
    boolean predownload = ap.state() == AcState.RUN;
    if (note instanceof ConfigurationAnswered answered) {
      return configurationAnswered(ap, answered.resultCode());
    } else if (note instanceof ImageAsked asked) {
      int tries = 1 + ap.download().map(Download::tries).orElse(0);
      Download begun =
          new Download(tries, asked.identifier(), predownload, now, Optional.empty(), 0, false);
      boolean refused = asked.resultCode() != 0;
      put(ap.download(refused ? begun.over(now, 0, false) : begun));
      return refused ? failed(ap) : Heard.NOTHING;
    } else if (note instanceof TransferStarted) {
      return Heard.event(new Event.Progress(ap.mac()));
    } else if (note instanceof ImageUnavailable || note instanceof BlockRefused) {
      put(over(ap, now, 0, false));
      return failed(ap);
    } else if (note instanceof TransferAnswered answered) {
      boolean success = answered.resultCode() == 0;
      put(over(ap, now, answered.bytes(), success));
      return success
          ? Heard.event(new Event.Ended(ap.mac(), PredownloadStatus.COMPLETE))
          : failed(ap);
    }
    return Heard.NOTHING;
  }

  private static Heard failed(Ap ap) {
    return Heard.event(new Event.Ended(ap.mac(), PredownloadStatus.FAILED));
  }

  /** RFC 5415 section 9.1.1: 17 says that the AP has the image. */
  private static Heard configurationAnswered(Ap ap, long code) {
    if (code == ResultCode.IMAGE_ALREADY_PRESENT.code()) {
      return Heard.event(new Event.Ended(ap.mac(), PredownloadStatus.COMPLETE));
    }
    return code == 0 ? Heard.NOTHING : failed(ap);
  }

  private void introduced(InetSocketAddress peer, Introduced told) {
    String mac = told.baseMac().isEmpty() ? Syslog.shown(peer) : Syslog.mac(told.baseMac());
    Ap before = aps.get(mac);
    if (before != null) {
      sessions.remove(before.peer());
    }
    sessions.put(peer, mac);
    aps.put(
        mac,
        new Ap(
            mac,
            told.wtpName(),
            peer,
            true,
            AcState.JOIN,
            false,
            told.runningVersion(),
            told.otherVersion(),
            before == null ? Optional.empty() : before.download()));
  }

  private Heard ended(InetSocketAddress peer, Ap ap, String reason, Instant now) {
    sessions.remove(peer);
    boolean unfinished = ap.download().filter(last -> last.ended().isEmpty()).isPresent();
    put((unfinished ? over(ap, now, 0, false) : ap).gone());
    String why = ap.fetchesAtJoin() ? outcome(ap) : words(reason);
    return new Heard(
        List.of(Syslog.disjoined(ap, controller.get(), why)), List.of(new Event.Gone(ap.mac())));
  }

  private static String outcome(Ap ap) {
    return ap.download().orElseThrow().success()
        ? "Image Download Success"
        : "Image Download Failed";
  }

  private static Ap over(Ap ap, Instant now, long bytes, boolean success) {
    return ap.download()
        .filter(last -> last.ended().isEmpty())
        .map(last -> ap.download(last.over(now, bytes, success)))
        .orElse(ap);
  }

  private void put(Ap ap) {
    aps.put(ap.mac(), ap);
  }

  /** Reasons of the vendor's YANG, enm-ap-join-failure-reason, where they say the same. */
  private static String words(String reason) {
    if (reason.startsWith("nothing heard")) {
      return "Heart beat timer expired";
    } else if (reason.contains("without an answer")) {
      return "Maximum retransmissions to AP limit reached";
    } else if (reason.contains("closed")) {
      return "DTLS close alert from peer";
    }
    return reason;
  }
}
