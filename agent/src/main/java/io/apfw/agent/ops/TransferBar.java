package io.apfw.agent.ops;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** The transfer as a bar on a terminal; its size is known once the manifest has passed. */
final class TransferBar {
  private static final long UNIT_BYTES = 1_000_000;

  private @Nullable ProgressBar bar;

  /** Bytes of the image so far; opens the bar with the first. */
  void received(long bytes) {
    ProgressBar open = bar;
    if (open == null) {
      open =
          new ProgressBarBuilder()
              .setTaskName("Image Data")
              .setInitialMax(-1)
              .setUnit(" MB", UNIT_BYTES)
              .setStyle(ProgressBarStyle.ASCII)
              .showSpeed()
              .build();
      bar = open;
    }
    open.stepTo(bytes);
  }

  /** The payload's size is known; head and padding are small beside it. */
  void expect(long payloadBytes) {
    if (bar != null) {
      bar.maxHint(payloadBytes);
    }
  }

  void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
