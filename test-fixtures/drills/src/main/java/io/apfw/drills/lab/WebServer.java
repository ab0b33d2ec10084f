package io.apfw.drills.lab;

import io.apfw.drills.server.HttpFileServer;
import io.apfw.drills.server.HttpFileServer.Handler;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.TestAuthority;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * A web server with TLS and the image, and what an AP has to be told to trust it.
 *
 * @param server which answers
 * @param agentKeys of the agent's section {@code fetch}
 */
public record WebServer(HttpFileServer server, Map<String, Object> agentKeys) implements Closeable {
  /** Starts it; its root's certificate goes to the AP. */
  public static WebServer start(Lab lab, Handler handler) throws IOException {
    TestAuthority root = TestAuthority.root("Drill web root");
    Path trust = lab.ap().directory().resolve("web-roots.pem");
    root.writeCertificate(trust);
    return new WebServer(
        HttpFileServer.tls(root.issue(LeafSpec.server("localhost")), handler),
        Map.of("trust", trust.toAbsolutePath().toString()));
  }

  /** Where the image is. */
  public String url() {
    return server.url("/part.tar");
  }

  /** Bytes that it has sent of files. */
  public long moved() {
    return server.bodyBytes();
  }

  /** Says how much of the image moved. */
  public void sayMoved(Lab lab, long imageBytes) {
    lab.say(
        String.format(
            Locale.ROOT,
            "image of %d bytes, moved %d (%.1f %%)",
            imageBytes,
            moved(),
            100.0 * moved() / imageBytes));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
