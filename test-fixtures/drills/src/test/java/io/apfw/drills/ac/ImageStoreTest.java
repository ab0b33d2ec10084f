package io.apfw.drills.ac;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.Patience;
import io.apfw.drills.ac.ImageProfile.Mode;
import io.apfw.drills.ac.ImageProfile.Place;
import io.apfw.drills.controller.ImageShelf.Answer;
import io.apfw.drills.controller.ImageShelf.Coming;
import io.apfw.drills.controller.ImageShelf.Found;
import io.apfw.drills.controller.ImageShelf.Missing;
import io.apfw.drills.image.DrillImage;
import io.apfw.drills.lab.DrillPki;
import io.apfw.fetch.Cancellation;
import io.apfw.fetch.FetchException;
import io.apfw.fetch.Fetcher;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
  private static final DrillPki SIGNERS = new DrillPki();
  private static final String URL = "sftp://******@lab/images/ap1g8";

  @TempDir private Path directory;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<String> learned = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final FakeServer server = new FakeServer();
  private ImageStore store;

  /** Gives one file, each time somebody lets it. */
  private static final class FakeServer implements Fetcher {
    private final Semaphore turns = new Semaphore(0);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile byte[] file = new byte[0];
    private volatile Optional<Cause> fault = Optional.empty();

    @Override
    public void fetch(Request request, Sink sink, Cancellation cancellation)
        throws FetchException, InterruptedException {
      asked.add(request.location().uri().toString());
      turns.acquire();
      if (fault.isPresent()) {
        throw new FetchException(fault.get(), request.location() + ": on purpose");
      }
      sink.begins(new Facts(0, OptionalLong.of(file.length), false, Optional.empty(), 0));
      sink.bytes(file, 0, file.length);
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void open() throws IOException {
    server.file = Files.readAllBytes(image("ap1g8", "17.9.4.27"));
    store = store(Optional.of("17.9.4.27"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Path image(String family, String version) throws IOException {
    Path file = directory.resolve(family + "-" + version);
    new DrillImage(family, version, "AP-1", 2L * DrillImage.UNIT_BYTES, 1)
        .make(directory.resolve("made"), SIGNERS.signer(), file);
    return file;
  }

  private ImageStore store(Optional<String> wanted) throws IOException {
    ImageProfile profile =
        new ImageProfile(Mode.SFTP, Optional.of(directory), Map.of())
            .with(
                Mode.SFTP,
                new Place("lab", 0, "/images/", "me", Optional.of(new Secret("s3cret"))));
    return new ImageStore(
        server,
        new ImageCache(directory.resolve("cache"), 1 << 20, Clock.systemUTC()),
        profile,
        wanted,
        log::add,
        learned::add);
  }

  private Answer find(String family) {
    return store.find(family, answers::add);
  }

  private Answer later() throws InterruptedException {
    server.turns.release();
    Answer answer = answers.poll(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(answer).as("an answer after %s", log).isNotNull();
    return answer;
  }

  @Test
  void oneFetchForAllThatWaitAndNoneAfterwards() throws InterruptedException {
    assertThat(find("ap1g8")).isEqualTo(new Coming());
    assertThat(find("ap1g8")).isEqualTo(new Coming());

    Answer first = later();
    assertThat(first).isInstanceOf(Found.class);
    assertThat(answers.poll(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo(first);
    assertThat(find("ap1g8")).isEqualTo(first);
    assertThat(server.asked).containsExactly("sftp://me:s3cret@lab/images/ap1g8");
    assertThat(log).containsExactly(Syslog.installStarted(URL), Syslog.installCompleted(URL));
  }

  @Test
  void theNextControllerHasItFromTheDisk() throws IOException, InterruptedException {
    find("ap1g8");
    later();
    log.clear();
    store.close();
    store = store(Optional.of("17.9.4.27"));

    find("ap1g8");
    assertThat(later()).isInstanceOf(Found.class);
    assertThat(log).isEmpty();
    assertThat(store.clear()).isEqualTo(1);
    find("ap1g8");
    later();
    assertThat(server.asked).hasSize(2);
  }

  @Test
  void anotherVersionThanTheCachedOneIsFetchedAnew() throws IOException, InterruptedException {
    find("ap1g8");
    later();
    store.wanted("17.12.1.5");
    server.file = Files.readAllBytes(image("ap1g8", "17.12.1.5"));

    assertThat(find("ap1g8")).isEqualTo(new Coming());
    assertThat(later()).isInstanceOf(Found.class);
  }

  @Test
  void whatIsNotWhatIsWantedIsNotGiven() throws IOException, InterruptedException {
    server.file = Files.readAllBytes(image("ap1g8", "17.9.3"));
    find("ap1g8");
    assertThat(later()).isEqualTo(new Missing());
    server.file = Files.readAllBytes(image("ap1g7", "17.9.4.27"));
    find("ap1g8");
    assertThat(later()).isEqualTo(new Missing());
    server.file = new byte[2_000];
    find("ap1g8");
    assertThat(later()).isEqualTo(new Missing());

    assertThat(log)
        .anyMatch(line -> line.endsWith("Error: its version is 17.9.3, 17.9.4.27 is wanted"))
        .anyMatch(line -> line.endsWith("Error: it is an image of ap1g7, not of ap1g8"))
        .anyMatch(line -> line.contains("Error: it is no image: "));
    assertThat(directory.resolve("cache")).isEmptyDirectory();
  }

  @Test
  void aFailureIsToldInBothWordsAndTriedAgainWhenAskedAgain() throws InterruptedException {
    server.fault = Optional.of(Cause.FILE_NOT_FOUND);
    find("ap1g8");
    assertThat(later()).isEqualTo(new Missing());
    assertThat(log)
        .anyMatch(line -> line.endsWith(URL + ": No such file or directory"))
        .anyMatch(line -> line.startsWith("install_engine: E211 FILE_NOT_FOUND: "))
        .noneMatch(line -> line.contains("s3cret"));
    server.fault = Optional.empty();
    find("ap1g8");
    assertThat(later()).isInstanceOf(Found.class);
  }

  @Test
  void theFirstImageDecidesWhereNoVersionWasNamed() throws IOException, InterruptedException {
    store.close();
    store = store(Optional.empty());
    find("ap1g8");
    later();
    assertThat(store.wanted()).contains("17.9.4.27");
    assertThat(learned).containsExactly("17.9.4.27");
  }

  @Test
  void aWtpsWordIsNoPath() {
    for (String name : new String[] {"../secret", ".", "..", "a/b", "", "a b", "-\n", "%2e%2e"}) {
      assertThat(find(name)).as(name).isEqualTo(new Missing());
    }
    assertThat(server.asked).isEmpty();
    assertThat(log).noneMatch(line -> line.contains("secret"));
  }

  @Test
  void aDirectoryOfItsOwnIsLookedAtEachTime() throws IOException, InterruptedException {
    store.profile(store.profile().mode(Mode.LOCAL));
    assertThat(find("ap1g8")).isEqualTo(new Missing());
    Files.move(image("ap1g8", "17.9.4.27"), directory.resolve("ap1g8"));

    assertThat(find("ap1g8")).isEqualTo(new Coming());
    Answer found = later();
    assertThat(found).isInstanceOf(Found.class);
    assertThat(find("ap1g8")).isEqualTo(found);
    Files.delete(directory.resolve("ap1g8"));
    assertThat(find("ap1g8")).isEqualTo(new Missing());
  }

  @Test
  void aPlaceThatIsNotCompleteIsNamed() {
    store.profile(store.profile().mode(Mode.TFTP));
    assertThat(find("ap1g8")).isEqualTo(new Missing());
    assertThat(log).containsExactly("no image ap1g8: no tftp-image-server");
  }
}
