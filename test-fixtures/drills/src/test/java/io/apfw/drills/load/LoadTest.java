package io.apfw.drills.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import io.apfw.capwap.wtp.Ac;
import io.apfw.capwap.wtp.Endpoint;
import io.apfw.drills.image.DrillImage;
import io.apfw.drills.lab.Against;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.lab.DrillPki;
import io.apfw.link.dtls.DtlsConnector;
import io.apfw.link.dtls.DtlsPsk;
import io.apfw.link.dtls.DtlsSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few WTPs at a controller in a process of its own. */
class LoadTest {
  private static final int APS = 3;
  private static final long IMAGE_BYTES = 40_960;
  private static final int BLOCK_BYTES = 1377;

  private final StringWriter out = new StringWriter();
  private final Load load =
      new Load(
          new PrintWriter(out, true), new PrintWriter(Writer.nullWriter()), Duration.ofSeconds(60));

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
          2, place(controller, directory.resolve("keys")), DrillAp.FAMILY, DrillAp.RUNNING_VERSION);
    }

    LoadRow row = load.rows().get(0);
    assertThat(row.whole()).isTrue();
    assertThat(row.bytes()).isEqualTo(2 * IMAGE_BYTES);
    assertThat(row.controller()).isEmpty();
  }

  @Test
  void aControllerWithASharedKeyTakesWhoHasIt(@TempDir Path directory) throws Exception {
    String key = "00112233445566778899aabbccddeeff";
    Path file = Files.writeString(directory.resolve("lab.psk"), key + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Path images = Files.createDirectories(directory.resolve("images"));
    new DrillImage(DrillAp.FAMILY, "1", DrillAp.HARDWARE, IMAGE_BYTES, 1)
        .make(directory.resolve("cache"), new DrillPki().signer(), images.resolve("ap1g8"));
    Path config =
        Files.writeString(
            directory.resolve("ac.yaml"),
            """
            listen: {controlPort: 0, dataPort: 0}
            dtls: {pskIdentity: lab, pskKeyFile: lab.psk}
            image: {path: images}
            """);
    DtlsConnector connector =
        new DtlsConnector(DtlsPsk.load("lab", file), new DtlsSettings(20_000, false));
    try (io.apfw.drills.ac.Ac ac =
            io.apfw.drills.ac.Ac.start(config, new PrintWriter(out, true), Clock.systemUTC());
        Fleet fleet =
            new Fleet(
                1,
                new Ac(
                    new Endpoint("127.0.0.1", ac.controlAddress().getPort()),
                    ac.dataAddress().getPort()),
                connector,
                DrillAp.FAMILY,
                "1",
                "1")) {
      fleet.start();
      assertThat(fleet.await(60_000)).as(out.toString()).isTrue();
    }
    assertThat(out.toString()).doesNotContain(key);
  }

  @Test
  void whoDoesNotArriveIsCounted(@TempDir Path directory) throws IOException, InterruptedException {
    Load hasty =
        new Load(new PrintWriter(out, true), new PrintWriter(Writer.nullWriter()), Duration.ZERO);
    DrillPki strangers = new DrillPki();
    strangers.write(directory.resolve("other"));
    try (LoadController controller =
        LoadController.start(
            directory, directory.resolve("cache"), new DrillPki(), "17.9.4.27", IMAGE_BYTES)) {
      hasty.against(2, place(controller, directory.resolve("other")), DrillAp.FAMILY, "1");
    }

    assertThat(hasty.rows().get(0).arrived()).isZero();
    assertThat(hasty.rows().get(0).whole()).isFalse();
  }

  private static Against place(LoadController controller, Path keys) {
    String address = controller.ac().control().address();
    return new Against(
        new InetSocketAddress(address, controller.ac().control().port()),
        new InetSocketAddress(address, controller.ac().dataPort()),
        keys);
  }
}
