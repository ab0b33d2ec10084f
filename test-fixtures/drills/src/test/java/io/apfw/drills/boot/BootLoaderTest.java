package io.apfw.drills.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.Patience;
import io.apfw.storage.boot.BootDecision;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.boot.BootEnvironmentFile;
import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootLoaderTest {
  private static final int BOOTS_MAX = 5;

  @TempDir private Path directory;
  private final List<String> seen = new ArrayList<>();
  private BootEnvironmentFile environment;
  private Path commandLine;

  @BeforeEach
  void files() {
    environment = BootEnvironmentFile.at(directory.resolve("boot.env"));
    commandLine = directory.resolve("cmdline");
  }

  private BootLoader loader(AgentLauncher launcher) {
    return new BootLoader(environment, commandLine, launcher, BOOTS_MAX, new Notes());
  }

  /** An agent that ends at once, having looked at what is on disk. */
  private AgentProcess look() throws IOException {
    seen.add(
        Files.readString(commandLine).strip().replaceAll(".*apfw.slot=", "")
            + " with "
            + environment.read().part1().triesLeft()
            + " left");
    return new FakeProcess(0);
  }

  @Test
  void bootsTheGoodSlotAndSaysSoOnTheCommandLine() throws IOException {
    environment.write(new BootEnvironment(SlotId.PART2, BootEntry.GOOD, BootEntry.GOOD));

    loader(this::look).run();

    assertThat(seen).startsWith("booting 1 part2", "part2 with 0 left", "ended 1 with 0");
  }

  @Test
  void triesAreOnDiskCountedDownBeforeTheAgentRunsAndTheFallbackFollows() throws IOException {
    environment.write(new BootEnvironment(SlotId.PART1, BootEntry.onTrial(2), BootEntry.GOOD));

    loader(this::look).run();

    assertThat(seen.stream().filter(line -> line.contains("left")))
        .containsExactly(
            "part1 with 1 left",
            "part1 with 0 left",
            "part2 with 0 left",
            "part2 with 0 left",
            "part2 with 0 left");
  }

  @Test
  void whatAnAgentConfirmedIsNotCountedAnyMore() throws IOException {
    environment.write(new BootEnvironment(SlotId.PART1, BootEntry.onTrial(2), BootEntry.GOOD));

    loader(
            () -> {
              AgentProcess process = look();
              environment.write(new BootEnvironment(SlotId.PART1, BootEntry.GOOD, BootEntry.GOOD));
              return process;
            })
        .run();

    assertThat(seen.stream().filter(line -> line.contains("left")))
        .hasSize(BOOTS_MAX)
        .allMatch(line -> line.startsWith("part1"));
  }

  @Test
  void withoutABootableSlotTheFallbackIsTheLastResort() throws IOException {
    environment.write(new BootEnvironment(SlotId.PART1, BootEntry.BAD, BootEntry.BAD));

    loader(this::look).run();

    assertThat(seen).contains("booting 1 part2 as the last resort");
  }

  @Test
  void aCrashLoopHalts() throws IOException {
    environment.write(new BootEnvironment(SlotId.PART2, BootEntry.GOOD, BootEntry.GOOD));

    loader(() -> new FakeProcess(70)).run();

    assertThat(seen)
        .contains("ended 5 with 70")
        .last()
        .asString()
        .contains("crash loop: booted 5 times");
  }

  @Test
  void aMissingEnvironmentHaltsByName() {
    loader(() -> new FakeProcess(0)).run();

    assertThat(seen).singleElement().asString().contains("boot.env");
  }

  @Test
  void stopEndsTheAgentAndBootsNoMore() throws Exception {
    environment.write(new BootEnvironment(SlotId.PART2, BootEntry.GOOD, BootEntry.GOOD));
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    BootLoader loader =
        loader(
            () -> {
              started.countDown();
              return new FakeProcess(143, stopped);
            });
    Thread machine = new Thread(loader::run);
    machine.start();
    assertThat(started.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();

    loader.stop();
    machine.join(Patience.MILLIS);

    assertThat(seen).containsExactly("booting 1 part2", "ended 1 with 143", "halted: stopped");
  }

  @Test
  void aRealProcessIsReadToItsLastLine() throws Exception {
    List<String> lines = new ArrayList<>();

    LauncherProcess process =
        LauncherProcess.start(List.of("sh", "-c", "echo one; echo two >&2; exit 3"), lines::add);

    assertThat(process.await()).isEqualTo(3);
    assertThat(lines).containsExactly("one", "two");
  }

  @Test
  void aRealProcessIsStoppedAndItsMemoryKnown() throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    LauncherProcess process =
        LauncherProcess.start(
            List.of("sh", "-c", "echo ready; while read -r line </dev/zero; do :; done"),
            line -> ready.countDown());
    assertThat(ready.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();

    process.stop();

    assertThat(process.await()).isEqualTo(143);
    assertThat(process.peakRssKib()).isPositive();
  }

  /** Ends when it is told to. */
  private record FakeProcess(int code, CountDownLatch end) implements AgentProcess {
    FakeProcess(int code) {
      this(code, new CountDownLatch(0));
    }

    @Override
    public boolean kill() {
      throw new UnsupportedOperationException("nothing here is killed");
    }

    @Override
    public int await() throws InterruptedException {
      end.await();
      return code;
    }

    @Override
    public void stop() {
      end.countDown();
    }

    @Override
    public long peakRssKib() {
      return 0;
    }
  }

  private final class Notes implements BootLoader.Watcher {
    @Override
    public void booting(int boot, BootDecision decision) {
      seen.add(
          "booting "
              + boot
              + " "
              + decision.slot()
              + (decision.lastResort() ? " as the last resort" : ""));
    }

    @Override
    public void ended(int boot, int exitCode, long peakRssKib) {
      seen.add("ended " + boot + " with " + exitCode);
    }

    @Override
    public void halted(String reason) {
      seen.add("halted: " + reason);
    }
  }
}
