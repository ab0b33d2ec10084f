package io.apfw.agent.ops;

import io.apfw.cloud.CloudFailure;
import io.apfw.report.Report;
import io.apfw.update.ScriptVerb;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.List;
import java.util.Optional;

/** Reports for tests that want all of them. */
public final class Samples {
  private Samples() {}

  /** One report of each kind. */
  public static List<Report> reports() {
    return List.of(
        new Report.StateEntered("Image Data"),
        new Report.Discovered("192.0.2.1", "ac"),
        new Report.VersionsCompared("1", "2", "3"),
        new Report.VersionVerdict(true),
        new Report.ImageRequested("192.0.2.1", "ap1g8", 0),
        new Report.ImageAnswered("192.0.2.1", 0),
        new Report.BlockReceived(1, 1),
        new Report.TransferEnded(1, 1, 1),
        new Report.PayloadStored("ap1g8", false),
        new Report.ScriptStarted(ScriptVerb.PRECHECK),
        new Report.ScriptLine("x"),
        new Report.ImageVerified("part1", "3", ""),
        new Report.SlotActivated("part1", "3", 3),
        new Report.MessageDiscarded("X", 9, "Image Data", 10),
        new Report.Restarting("x"),
        new Report.UpdateAborting(Cause.STOPPED, "ap1g8"),
        new Report.UpdateFailed(new UpdateFailure(Cause.STOPPED, ""), "part1 is as it was"),
        new Report.OfferQuarantined("3"),
        new Report.TrialStarted("part1", "3", 1),
        new Report.TrialBoot("part1", "boot 1, 2 tries left"),
        new Report.TrialPassed("part1", "3"),
        new Report.TrialExtended("part1", 1, 2),
        new Report.FellBack("part2", "1", "x"),
        new Report.Rebooting("x"),
        new Report.DtlsFailed("192.0.2.1", "x"),
        new Report.DataChannelUp("192.0.2.1", true),
        new Report.Refused("192.0.2.1", "Join Response", 3),
        new Report.NoAnswer("192.0.2.1", "Join Request", 6),
        new Report.BackingOff("image download", 10),
        new Report.InputDropped("192.0.2.1", "x", Optional.empty()),
        new Report.HeadAccepted("3", "ap1g8", 1),
        new Report.AgentStarted("part2", "1"),
        new Report.LegacySecurity("192.0.2.1", "DTLS 1.0"),
        new Report.ControllersLookedUp("DNS", "192.0.2.1:5246"),
        new Report.ControllerRankedLast("192.0.2.1", 60_000),
        new Report.SlotWritten("part1", 3, 2, 1),
        new Report.WindowAgreed("192.0.2.1", 16),
        new Report.ImageLocated("192.0.2.1", "ap1g8"),
        new Report.ImageAskedInBlocks("192.0.2.1", "E214"),
        new Report.PathMtu("192.0.2.1", 1492, true),
        new Report.FetchStarted("https://192.0.2.1/b", "3"),
        new Report.FetchProgress("https://192.0.2.1/b", 10, 20, 5, 2, 30),
        new Report.FetchInterrupted("https://192.0.2.1/b", "E217", 10, 1_000),
        new Report.FetchEnded("https://192.0.2.1/b", 20, 22, 4),
        new Report.FetchPlanned("https://192.0.2.1/b", 9, 2, 8, 3),
        new Report.UpdateLogSent("192.0.2.1", 1000),
        new Report.CloudConnecting("cloud.example", 5_000),
        new Report.CloudConnected("cloud.example"),
        new Report.CloudServerVerified("cloud.example", "cloud.example"),
        new Report.CloudSent("POST /firmware HTTP/1.1\r\n\r\n", ""),
        new Report.CloudReceived("cloud.example", 19, "HTTP/1.1 200 OK\r\n\r\n"),
        new Report.CloudDisconnected(),
        new Report.CloudImage("AP-215", "CK0028642", "25", "3", "http://images.example/x", ""),
        new Report.CloudDecided("OFFERED", "1"),
        new Report.CloudCheckFailed(new CloudFailure(CloudFailure.Cause.NO_DEVICE, "x")),
        new Report.CloudCheckDue(1_000),
        new Report.CloudSuspended(),
        new Report.OtherSlot("part1", "3", true));
  }
}
