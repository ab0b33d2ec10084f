package io.apfw.drills.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.lab.DrillPki;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few WTPs at a controller in a process of its own. */
class LoadTest {
  private static final int APS = 3;
  private static final long IMAGE_BYTES = 40_960;
  private static final int BLOCK_BYTES = 1377;

  private final StringWriter out = new StringWriter();
  private final Load load = new Load(new PrintWriter(out, true), Duration.ofSeconds(60));

  @Test
  void allJoinThenAllTakeTheImageAndJoinAgain(@TempDir Path directory)
      throws IOException, InterruptedException, JsonParserException {
    load.own(APS, directory, directory.resolve("cache"), IMAGE_BYTES);

    LoadRow join = load.rows().get(0);
    assertThat(join.arrived()).isEqualTo(APS);
    assertThat(join.blocks()).isZero();
    assertThat(join.controller().orElseThrow().peakRssMib()).isPositive();
    LoadRow upgrade = load.rows().get(1);
    assertThat(upgrade.arrived()).isEqualTo(APS);
    assertThat(upgrade.bytes()).isEqualTo(APS * IMAGE_BYTES);
    assertThat(upgrade.blocks()).isEqualTo(APS * (IMAGE_BYTES / BLOCK_BYTES + 1));
    assertThat(out.toString().lines().filter(line -> line.startsWith("     3  ")))
        .containsExactly(join.line(), upgrade.line());
    JsonArray json = JsonParser.array().from(LoadRow.json(load.rows()));
    assertThat(json.getObject(1).getLong("bytes")).isEqualTo(upgrade.bytes());
  }

  @Test
  void aControllerElsewhereGivesWhatItHas(@TempDir Path directory)
      throws IOException, InterruptedException {
    try (LoadController controller =
        LoadController.start(
            directory, directory.resolve("cache"), new DrillPki(), "17.9.4.27", IMAGE_BYTES)) {
      load.against(
          2, controller.ac(), directory.resolve("keys"), DrillAp.FAMILY, DrillAp.RUNNING_VERSION);
    }

    LoadRow row = load.rows().get(0);
    assertThat(row.whole()).isTrue();
    assertThat(row.bytes()).isEqualTo(2 * IMAGE_BYTES);
    assertThat(row.controller()).isEmpty();
  }

  @Test
  void whoDoesNotArriveIsCounted(@TempDir Path directory) throws IOException, InterruptedException {
    Load hasty = new Load(new PrintWriter(out, true), Duration.ZERO);
    DrillPki strangers = new DrillPki();
    strangers.write(directory.resolve("other"));
    try (LoadController controller =
        LoadController.start(
            directory, directory.resolve("cache"), new DrillPki(), "17.9.4.27", IMAGE_BYTES)) {
      hasty.against(2, controller.ac(), directory.resolve("other"), DrillAp.FAMILY, "1");
    }

    assertThat(hasty.rows().get(0).arrived()).isZero();
    assertThat(hasty.rows().get(0).whole()).isFalse();
  }
}
