package io.apfw.report;

import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Blame;
import io.apfw.update.UpdateFailure.Cause;
import java.util.List;
import java.util.Locale;

/**
 * The table that puts reports into words, but for those of the cloud check: the words of a field
 * AP's log (the newer dialect of the captures in test-fixtures/vectors), so that an operator's eye
 * and grep work on it. A line of the captures that would not be true of us is not here.
 *
 * <p>Image blocks are not lines but {@link DotLine dots}, which also have the totals, and so not in
 * this table.
 */
public final class FieldWording {
  private FieldWording() {}

  /** The lines for a report, without time stamps; none when it has no line of its own. */
  public static List<String> of(Report report) {
    if (report instanceof Report.StateEntered entered) {
      return List.of("CAPWAP State: " + entered.state());
    } else if (report instanceof Report.Discovered found) {
      return List.of("Discovery Response from " + found.ac() + ", AC name " + found.acName());
    } else if (report instanceof Report.VersionsCompared versions) {
      return List.of(
          "AP image version %s backup %s, Controller %s"
              .formatted(versions.running(), versions.backup(), versions.controller()));
    } else if (report instanceof Report.VersionVerdict verdict) {
      return List.of(
          verdict.matches()
              ? "Version is the same, do not need update."
              : "Version does not match.");
    } else if (report instanceof Report.ImageRequested asked) {
      return List.of(
          "Image Data Request sent to %s, fileName [%s], replicaStatus %d"
              .formatted(asked.ac(), asked.family(), asked.replicaStatus()));
    } else if (report instanceof Report.ImageAnswered answered) {
      return List.of(
          "Image Data Response from " + answered.ac(),
          "AC %s previous sent request with result code: %d"
              .formatted(
                  answered.resultCode() == 0 ? "accepted" : "refused", answered.resultCode()));
    } else if (report instanceof Report.ScriptLine script) {
      // The board's part of the script speaks for itself; the script's own lines are its status.
      return List.of(
          script.line().startsWith("upgrade.sh:")
              ? "status '" + script.line() + "'"
              : script.line());
    } else if (report instanceof Report.Restarting restarting) {
      return List.of(
          "",
          "Going to restart CAPWAP (reason : " + restarting.reason() + ")...",
          "",
          "Restarting CAPWAP State Machine.");
    } else if (report instanceof Report.MessageDiscarded discarded) {
      return List.of(
          "Discarding msg %s(type %d) in CAPWAP state: %s(%d)."
              .formatted(
                  discarded.message(),
                  discarded.type(),
                  discarded.state(),
                  discarded.stateNumber()));
    }
    return ofUpdate(report);
  }

  private static List<String> ofUpdate(Report report) {
    if (report instanceof Report.HeadAccepted head) {
      return List.of(
          "Image manifest accepted: version %s, family %s, payload %d bytes"
              .formatted(head.version(), head.family(), head.payloadBytes()));
    } else if (report instanceof Report.PayloadStored stored) {
      return List.of(
          "Last block stored, IsPre " + (stored.inRun() ? 1 : 0) + ", WriteTaskId 0",
          "Image transfer completed from WLC, last 1");
    } else if (report instanceof Report.SlotWritten written) {
      return List.of(
          "%s: %d bytes written%s, %d bytes stood there already"
              .formatted(
                  written.part(), written.writtenBytes(), copied(written), written.keptBytes()));
    } else if (report instanceof Report.ImageVerified verified) {
      return List.of(
          "status 'Image signing verify success.'",
          "status 'Successfully verified image in " + verified.part() + ".'" + note(verified));
    } else if (report instanceof Report.SlotActivated activated) {
      return List.of(
          "activate %s, set BOOT to %s, %d tries"
              .formatted(activated.part(), activated.part(), activated.tries()),
          "AP primary version after reload: " + activated.version());
    } else if (report instanceof Report.UpdateAborting aborting) {
      return List.of(
          "Aborting image download(0x%x): %s, %s"
              .formatted(code(aborting.cause()), words(aborting.cause()), aborting.family()));
    } else if (report instanceof Report.UpdateFailed failed) {
      return List.of(failed.failure().line() + "; " + failed.inactiveState());
    } else if (report instanceof Report.OfferQuarantined offer) {
      return List.of(
          "Image "
              + offer.version()
              + " failed before and is not fetched again: staying as we are.");
    } else if (report instanceof Report.TrialStarted trial) {
      return List.of(
          "Trial of %s, version %s: %d s to reach a controller or cloud"
              .formatted(trial.part(), trial.version(), trial.deadlineMillis() / 1000));
    } else if (report instanceof Report.TrialBoot trial) {
      return List.of("Trial of %s: %s".formatted(trial.part(), trial.boots()));
    } else if (report instanceof Report.TrialPassed trial) {
      return List.of(
          "Trial passed: %s is good, version %s".formatted(trial.part(), trial.version()));
    } else if (report instanceof Report.TrialExtended trial) {
      return List.of(
          "Trial of %s extended (%d of %d): no controller or cloud answered"
              .formatted(trial.part(), trial.extension(), trial.extensionsMax()));
    } else if (report instanceof Report.FellBack back) {
      return List.of(
          "Fell back to %s, version %s: %s".formatted(back.part(), back.version(), back.reason()));
    }
    return ofTheRest(report);
  }

  private static List<String> ofTheRest(Report report) {
    List<String> fetch = FetchWording.of(report);
    if (!fetch.isEmpty()) {
      return fetch;
    }
    if (report instanceof Report.UpdateLogSent sent) {
      return List.of(
          "Sent the log of the last update to %s, %d bytes".formatted(sent.ac(), sent.bytes()));
    } else if (report instanceof Report.Rebooting rebooting) {
      return List.of("Rebooting (reason : " + rebooting.reason() + ")");
    } else if (report instanceof Report.DtlsFailed failed) {
      return List.of("DTLS session with " + failed.ac() + " failed: " + failed.reason());
    } else if (report instanceof Report.DataChannelUp up) {
      return List.of(
          "Data channel to %s is up, %s".formatted(up.ac(), up.dtls() ? "DTLS" : "clear"));
    } else if (report instanceof Report.Refused refused) {
      return List.of(
          "%s from %s with result code: %d"
              .formatted(refused.message(), refused.ac(), refused.resultCode()));
    } else if (report instanceof Report.NoAnswer silent) {
      return List.of(
          "%s to %s not answered after %d transmissions"
              .formatted(silent.message(), silent.ac(), silent.transmissions()));
    } else if (report instanceof Report.BackingOff wait) {
      return List.of(
          String.format(
              Locale.ROOT, "%s: next try in %.1f s", wait.what(), wait.millis() / 1000.0));
    } else if (report instanceof Report.InputDropped dropped) {
      return List.of(
          "Dropped from %s: %s%s"
              .formatted(
                  dropped.from(),
                  dropped.reason(),
                  dropped.detail().map(d -> ": " + d).orElse("")));
    } else if (report instanceof Report.LegacySecurity legacy) {
      return List.of(
          "Warning: the DTLS session with %s runs on %s, which dtls.legacy allows: update the controller"
              .formatted(legacy.ac(), legacy.what()));
    } else if (report instanceof Report.ControllersLookedUp lookup) {
      return List.of("Controllers by " + lookup.source() + ": " + lookup.result());
    } else if (report instanceof Report.ControllerRankedLast last) {
      return List.of(
          String.format(
              Locale.ROOT,
              "Controller %s ranks last for %.1f s",
              last.ac(),
              last.millis() / 1000.0));
    } else if (report instanceof Report.WindowAgreed window) {
      return List.of(
          "%s has up to %d Image Data Requests outstanding"
              .formatted(window.ac(), window.requests()));
    } else if (report instanceof Report.ImageLocated located) {
      return List.of(
          "%s sends no blocks of %s but says where the image is: fetching it from there"
              .formatted(located.ac(), located.family()));
    } else if (report instanceof Report.ImageAskedInBlocks asked) {
      return List.of(
          "The image cannot be fetched from where %s said (%s): asking %s for its blocks"
              .formatted(asked.ac(), asked.why(), asked.ac()));
    } else if (report instanceof Report.PathMtu mtu) {
      return List.of(
          "Path MTU to %s: %d%s"
              .formatted(
                  mtu.ac(), mtu.bytes(), mtu.measured() ? "" : " (it answers no padded request)"));
    } else if (report instanceof Report.AgentStarted started) {
      return List.of(
          "apfw started, %s is active part, version %s"
              .formatted(started.bootedPart(), started.version()));
    }
    return List.of();
  }

  private static String copied(Report.SlotWritten written) {
    return written.copiedBytes() == 0
        ? ""
        : " (" + written.copiedBytes() + " of them from the running slot)";
  }

  private static String note(Report.ImageVerified verified) {
    return verified.note().isEmpty() ? "" : " (" + verified.note() + ")";
  }

  /** The capture's code for a transfer that its session took along is 0; ours are the numbers. */
  private static int code(Cause cause) {
    return cause.blame() == Blame.SOURCE ? 0 : cause.number();
  }

  private static String words(UpdateFailure.Cause cause) {
    return cause.blame() == Blame.SOURCE ? "Dtls cleanup" : cause.sentence();
  }
}
