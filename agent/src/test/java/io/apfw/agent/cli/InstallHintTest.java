package io.apfw.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import io.apfw.update.UpdateFailure.Cause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that the operator sees and the service does not. */
class InstallHintTest {
  private static final Path STATE = Path.of("/var/lib/apfw");

  @TempDir Path directory;

  @Test
  void aFileThatOnlyTheOperatorSeesIsToBePutWhereTheAgentSeesIt() throws Exception {
    Path file = Files.createFile(directory.resolve("image.tar"));
    for (Cause cause : List.of(Cause.FILE_NOT_FOUND, Cause.ACCESS_REFUSED)) {
      assertThat(hinted(cause, file))
          .startsWith("it failed. ")
          .contains("/tmp of its own", "/var/lib/apfw");
    }
  }

  @Test
  void whatFailedOtherwiseIsLeftAsItIs() throws Exception {
    Path file = Files.createFile(directory.resolve("image.tar"));
    assertThat(hinted(Cause.SLOT_WRITE, file)).isEqualTo("it failed");
    assertThat(hinted(Cause.FILE_NOT_FOUND, directory.resolve("none"))).isEqualTo("it failed");
  }

  private static String hinted(Cause cause, Path file) {
    JsonObject end = new JsonObject();
    end.put("error", "it failed");
    end.put("cause", cause.number());
    return InstallCommand.withHint(end, file, STATE).getString("error");
  }
}
