package io.apfw.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apfw.fetch.Fetcher.Request;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Debian's two TFTP servers: tftpd-hpa, which knows no windowsize, and atftpd, which does. */
@Tag("interop")
class TftpdInteropTest {
  private static final int REPETITIONS_MAX = 40;

  @TempDir private Path directory;

  private final Deque<RealServer> servers = new ArrayDeque<>();

  private enum Daemon {
    HPA {
      @Override
      List<String> command(Path directory, int port) throws IOException {
        return List.of(
            RealServer.program("in.tftpd", "in.tftpd"),
            "--foreground",
            "--address",
            "127.0.0.1:" + port,
            "--user",
            System.getProperty("user.name"),
            directory.toString());
      }

      /** It does not change its root, so the path is the machine's: with a slash of its own. */
      @Override
      String path(Path directory, String name) {
        return "/" + directory + "/" + name;
      }
    },
    ATFTPD {
      @Override
      List<String> command(Path directory, int port) throws IOException {
        return List.of(
            RealServer.program("atftpd", "atftpd"),
            "--daemon",
            "--no-fork",
            "--bind-address",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--user",
            System.getProperty("user.name"),
            "--logfile",
            "-",
            directory.toString());
      }

      @Override
      String path(Path directory, String name) {
        return "/" + name;
      }
    };

    abstract List<String> command(Path directory, int port) throws IOException;

    abstract String path(Path directory, String name);
  }

  @AfterEach
  void end() {
    servers.forEach(RealServer::close);
  }

  private RealServer server() {
    return servers.getLast();
  }

  private Location start(Daemon daemon, String name) throws Exception {
    servers.add(RealServer.udp(port -> daemon.command(directory, port)));
    return Location.parse("tftp://127.0.0.1:" + server().port() + daemon.path(directory, name));
  }

  private byte[] file(int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Files.write(directory.resolve("image.apfw"), bytes);
    return bytes;
  }

  private static Collector fetch(int blockBytes, int windowBlocks, Location location, long bytesMax)
      throws Exception {
    Collector all = new Collector();
    new TftpFetcher(new TftpSettings(blockBytes, windowBlocks, 1, REPETITIONS_MAX))
        .fetch(Request.whole(location, bytesMax), all, new Cancellation());
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "HPA, 512, 1",
    "HPA, 1468, 16",
    "HPA, 65464, 1",
    "ATFTPD, 512, 1",
    "ATFTPD, 1468, 1",
    "ATFTPD, 1468, 16",
    "ATFTPD, 512, 64"
  })
  void bringsTheFileInTheBlocksAskedFor(Daemon daemon, int blockBytes, int windowBlocks)
      throws Exception {
    byte[] file = file(3_000_001);
    Collector all = fetch(blockBytes, windowBlocks, start(daemon, "image.apfw"), file.length);
    assertThat(all.all()).isEqualTo(file);
    assertThat(all.facts().fileBytes()).as("tsize").hasValue(file.length);
    assertThat(all.largest()).as("blksize").isEqualTo(blockBytes);
  }

  @ParameterizedTest
  @EnumSource
  void aFileOfWholeBlocksEndsWithAnEmptyOne(Daemon daemon) throws Exception {
    byte[] file = file(1024 * 20);
    assertThat(fetch(1024, 4, start(daemon, "image.apfw"), file.length).all()).isEqualTo(file);
  }

  @ParameterizedTest
  @EnumSource
  void saysThatThereIsNoSuchFile(Daemon daemon) throws Exception {
    Location location = start(daemon, "none.apfw");
    assertThat(failure(location, 1000)).isEqualTo(Cause.FILE_NOT_FOUND);
  }

  @ParameterizedTest
  @EnumSource
  void refusesATooLongFileByItsSize(Daemon daemon) throws Exception {
    byte[] file = file(100_000);
    Location location = start(daemon, "image.apfw");
    assertThat(failure(location, file.length - 1)).isEqualTo(Cause.FILE_TOO_LARGE);
  }

  private static Cause failure(Location location, long bytesMax) {
    return catchThrowableOfType(FetchException.class, () -> fetch(512, 1, location, bytesMax))
        .failure()
        .cause();
  }

  /** 137,721 blocks: the number wraps twice. */
  @ParameterizedTest
  @CsvSource({"HPA, 1", "ATFTPD, 32"})
  void countsOnBehindTheLastNumber(Daemon daemon, int windowBlocks) throws Exception {
    byte[] file = file(70_512_640);
    assertThat(fetch(512, windowBlocks, start(daemon, "image.apfw"), file.length).all())
        .isEqualTo(file);
  }

  @Test
  void aServerThatDiesInTheMiddleIsSilent() throws Exception {
    byte[] file = file(30_000_000);
    Location location = start(Daemon.HPA, "image.apfw");
    Collector all = new Collector();
    Fetcher.Sink killing =
        new Fetcher.Sink() {
          @Override
          public void begins(Fetcher.Facts facts) {
            all.begins(facts);
            server().kill();
          }

          @Override
          public void bytes(byte[] buffer, int offset, int length) throws FetchException {
            all.bytes(buffer, offset, length);
          }
        };
    FetchException silent =
        catchThrowableOfType(
            FetchException.class,
            () ->
                new TftpFetcher(new TftpSettings(512, 1, 1, 1))
                    .fetch(Request.whole(location, file.length), killing, new Cancellation()));
    assertThat(silent.failure().cause()).isEqualTo(Cause.SERVER_SILENT);
    assertThat(all.all()).isEqualTo(Arrays.copyOf(file, all.all().length));
  }
}
