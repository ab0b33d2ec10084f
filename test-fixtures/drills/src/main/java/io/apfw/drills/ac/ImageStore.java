package io.apfw.drills.ac;

import io.apfw.drills.ac.ImageFiles.Held;
import io.apfw.drills.ac.ImageProfile.Mode;
import io.apfw.drills.controller.ImageShelf;
import io.apfw.fetch.Cancellation;
import io.apfw.fetch.FetchException;
import io.apfw.fetch.Fetcher;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A controller's images: from its own directory, or fetched from a server when a WTP asks, once for
 * all that wait, and kept. An image must be of its family, and of the version that is wanted.
 */
final class ImageStore implements ImageShelf, AutoCloseable {
  private static final int FETCHES_AT_ONCE_MAX = 4;

  private final Fetcher fetcher;
  private final ImageCache cache;
  private final Consumer<String> log;
  private final Consumer<String> learned;
  private final Cancellation stop = new Cancellation();
  private final ExecutorService workers = Executors.newFixedThreadPool(FETCHES_AT_ONCE_MAX);
  private final Map<String, Kept> kept = new HashMap<>();
  private final Map<String, List<Consumer<Answer>>> waiting = new HashMap<>();
  private ImageProfile profile;
  private Optional<String> wanted;

  /** An image, and the state of its file when it was looked at; the cache's are nobody else's. */
  private record Kept(Held held, long bytes, long changedMillis) {
    static Kept of(Held held, Mode mode) throws IOException {
      return new Kept(
          held,
          Files.size(held.file()),
          mode == Mode.LOCAL ? Files.getLastModifiedTime(held.file()).toMillis() : 0);
    }
  }

  /** What is looked for. */
  private record Job(ImageProfile from, String family, Optional<String> version, String key) {}

  /**
   * @param fetcher closed with the store
   * @param wanted the version; the first image that comes decides where it is empty
   * @param log takes lines
   * @param learned hears that version
   */
  ImageStore(
      Fetcher fetcher,
      ImageCache cache,
      ImageProfile profile,
      Optional<String> wanted,
      Consumer<String> log,
      Consumer<String> learned) {
    this.fetcher = fetcher;
    this.cache = cache;
    this.profile = profile;
    this.wanted = wanted;
    this.log = log;
    this.learned = learned;
  }

  synchronized ImageProfile profile() {
    return profile;
  }

  /** From now on images come from there; those that are being fetched come all the same. */
  synchronized void profile(ImageProfile other) {
    profile = other;
  }

  synchronized Optional<String> wanted() {
    return wanted;
  }

  synchronized void wanted(String version) {
    wanted = Optional.of(version);
  }

  /** Forgets the fetched images; how many files that were. */
  synchronized int clear() throws IOException {
    kept.clear();
    return cache.clear();
  }

  @Override
  public synchronized Answer find(String family, Consumer<Answer> later) {
    Optional<String> lacks = profile.lacks();
    if (!ImageProfile.isFamily(family) || lacks.isPresent()) {
      log.accept("no image " + shown(family) + lacks.map(word -> ": no " + word).orElse(""));
      return new Missing();
    }
    if (profile.mode() == Mode.LOCAL && !Files.isRegularFile(local(profile, family))) {
      log.accept("no image " + profile.shown(family));
      return new Missing();
    }
    Job job;
    try {
      job = new Job(profile, family, wanted, key(profile, family));
    } catch (FetchException e) {
      log.accept(Syslog.downloadFailed(profile.shown(family), e.failure()));
      return new Missing();
    }
    Optional<Held> here = here(job);
    if (here.isPresent()) {
      return new Found(here.get().image(), here.get().file());
    }
    List<Consumer<Answer>> others = waiting.get(job.key());
    if (others != null) {
      others.add(later);
    } else {
      waiting.put(job.key(), new ArrayList<>(List.of(later)));
      workers.execute(() -> work(job));
    }
    return new Coming();
  }

  private static String shown(String family) {
    return ImageProfile.isFamily(family) ? family : "of a name that is none";
  }

  private static Path local(ImageProfile from, String family) {
    return from.local().orElseThrow().resolve(family);
  }

  /** What was fetched is known by its URL and user, not by the password. */
  private static String key(ImageProfile from, String family) throws FetchException {
    if (from.mode() == Mode.LOCAL) {
      return local(from, family).toString();
    }
    return from.place(from.mode()).user() + ' ' + from.location(family);
  }

  private Optional<Held> here(Job job) {
    Kept known = kept.get(job.key());
    try {
      Mode mode = job.from().mode();
      if (known != null
          && known.equals(Kept.of(known.held(), mode))
          && isWanted(known.held(), job)
          && (mode == Mode.LOCAL || cache.get(job.key()).isPresent())) {
        return Optional.of(known.held());
      }
    } catch (IOException e) {
      // Gone since: it is looked for as if it had never been here.
    }
    kept.remove(job.key());
    return Optional.empty();
  }

  private static boolean isWanted(Held held, Job job) {
    return job.version().filter(version -> !version.equals(held.version())).isEmpty();
  }

  /** On a worker; who waits is answered even if a file brings out a bug. */
  private void work(Job job) {
    Optional<Held> found = Optional.empty();
    try {
      found = get(job);
    } finally {
      end(job, found);
    }
  }

  private Optional<Held> get(Job job) {
    try {
      if (job.from().mode() == Mode.LOCAL) {
        return Optional.of(checked(local(job.from(), job.family()), job));
      }
      Optional<Path> cached = cache.get(job.key());
      if (cached.isPresent()) {
        Held held = ImageFiles.look(cached.get(), job.family());
        if (isWanted(held, job)) {
          return Optional.of(held);
        }
      }
    } catch (IOException e) {
      log.accept(job.from().shown(job.family()) + ": " + e.getMessage());
      if (job.from().mode() == Mode.LOCAL) {
        return Optional.empty();
      }
    }
    return fetched(job);
  }

  private static Held checked(Path file, Job job) throws IOException {
    Held held = ImageFiles.look(file, job.family());
    if (!isWanted(held, job)) {
      throw new IOException(
          "its version is %s, %s is wanted".formatted(held.version(), job.version().orElseThrow()));
    }
    return held;
  }

  private Optional<Held> fetched(Job job) {
    String url = job.from().shown(job.family());
    log.accept(Syslog.installStarted(url));
    try {
      Path part = cache.begin();
      try {
        fetch(job, part);
        Held held = checked(part, job);
        Path file = cache.put(job.key(), part);
        log.accept(Syslog.installCompleted(url));
        return Optional.of(new Held(held.image(), held.version(), file));
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (FetchException e) {
      log.accept(Syslog.downloadFailed(url, e.failure()));
      log.accept("install_engine: " + e.getMessage());
    } catch (IOException e) {
      log.accept(Syslog.installFailed(url, String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private void fetch(Job job, Path part) throws FetchException, IOException, InterruptedException {
    try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
      Fetcher.Request request =
          Fetcher.Request.whole(
              job.from().location(job.family()), Math.min(cache.bytesMax(), Integer.MAX_VALUE));
      fetcher.fetch(request, new ToFile(file), stop);
      file.force(true);
    }
  }

  /** Writes what comes. */
  private record ToFile(FileChannel file) implements Fetcher.Sink {
    @Override
    public void begins(Fetcher.Facts facts) {}

    @Override
    public void bytes(byte[] buffer, int offset, int length) throws FetchException {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
      try {
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
      } catch (IOException e) {
        throw new FetchException(
            Cause.TRANSFER_CUT, "the cache cannot be written: " + e.getMessage());
      }
    }
  }

  private void end(Job job, Optional<Held> found) {
    List<Consumer<Answer>> all;
    boolean first;
    synchronized (this) {
      all = Optional.ofNullable(waiting.remove(job.key())).orElse(List.of());
      first = found.isPresent() && wanted.isEmpty();
      if (found.isPresent()) {
        keep(job, found.get());
        wanted = wanted.or(() -> found.map(Held::version));
      }
    }
    if (first) {
      learned.accept(found.get().version());
    }
    Answer answer =
        found.<Answer>map(held -> new Found(held.image(), held.file())).orElseGet(Missing::new);
    all.forEach(later -> later.accept(answer));
  }

  private void keep(Job job, Held held) {
    try {
      kept.put(job.key(), Kept.of(held, job.from().mode()));
    } catch (IOException e) {
      log.accept(held.file() + ": " + e.getMessage());
    }
  }

  @Override
  public void close() {
    stop.cancel(new UpdateFailure(Cause.STOPPED, "the controller stops"));
    workers.shutdownNow();
    fetcher.close();
  }
}
