package io.apfw.drills.ac;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCacheTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory;
  private int seconds;

  private ImageCache cache() throws IOException {
    seconds++;
    return new ImageCache(directory, 25, Clock.fixed(START.plusSeconds(seconds), ZoneOffset.UTC));
  }

  private void put(String url, String content) throws IOException {
    ImageCache cache = cache();
    cache.put(url, Files.writeString(cache.begin(), content));
  }

  @Test
  void whatWasFetchedIsThereAfterARestartToo() throws IOException {
    put("tftp://lab/ap1g8", "one");
    put("tftp://lab/ap1g7", "other");

    assertThat(cache().get("tftp://lab/ap1g8").orElseThrow()).hasContent("one");
    assertThat(cache().get("tftp://lab/ap1g9")).isEmpty();
  }

  @Test
  void theSamePlaceHasOneFile() throws IOException {
    put("tftp://lab/ap1g8", "old");
    put("tftp://lab/ap1g8", "new");

    assertThat(cache().get("tftp://lab/ap1g8").orElseThrow()).hasContent("new");
    assertThat(cache().clear()).isEqualTo(1);
    assertThat(cache().get("tftp://lab/ap1g8")).isEmpty();
  }

  @Test
  void whatWasUsedLeastLatelyGoesWhenItIsTooMuch() throws IOException {
    put("a", "0123456789");
    put("b", "0123456789");
    assertThat(cache().get("a")).isPresent();
    put("c", "0123456789");

    assertThat(cache().get("b")).isEmpty();
    assertThat(cache().get("a")).isPresent();
    put("d", "a file that is larger than all that may be");
    assertThat(cache().get("d")).as("what has just come").isPresent();
    assertThat(cache().get("a")).isEmpty();
  }

  @Test
  void whatAFetchHasLeftIsThrownAway() throws IOException {
    Path left = cache().begin();
    cache();
    assertThat(left).doesNotExist();
  }

  @Test
  void filesOfOthersAreLeftAlone() throws IOException {
    Path photo =
        Files.writeString(directory.resolve("holiday.image"), "a picture, and a large one");
    Path notes = Files.writeString(directory.resolve("notes.part"), "somebody's");
    put("a", "0123456789");
    put("b", "0123456789 and more than that");

    assertThat(cache().clear()).isEqualTo(1);
    assertThat(photo).exists();
    assertThat(notes).exists();
  }
}
