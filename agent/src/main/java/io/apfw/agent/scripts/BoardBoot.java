package io.apfw.agent.scripts;

import io.apfw.storage.boot.ScriptBootControl;
import io.apfw.update.ScriptVerb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The verbs BOOT_STATUS and BOOT_SET of a board.
 *
 * @param board name of the file in {@code boards/}, such as {@code grub}
 * @param scripts the directory of the boards, where BOOT_STATUS runs: it needs no other
 * @param workDir area for temporary files of BOOT_SET; must exist by then
 * @param environment {@code APFW_BOOT_ENVIRONMENT}: what the board keeps its environment in
 * @param copy {@code APFW_BOOT_COPY}: the second copy, where the board wants one
 */
public record BoardBoot(
    ScriptRunner runner,
    String board,
    Path scripts,
    Path workDir,
    Path environment,
    Optional<Path> copy)
    implements ScriptBootControl.Scripts {

  @Override
  public List<String> status() throws IOException {
    return run(ScriptVerb.BOOT_STATUS, scripts, Map.of());
  }

  @Override
  public void set(Map<String, String> variables) throws IOException {
    run(ScriptVerb.BOOT_SET, workDir, variables);
  }

  private List<String> run(ScriptVerb verb, Path directory, Map<String, String> more)
      throws IOException {
    Map<String, String> variables = new LinkedHashMap<>(more);
    variables.put("APFW_BOARD", board);
    variables.put("APFW_WORK_DIR", workDir.toAbsolutePath().toString());
    variables.put("APFW_BOOT_ENVIRONMENT", environment.toAbsolutePath().toString());
    copy.ifPresent(path -> variables.put("APFW_BOOT_COPY", path.toAbsolutePath().toString()));
    List<String> lines = new ArrayList<>();
    ScriptOutcome outcome = runner.run(verb, directory, variables, lines::add);
    if (!outcome.succeeded()) {
      throw new IOException(outcome.describe());
    }
    return lines;
  }
}
