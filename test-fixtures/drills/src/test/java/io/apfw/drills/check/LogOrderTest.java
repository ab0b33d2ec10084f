package io.apfw.drills.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogOrderTest {
  private static final List<Anchor> ABC =
      List.of(Anchor.of("a", "^a"), Anchor.of("b", "^b"), Anchor.of("c", "^c"));
  private static final List<Anchor> SUCCESS = JoinLog.success(70_512_640, 51_208, 601);

  private static List<String> transcript(String name) {
    String resource = "/io/apfw/vectors/transcripts/" + name;
    try (InputStream in = LogOrderTest.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void otherLinesDoNotMatter() {
    assertThat(LogOrder.failures(List.of("x", "a1", "y", "b", "b", "c"), ABC)).isEmpty();
  }

  @Test
  void aMissingLineIsNamedWithTheOneBeforeIt() {
    assertThat(LogOrder.failures(List.of("a1", "c"), ABC))
        .singleElement()
        .asString()
        .contains("\"b\"", "line 1: a1", "did not come");
  }

  @Test
  void aLineTooEarlyIsAFailure() {
    assertThat(LogOrder.failures(List.of("b", "a", "c"), ABC))
        .singleElement()
        .asString()
        .contains("\"b\"", "too early, as line 1");
  }

  @Test
  void whatIsMissingAtTheEndIsNamedOnce() {
    assertThat(LogOrder.failures(List.of("a1"), ABC))
        .singleElement()
        .asString()
        .contains("\"b\"", "line 1: a1", "did not come, nor did what follows: c");
    assertThat(LogOrder.failures(List.of(), ABC)).hasSize(1);
  }

  @Test
  void checksSayWhatWasExpectedAndWhatCame() {
    Checks checks = new Checks();
    checks.equal("slot", Optional.of("part1"), Optional.empty());
    checks.equal("blocks", 3, 3);
    checks.that(false, "data channel", "up", "not up");

    assertThat(checks.failures())
        .containsExactly(
            "slot: expected part1, came nothing", "data channel: expected up, came not up");
  }

  @Test
  void theAnchorsAreThoseOfTheSuccessCapture() {
    assertThat(LogOrder.failures(transcript("ewc_9105_join_download_success_17.9.4.txt"), SUCCESS))
        .isEmpty();
  }

  @Test
  void theAnchorsAreThoseOfTheFailureCapture() {
    assertThat(
            LogOrder.failures(
                transcript("ewc_9105_image_download_cannot_start.txt"), JoinLog.cannotStart()))
        .isEmpty();
  }

  static IntStream successAnchors() {
    return IntStream.range(0, SUCCESS.size());
  }

  /** No anchor is an ornament: the capture without its lines fails. */
  @ParameterizedTest
  @MethodSource("successAnchors")
  void theCaptureWithoutAnAnchorsLinesFails(int index) {
    Anchor anchor = SUCCESS.get(index);
    List<String> log =
        transcript("ewc_9105_join_download_success_17.9.4.txt").stream()
            .filter(line -> !anchor.in(line))
            .toList();

    assertThat(LogOrder.failures(log, SUCCESS))
        .anyMatch(failure -> failure.contains("\"" + anchor.name() + "\""));
  }
}
