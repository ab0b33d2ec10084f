package io.apfw.agent.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusBoardTest {
  private static final int BLOCK_BYTES = 1_000;

  private final List<String> published = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-26T08:00:00Z");
  private final StatusBoard board = new StatusBoard(published::add, words -> {}, () -> now);
  private long blocks;

  private void blocks(int count, int millis) {
    now = now.plusMillis(millis);
    for (int i = 0; i < count; i++) {
      blocks++;
      board.saw(new Report.BlockReceived(blocks, blocks * BLOCK_BYTES));
    }
  }

  private JsonObject status() throws Exception {
    return JsonParser.object().from(board.json());
  }

  private JsonObject transfer() throws Exception {
    return status().getObject("transfer");
  }

  @Test
  void blocksHaveASpeedAndATimeToGo() throws Exception {
    board.saw(new Report.StateEntered("Image Data"));
    board.saw(new Report.HeadAccepted("3", "ap1g8", 10_000_000));
    blocks(500, 5_000);
    assertThat(transfer().getLong("secondsLeft")).isZero();

    blocks(500, 500);
    assertThat(transfer().getLong("bytesPerSecond")).isEqualTo(1_000_000);
    assertThat(transfer().getLong("secondsLeft")).isEqualTo(9);

    blocks(500, 1_000);
    assertThat(transfer().getLong("bytesPerSecond")).isEqualTo(750_000);
    assertThat(transfer().getLong("secondsLeft")).isEqualTo(11);
  }

  @Test
  void aClockSetBackCountsForNothing() throws Exception {
    board.saw(new Report.HeadAccepted("3", "ap1g8", 10_000_000));
    blocks(500, 0);
    blocks(500, 500);
    blocks(500, -3_600_000);

    assertThat(transfer().getLong("bytesPerSecond")).isEqualTo(1_000_000);
  }

  @Test
  void whatHasEndedHasNoTimeToGo() throws Exception {
    board.saw(new Report.HeadAccepted("3", "ap1g8", 10_000_000));
    blocks(500, 0);
    blocks(500, 500);
    board.saw(new Report.UpdateFailed(new UpdateFailure(Cause.SLOT_FULL, "part1"), "part1 is bad"));

    assertThat(transfer().getLong("secondsLeft")).isZero();
    assertThat(transfer().getLong("bytesPerSecond")).isZero();
  }

  @Test
  void aFailureSaysWhatToDo() throws Exception {
    assertThat(status().getString("whatToDo")).isEmpty();

    board.saw(new Report.UpdateFailed(new UpdateFailure(Cause.SLOT_FULL, "part1"), "part1 is bad"));

    assertThat(status().getString("lastFailure")).startsWith("E314 SLOT_FULL");
    assertThat(status().getString("whatToDo")).isEqualTo(Cause.SLOT_FULL.advice());
  }

  @Test
  void theOtherSlotIsTold() throws Exception {
    board.saw(new Report.OtherSlot("part1", "17.3.3.26", true));
    assertThat(status().getBoolean("otherBootable")).isTrue();

    board.saw(new Report.OtherSlot("part1", "17.3.3.26", false));
    assertThat(status().getString("otherPart")).isEqualTo("part1");
    assertThat(status().getString("otherVersion")).isEqualTo("17.3.3.26");
    assertThat(status().getBoolean("otherBootable")).isFalse();
    assertThat(published).hasSize(2);
  }
}
