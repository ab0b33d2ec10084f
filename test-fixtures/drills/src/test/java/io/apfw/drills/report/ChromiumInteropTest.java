package io.apfw.drills.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, which can reach nothing. */
@Tag("interop")
class ChromiumInteropTest {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 900;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"1, #fcfcfd", "0, #15181b"})
  void thePageIsAsLightOrDarkAsItsReaderLikes(int scheme, String paper) throws Exception {
    BufferedImage page = look(scheme);
    assertThat(page.getWidth()).isEqualTo(WIDTH);
    assertThat(new Color(page.getRGB(3, 3))).isEqualTo(Color.decode(paper));
    // The bar of Image Data, and text: something was drawn on the paper.
    assertThat(pixels(page).filter(ChromiumInteropTest::teal).count()).isGreaterThan(2_000);
    assertThat(pixels(page).distinct().count()).isGreaterThan(50);
  }

  private BufferedImage look(int scheme) throws IOException, InterruptedException {
    Path file = directory.resolve("page.html");
    Files.writeString(file, HtmlReport.of(List.of(HtmlReportTest.played())));
    Path picture = directory.resolve("page.png");
    Process browser =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--blink-settings=preferredColorScheme=" + scheme,
                "--user-data-dir=" + directory.resolve("profile"),
                "--screenshot=" + picture,
                "--window-size=" + WIDTH + "," + HEIGHT,
                file.toUri().toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      assertThat(browser.waitFor(2, TimeUnit.MINUTES)).as("chromium ends").isTrue();
    } finally {
      browser.destroyForcibly();
    }
    assertThat(picture).as(Files.readString(directory.resolve("log"))).exists();
    return ImageIO.read(picture.toFile());
  }

  private static IntStream pixels(BufferedImage page) {
    return IntStream.range(0, page.getWidth() * page.getHeight())
        .map(i -> page.getRGB(i % page.getWidth(), i / page.getWidth()));
  }

  private static boolean teal(int rgb) {
    Color color = new Color(rgb);
    return color.getGreen() > color.getRed() + 40 && color.getBlue() > color.getRed() + 40;
  }
}
