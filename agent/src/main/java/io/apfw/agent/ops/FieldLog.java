package io.apfw.agent.ops;

import io.apfw.report.DotLine;
import io.apfw.report.Report;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Prints the report stream. Lines go to the sink one by one and in order; blocks become dots, or a
 * progress bar where a person watches.
 *
 * <p>Owned by the event loop.
 */
public final class FieldLog {
  private final Consumer<String> lines;
  private final Optional<TransferBar> bar;
  private final DotLine dots = new DotLine();

  /**
   * @param lines takes each line, without a time stamp
   * @param terminal whether a person watches: a bar instead of dots
   */
  public FieldLog(Consumer<String> lines, boolean terminal) {
    this.lines = lines;
    this.bar = terminal ? Optional.of(new TransferBar()) : Optional.empty();
  }

  /** Says one report. */
  public void say(Report report) {
    if (report instanceof Report.BlockReceived block) {
      if (bar.isPresent()) {
        bar.get().received(block.bytes());
      } else {
        dots.block(block.messages()).ifPresent(lines);
      }
      return;
    }
    if (report instanceof Report.HeadAccepted head) {
      bar.ifPresent(b -> b.expect(head.payloadBytes()));
    }
    if (report instanceof Report.TransferEnded ended) {
      bar.ifPresent(TransferBar::close);
      lines.accept(dots.ended(ended.messages(), ended.bytes(), ended.lastBlockBytes()));
    }
    if (report instanceof Report.UpdateAborting) {
      bar.ifPresent(TransferBar::close);
    }
    for (String line : Wording.of(report)) {
      dots.interrupted().ifPresent(lines);
      lines.accept(line);
    }
  }
}
