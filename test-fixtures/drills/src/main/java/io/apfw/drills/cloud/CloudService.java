package io.apfw.drills.cloud;

import io.apfw.drills.cloud.CloudRules.Rule;
import io.apfw.drills.yaml.YamlException;
import io.apfw.storage.trust.Pem;
import io.apfw.storage.trust.TrustStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cloud for a laboratory: a file says whose APs are to run which images. */
public final class CloudService implements Closeable {
  private final LiveCloud live;

  private CloudService(LiveCloud live) {
    this.live = live;
  }

  /**
   * Starts it.
   *
   * @param config its configuration file
   * @param out a line for each answer
   * @throws YamlException with every mistake in the file
   */
  public static CloudService start(Path config, PrintWriter out, Clock clock)
      throws IOException, YamlException {
    CloudFile file = CloudFile.read(config);
    TrustStore devices = TrustStore.load(file.trust());
    LiveCloud live =
        new LiveCloud(
            file.exchange(),
            file.images(),
            Pem.privateKey(file.key()),
            Pem.certificates(file.certificate()));
    List<Rule> rules = new ArrayList<>();
    for (Rule rule : file.rules()) {
      Map<String, String> urls = new LinkedHashMap<>();
      for (Map.Entry<String, String> image : rule.images().entrySet()) {
        urls.put(
            image.getKey(),
            live.image(image.getValue(), file.directory().resolve(image.getValue())));
      }
      rules.add(new Rule(rule.by(), rule.value(), rule.percent(), urls));
    }
    live.answer(
        new DrillCloud(
            new CloudRules(file.devices(), file.classes(), rules),
            new ProofCheck(devices, clock),
            file.fault(),
            clock.millis(),
            note -> say(out, clock, text(note))));
    say(
        out,
        clock,
        "cloud on %s:%d, TLS; %d devices, %d rules"
            .formatted(
                file.exchange().getAddress().getHostAddress(),
                live.port(),
                file.devices().size(),
                rules.size()));
    return new CloudService(live);
  }

  /** Where the exchange is. */
  public int port() {
    return live.port();
  }

  private static void say(PrintWriter out, Clock clock, String line) {
    synchronized (out) {
      out.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + line);
      out.flush();
    }
  }

  private static String text(CloudNote note) {
    if (note instanceof CloudNote.Answered answered) {
      return answered.serial()
          + " gets "
          + answered.code()
          + (answered.lines().isEmpty()
              ? ", no image"
              : ": " + String.join("; ", answered.lines()));
    }
    CloudNote.Challenged challenged = (CloudNote.Challenged) note;
    return challenged.serial() + " is challenged, session " + challenged.session();
  }

  @Override
  public void close() {
    live.close();
  }
}
