package io.apfw.storage.boot;

import io.apfw.storage.slot.BootedSlot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** Board {@code uboot} with libubootenv's tools on two files. */
@Tag("interop")
class UbootInteropTest extends BootControlContract {
  private static final int COPY_BYTES = 8192;

  private Path config;
  private ScriptBench bench;

  @BeforeEach
  void scripts() throws Exception {
    config = dir.resolve("fw_env.config");
    StringBuilder lines = new StringBuilder();
    for (String name : new String[] {"one", "two"}) {
      lines.append(dir.resolve(name)).append(" 0x0 0x2000\n");
    }
    Files.writeString(config, lines);
    lose();
    bench = new ScriptBench(dir, "uboot", config, config);
  }

  @Override
  BootControl control(BootEnvironment environment, BootedSlot booted) throws Exception {
    ScriptBootControl control = new ScriptBootControl("board uboot", bench, () -> booted);
    control.write(environment);
    return control;
  }

  @Override
  BootEnvironment environment() throws Exception {
    bench.fake = "";
    return new ScriptBootControl("board uboot", bench, () -> PART1).read().environment();
  }

  @Override
  void breakWrites() {
    bench.fake = "fw-setenv-fails";
  }

  @Override
  void lose() throws Exception {
    byte[] erased = new byte[COPY_BYTES];
    Arrays.fill(erased, (byte) 0xff);
    Files.write(dir.resolve("one"), erased);
    Files.write(dir.resolve("two"), erased);
  }
}
