package io.apfw.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.drills.server.TftpFault;
import io.apfw.drills.server.TftpFileServer;
import io.apfw.fetch.Fetcher.Request;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client's machine over real sockets, with servers that differ. */
class TftpFetcherTest {
  private static final TftpSettings PLAIN = new TftpSettings(512, 1, 1, 20);
  private static final TftpSettings FAST = new TftpSettings(1024, 16, 1, 20);

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static Collector get(TftpSettings settings, TftpFileServer server) throws Exception {
    Collector all = new Collector();
    new TftpFetcher(settings)
        .fetch(
            Request.whole(Location.parse(server.url("/dir/image.apfw")), 1 << 30),
            all,
            new Cancellation());
    return all;
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "NO_OPTIONS", "ECHOES", "LOSES"})
  void bringsTheFile(TftpFault fault) throws Exception {
    byte[] file = bytes(100_000);
    try (TftpFileServer server = new TftpFileServer(file, fault)) {
      assertThat(get(FAST, server).all()).isEqualTo(file);
    }
  }

  @Test
  void asksForOctetsAndItsOptions() throws Exception {
    try (TftpFileServer server = new TftpFileServer(bytes(3), TftpFault.NONE)) {
      get(FAST, server);
      assertThat(server.requests())
          .first()
          .asString()
          .startsWith("dir/image.apfw octet tsize 0 timeout 1 blksize 1024 windowsize 16");
    }
  }

  @Test
  void aDuplicateIsNotAnsweredSoThatNothingDoubles() throws Exception {
    byte[] file = bytes(200_000);
    try (TftpFileServer server = new TftpFileServer(file, TftpFault.ECHOES)) {
      get(FAST, server);
      // Twice on purpose; each answered copy would have doubled what follows.
      assertThat(server.dataBytes()).isLessThan(file.length * 3L);
    }
  }

  /**
   * 33,554,432 bytes are 65,536 blocks: the number wraps, to 0 with most servers, to 1 with some.
   */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "ROLLS_TO_ONE"})
  void countsOnBehindTheLastNumber(TftpFault fault) throws Exception {
    byte[] file = bytes(70_512_640 / 2);
    try (TftpFileServer server = new TftpFileServer(file, fault)) {
      assertThat(get(new TftpSettings(512, 8, 1, 20), server).all()).isEqualTo(file);
    }
  }

  @Test
  void needsAShortName() throws Exception {
    Location location = Location.parse("tftp://127.0.0.1/" + "x".repeat(600));
    assertThatThrownBy(
            () ->
                new TftpFetcher(PLAIN)
                    .fetch(Request.whole(location, 10), new Collector(), new Cancellation()))
        .hasMessageContaining("E210 LOCATION_UNUSABLE")
        .hasMessageContaining("512 bytes");
  }
}
