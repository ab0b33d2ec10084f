package io.apfw.drills.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.report.Played.Kind;
import io.apfw.drills.report.Played.Moment;
import io.apfw.drills.report.Played.Story;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  static Played played() {
    List<Moment> moments =
        List.of(
            new Moment(Duration.ZERO, Kind.BOOT, "boot 1: part2"),
            new Moment(Duration.ofSeconds(1), Kind.STATE, "Image Data"),
            new Moment(Duration.ofSeconds(2), Kind.BLOCKS, "50"),
            new Moment(Duration.ofSeconds(3), Kind.BLOCKS, "100"),
            new Moment(Duration.ofSeconds(4), Kind.EVENT, "cut-power"),
            new Moment(Duration.ofSeconds(5), Kind.LOG, "<script>alert(\"1 & 2\")</script>"));
    List<Story> stories = new ArrayList<>();
    for (int i = 1; i <= HtmlReport.STORIES_SHOWN + 5; i++) {
      List<String> failures =
          i == HtmlReport.STORIES_SHOWN + 5 ? List.of("it did not hold") : List.of();
      stories.add(
          new Story(
              "ap-" + i,
              moments,
              List.of("1 GOOD", "2 GOOD"),
              List.of("3 GOOD", "2 GOOD"),
              failures));
    }
    return new Played(
        "a-name",
        "what it shows",
        "virtual, seed 1",
        Duration.ofMinutes(1),
        100,
        List.of("x"),
        stories);
  }

  @Test
  void whatFailedIsShownFirstAndWhatIsLeftOutIsSaid() {
    String page = HtmlReport.of(List.of(played()));
    assertThat(page).contains("0 of 1 scenarios passed", "<h3>ap-17</h3>", "it did not hold");
    assertThat(page.indexOf("<h3>ap-17</h3>")).isLessThan(page.indexOf("<h3>ap-1</h3>"));
    assertThat(page).doesNotContain("<h3>ap-12</h3>").contains("5 APs more are not shown");
    assertThat(page).contains("50 blocks/s at most", "1 GOOD</td><td>3 GOOD");
  }

  @Test
  void nothingInALogBecomesPartOfThePage() {
    String page = HtmlReport.of(List.of(played()));
    assertThat(page)
        .contains("&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt;")
        .doesNotContain("<script");
  }

  @Test
  void itNeedsNothingElse() {
    assertThat(HtmlReport.of(List.of(played())))
        .doesNotContain("http")
        .doesNotContain("src=")
        .doesNotContain("url(")
        .doesNotContain("@import");
  }

  @Test
  void aBuildServerReadsTheFailures() {
    assertThat(JunitReport.of(List.of(played())))
        .contains(
            "<testsuite name=\"drill\" tests=\"1\" failures=\"1\">",
            "<testcase classname=\"drill\" name=\"a-name\" time=\"60.0\">",
            "ap-17: it did not hold</failure>");
  }
}
