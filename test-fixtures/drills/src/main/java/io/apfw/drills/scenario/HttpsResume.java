package io.apfw.drills.scenario;

import io.apfw.drills.check.Checks;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.lab.WebServer;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.server.HttpFileServer.Question;
import io.apfw.drills.server.HttpFileServer.Reply;
import io.apfw.drills.server.ServedFile;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code apfw install} by HTTPS from a server that cuts the connection at 30 % of the image, and
 * stops at 70 %, where the agent is killed. The next one is told the same URL again.
 */
final class HttpsResume implements Scenario {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");
  private static final int PERCENT_MAX = 110;
  private static final int WRITTEN_BEFORE_BYTES = 2 << 20;
  private static final int LOOK_BYTES = 4096;
  private static final long LOOK_MILLIS = 50;
  private static final int LOOKS_MAX = 2400;
  private static final int STOP_SECONDS_MAX = 120;

  private final AtomicInteger cuts = new AtomicInteger();
  private final CountDownLatch stopped = new CountDownLatch(1);

  @Override
  public String name() {
    return "https-resume";
  }

  @Override
  public String summary() {
    return "https is cut at 30 % and 70 %, the agent killed once: less than 110 % of the image moves";
  }

  @Override
  public Scale scale() {
    return Scale.FIELD;
  }

  @Override
  public DrillResult run(Lab lab) throws IOException, StorageException, InterruptedException {
    Checks checks = new Checks();
    Seen seen = new Seen(lab.timeline());
    Disk before = Disk.of(lab);
    byte[] image = Files.readAllBytes(lab.image());
    ServedFile file = new ServedFile(image, "\"1\"");
    long moved;
    try (WebServer web =
        WebServer.start(lab, (question, reply) -> answer(file, image.length, question, reply))) {
      InstallDrill.bootToRun(lab, web.agentKeys());
      killInTheMiddle(lab, checks, web.url(), image.length);
      InstallDrill.install(lab, checks, web.url());
      InstallDrill.checkTrial(lab, checks, seen);
      lab.powerOff();
      moved = web.moved();
      web.sayMoved(lab, image.length);
    }
    checks.that(
        moved * 100 < (long) image.length * PERCENT_MAX,
        "bytes moved in all",
        "less than " + PERCENT_MAX + " % of " + image.length,
        Long.toString(moved));
    checks.equal("connections cut", 2, cuts.get());
    before.checkUpgraded(lab, checks, lab.ap().slots());
    checks.equal("slots booted", List.of("part2", "part2", "part1"), seen.bootedSlots());
    return seen.result(name(), lab, checks);
  }

  private void answer(ServedFile file, int length, Question question, Reply reply)
      throws IOException {
    Matcher range = RANGE.matcher(question.header("range").orElse("bytes=0-"));
    long from = range.matches() ? Long.parseLong(range.group(1)) : 0;
    long end =
        range.matches() && !range.group(2).isEmpty() ? Long.parseLong(range.group(2)) + 1 : length;
    long to = length * (cuts.get() == 0 ? 3L : 7L) / 10;
    boolean cut = cuts.get() < 2 && end > to;
    file.answer(question, reply, cut ? Math.max(0, to - from) : length);
    if (cut && cuts.incrementAndGet() == 2) {
      stopped.countDown();
      reply.hang();
    }
  }

  private void killInTheMiddle(Lab lab, Checks checks, String url, int length)
      throws IOException, InterruptedException {
    Thread operator =
        new Thread(
            () -> {
              try {
                int code = lab.apfw(List.of("install", "--reboot", url), line -> {});
                lab.say("the first apfw install ended with exit code " + code);
              } catch (IOException e) {
                lab.say("apfw install: " + e.getMessage());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "operator");
    operator.start();
    checks.that(
        stopped.await(STOP_SECONDS_MAX, TimeUnit.SECONDS),
        "the second cut",
        "at 70 % of the image",
        "none in " + STOP_SECONDS_MAX + " s");
    awaitWritten(lab.ap(), length * 7L / 10 - WRITTEN_BEFORE_BYTES);
    int from = lab.timeline().size();
    lab.say("at 70 % the agent is killed");
    checks.that(lab.kill(), "the kill", "an agent to kill", "none ran");
    operator.join();
    var unused = lab.await(from, Seen.line("CAPWAP State: Run"));
  }

  /** What the network still had is written: there the partition had zeros. */
  private static void awaitWritten(DrillAp ap, long at) throws IOException, InterruptedException {
    byte[] there = new byte[LOOK_BYTES];
    for (int look = 1; Arrays.equals(there, new byte[LOOK_BYTES]); look++) {
      if (look > LOOKS_MAX) {
        throw new IOException(
            "nothing was written at " + at + " of part1 in " + LOOKS_MAX * LOOK_MILLIS + " ms");
      }
      Thread.sleep(LOOK_MILLIS);
      try (SeekableByteChannel device = Files.newByteChannel(ap.slot(SlotId.PART1).device())) {
        device.position(at).read(ByteBuffer.wrap(there));
      }
    }
  }
}
