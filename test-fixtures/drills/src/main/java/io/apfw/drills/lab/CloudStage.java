package io.apfw.drills.lab;

import io.apfw.drills.cloud.CloudFault;
import io.apfw.drills.cloud.CloudRules;
import io.apfw.drills.cloud.DrillCloud;
import io.apfw.drills.cloud.LiveCloud;
import io.apfw.drills.cloud.ProofCheck;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A lab's cloud: its server, and the AP's configuration for it. */
public final class CloudStage implements Closeable {
  /** The name that the AP wants in the cloud's certificate. */
  public static final String DOMAIN = DrillPki.CLOUD;

  /** The AP's serial number. */
  public static final String SERIAL = "DRILL000001";

  /** The image class of the AP's model. */
  public static final String OWN_CLASS = "77";

  private static final long SEED = 1;
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int BOOT_SPREAD_MILLIS = 200;
  private static final int INTERVAL_MILLIS = 1_000;
  private static final int BACK_OFF_MILLIS = 60_000;

  /** For people: what a drill does not wait for. */
  public static final String SHORTENED =
      "shorter than the defaults, to save your time: first check within "
          + BOOT_SPREAD_MILLIS
          + " ms (1 min), the next after "
          + INTERVAL_MILLIS
          + " ms (7 days)";

  /** What the cloud's server shows. */
  public enum Shown {
    ITS_OWN,
    BY_ANOTHER_ROOT,
    FOR_ANOTHER_NAME
  }

  private final Lab lab;
  private final LiveCloud live;
  private final Path roots;

  private CloudStage(Lab lab, LiveCloud live, Path roots) {
    this.lab = lab;
    this.live = live;
    this.roots = roots;
  }

  /** Makes keys and starts the servers; the exchange is answered after {@link #start}. */
  public static CloudStage open(Lab lab, Shown shown) throws IOException {
    TestAuthority root = TestAuthority.root("Drill cloud root");
    Path roots = lab.ap().directory().resolve("cloud-roots.pem");
    root.writeCertificate(roots);
    TestAuthority issuer =
        shown == Shown.BY_ANOTHER_ROOT ? TestAuthority.root("Another root") : root;
    TestIdentity identity =
        issuer.issue(LeafSpec.server(shown == Shown.FOR_ANOTHER_NAME ? "another.example" : DOMAIN));
    return new CloudStage(lab, new LiveCloud(identity), roots);
  }

  /** Lets the cloud answer by these rules. */
  public void start(CloudRules rules, CloudFault fault) {
    live.answer(
        new DrillCloud(
            rules,
            new ProofCheck(lab.pki().controllersTrust(), InstantSource.system()),
            fault,
            SEED,
            note -> lab.timeline().add(new DrillEvent.CloudNoted(note))));
    lab.say("cloud on 127.0.0.1:" + live.port() + ", TLS, for " + DOMAIN);
  }

  /** Where a file of that name is or would be. */
  public String url(String name) {
    return live.url(name);
  }

  /** Serves a file, and says at which URL. */
  public String image(String name, Path file) {
    return live.image(name, file);
  }

  /** Writes the AP's configuration: a cloud, and no controller that answers. */
  public void configure() throws IOException {
    Map<String, Object> cloud = new LinkedHashMap<>();
    cloud.put("enabled", true);
    cloud.put("url", "https://127.0.0.1:" + live.port());
    cloud.put("domain", DOMAIN);
    cloud.put("trust", roots.toAbsolutePath().toString());
    cloud.put("guid", "ccefd96301942b6e277f607117948cff7d657d1127aa8aaa93");
    cloud.put(
        "members",
        List.of("CJ0080398, 18:64:72:c1:d3:fa, AP-115", "CK0028642, ac:a3:1e:c5:9a:6e, AP-215"));
    cloud.put("classes", Map.of(DrillAp.HARDWARE, OWN_CLASS, "AP-115", "26"));
    cloud.put("certificate", lab.ap().certificate().toAbsolutePath().toString());
    cloud.put("key", lab.ap().key().toAbsolutePath().toString());
    cloud.put("privateAddresses", true);
    cloud.put("timeoutMillis", TIMEOUT_MILLIS);
    cloud.put("bootSpreadMillis", BOOT_SPREAD_MILLIS);
    cloud.put("intervalMillis", INTERVAL_MILLIS);
    cloud.put("backOffMinMillis", BACK_OFF_MILLIS);
    lab.configureCloud(cloud);
    lab.say(SHORTENED);
  }

  @Override
  public void close() {
    live.close();
  }
}
