package io.apfw.storage.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The real board scripts, run by whatever {@code sh} is here, over files in a directory. */
final class ScriptBench implements ScriptBootControl.Scripts {
  static final Path SCRIPTS =
      Path.of(System.getProperty("basedir", "."), "..", "upgrade-scripts")
          .toAbsolutePath()
          .normalize();

  private final Map<String, String> always = new LinkedHashMap<>();
  private final Path home;
  String fake = "";

  ScriptBench(Path dir, String board, Path environment, Path copy) throws IOException {
    home = Files.createDirectories(dir.resolve("an AP"));
    Files.writeString(home.resolve("cmdline"), "ro apfw.slot=part2 apfw.env=saved\n");
    always.put("LC_ALL", "C");
    always.put("APFW_BOARD", board);
    always.put("APFW_WORK_DIR", home.toString());
    always.put("APFW_PROC_DIR", home.toString());
    always.put("APFW_BOOT_ENVIRONMENT", environment.toString());
    always.put("APFW_BOOT_COPY", copy.toString());
  }

  @Override
  public List<String> status() throws IOException {
    return run("BOOT_STATUS", Map.of());
  }

  @Override
  public void set(Map<String, String> variables) throws IOException {
    run("BOOT_SET", variables);
  }

  private List<String> run(String verb, Map<String, String> variables) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", SCRIPTS.resolve("upgrade.sh").toString(), verb);
    builder.environment().clear();
    builder.environment().putAll(always);
    builder.environment().putAll(variables);
    String fakes = fake.isEmpty() ? "" : SCRIPTS.resolve("test/fakebin").resolve(fake) + ":";
    builder.environment().put("PATH", fakes + "/usr/sbin:/usr/bin:/sbin:/bin");
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    try {
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IOException("exit code " + exit + ": " + lines.get(lines.size() - 1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return lines;
  }
}
