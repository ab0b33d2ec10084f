package io.apfw.drills.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where stories go, beside the screen.
 *
 * @param junit as JUnit writes results
 * @param html one page
 */
public record Reports(Optional<Path> junit, Optional<Path> html) {
  /** Whether anybody wants them. */
  public boolean wanted() {
    return junit.isPresent() || html.isPresent();
  }

  /** Writes what is wanted. */
  public void write(List<Played> all) throws IOException {
    if (junit.isPresent()) {
      Files.writeString(junit.get(), JunitReport.of(all));
    }
    if (html.isPresent()) {
      Files.writeString(html.get(), HtmlReport.of(all));
    }
  }
}
