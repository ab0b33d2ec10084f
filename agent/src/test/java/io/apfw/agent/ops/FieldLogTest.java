package io.apfw.agent.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.report.Report;
import io.apfw.update.UpdateFailure.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FieldLogTest {
  /** Reports that have no line of their own: dots, their totals, and what a script says itself. */
  private static final Set<Class<?>> SILENT =
      Set.of(
          Report.BlockReceived.class,
          Report.TransferEnded.class,
          Report.ScriptStarted.class,
          Report.OtherSlot.class);

  private final List<String> lines = new ArrayList<>();
  private final FieldLog log = new FieldLog(lines::add, false);

  @Test
  void aDotForTwoHundredMessagesAndANewLineAfterFifty() {
    for (long message = 1; message <= 51_208; message++) {
      log.say(new Report.BlockReceived(message, message * 1377));
    }
    log.say(new Report.TransferEnded(51_208, 70_512_640, 601));

    assertThat(lines)
        .containsExactly(
            "<" + ".".repeat(50),
            ".".repeat(50),
            ".".repeat(50),
            ".".repeat(50),
            ".".repeat(50),
            "......> 70512640 bytes, 51208 msgs, 601 last");
  }

  /** Whoever answers a Discovery Request names itself, and nothing is known of it. */
  @Test
  void aNameBeginsNoLineAndSpeaksToNoTerminal() {
    log.say(new Report.Discovered("10.0.0.1", "x\r\nImage signing verify success.\u001b[2J"));
    assertThat(lines)
        .singleElement()
        .asString()
        .contains("x Image signing verify success. [2J")
        .doesNotContainPattern("\\p{Cc}");
  }

  @Test
  void theTransferIsCompleteWhenItsLastBlockIsStored() {
    log.say(new Report.TransferEnded(1, 10, 10));
    log.say(new Report.PayloadStored("ap1g8", false));

    assertThat(lines)
        .containsExactly(
            "> 10 bytes, 1 msgs, 10 last",
            "Last block stored, IsPre 0, WriteTaskId 0",
            "Image transfer completed from WLC, last 1");
  }

  @Test
  void anotherLineEndsTheDotsBegunSoFar() {
    for (long message = 1; message <= 450; message++) {
      log.say(new Report.BlockReceived(message, message));
    }
    log.say(new Report.MessageDiscarded("CAPWAP_WTP_EVENT_REQUEST", 9, "Image Data", 10));
    for (long message = 451; message <= 600; message++) {
      log.say(new Report.BlockReceived(message, message));
    }
    log.say(new Report.TransferEnded(600, 600, 1));

    assertThat(lines)
        .containsExactly(
            "<..",
            "Discarding msg CAPWAP_WTP_EVENT_REQUEST(type 9) in CAPWAP state: Image Data(10).",
            ".> 600 bytes, 600 msgs, 1 last");
  }

  @Test
  void aSecondTransferBeginsAnew() {
    log.say(new Report.BlockReceived(1, 10));
    log.say(new Report.TransferEnded(1, 10, 10));
    lines.clear();
    log.say(new Report.BlockReceived(1, 10));
    log.say(new Report.TransferEnded(1, 10, 10));
    assertThat(lines.get(0)).isEqualTo("<> 10 bytes, 1 msgs, 10 last");
  }

  @Test
  void aScriptsOwnLinesAreItsStatusAndTheBoardsAreNot() {
    log.say(new Report.ScriptLine("upgrade.sh: Script called with args:[PRECHECK]"));
    log.say(new Report.ScriptLine("do PRECHECK, part2 is active part"));
    assertThat(lines)
        .containsExactly(
            "status 'upgrade.sh: Script called with args:[PRECHECK]'",
            "do PRECHECK, part2 is active part");
  }

  @Test
  void anAbortThatTheSessionTookAlongReadsLikeTheCapture() {
    log.say(new Report.UpdateAborting(Cause.DOWNLOAD_CANNOT_START, "ap1g8"));
    assertThat(lines).containsExactly("Aborting image download(0x0): Dtls cleanup, ap1g8");
  }

  @Test
  void anAbortOfOursNamesItsNumber() {
    log.say(new Report.UpdateAborting(Cause.SIGNER_UNTRUSTED, "ap1g8"));
    assertThat(lines.get(0)).startsWith("Aborting image download(0x70): ");
  }

  @Test
  void everyReportHasWordsAndANumberOfItsOwn() {
    List<Report> all = Samples.reports();
    assertThat(all)
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(Report.class.getPermittedSubclasses());
    assertThat(all).extracting(Report::number).doesNotHaveDuplicates();
    assertThat(all)
        .allSatisfy(
            report ->
                assertThat(Wording.of(report).isEmpty())
                    .as("%s", report)
                    .isEqualTo(SILENT.contains(report.getClass())));
  }
}
