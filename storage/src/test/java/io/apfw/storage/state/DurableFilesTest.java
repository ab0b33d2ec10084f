package io.apfw.storage.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose the files are that a command makes in the agent's directory. */
class DurableFilesTest {
  private static final int NOBODY = 65_534;

  @TempDir private Path directory;

  private static Object owner(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid") + ":" + Files.getAttribute(path, "unix:gid");
  }

  @Test
  void whatRootMakesBelongsToTheDirectorysOwner() throws Exception {
    assumeTrue(owner(directory).equals("0:0"), "this test is not run by root");
    Path file = directory.resolve("x.state");
    DurableFiles.replace(file, new byte[1]);
    assertThat(owner(file)).as("where root owns all").isEqualTo("0:0");

    Files.setAttribute(directory, "unix:uid", NOBODY);
    Files.setAttribute(directory, "unix:gid", NOBODY);
    TwinFile.at(file, "x").write(Map.of("a", "b"));
    assertThat(owner(file)).as("one that was there is replaced").isEqualTo("65534:65534");
    Path heads = directory.resolve("heads");
    DurableFiles.createDirectory(heads);
    DurableFiles.replace(heads.resolve("head"), new byte[1]);
    assertThat(owner(heads)).isEqualTo("65534:65534");
    assertThat(owner(heads.resolve("head"))).isEqualTo("65534:65534");
  }

  @Test
  void whatAnotherUserMakesStaysItsOwn() throws Exception {
    Path file = directory.resolve("x.state");
    DurableFiles.replace(file, new byte[1]);
    assertThat(owner(file)).isEqualTo(owner(directory));
  }
}
