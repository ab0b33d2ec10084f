package io.apfw.agent.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.agent.Storage;
import io.apfw.agent.config.AgentConfig;
import io.apfw.storage.trust.BroughtRoots;
import io.apfw.storage.trust.TrustAnchors;
import io.apfw.storage.trust.TrustStore;
import java.io.PrintWriter;
import java.security.cert.X509Certificate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code apfw trust}: the roots that image signers must chain to, and the way back. */
@Command(
    name = "trust",
    description = "Shows the roots of image signers, or goes back to those before the last update.",
    mixinStandardHelpOptions = true)
public final class TrustCommand implements Callable<Integer> {
  /** What to do. */
  enum Verb {
    list,
    revert
  }

  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(
      arity = "0..1",
      defaultValue = "list",
      description = "list, or revert: a running agent goes by it from the next image on.")
  private Verb verb = Verb.list;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    AgentConfig loaded = config.load();
    BroughtRoots brought = Storage.of(loaded).broughtRoots();
    BroughtRoots.Status status = verb == Verb.revert ? brought.revert() : brought.status();
    TrustStore roots =
        new TrustAnchors(
                TrustStore.load(loaded.image().trust()),
                brought,
                spec.commandLine().getErr()::println)
            .trusted();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(status, roots));
    } else {
      out.println(
          status.current().serial() == 0
              ? "Roots of " + loaded.image().trust() + ", the configuration:"
              : "Roots of the trust update " + status.current().serial() + ":");
      for (X509Certificate root : roots.roots()) {
        out.println(
            "  " + root.getSubjectX500Principal() + ", to " + root.getNotAfter().toInstant());
      }
      out.println("The next trust update needs a serial above " + status.floor() + ".");
    }
    out.flush();
    return ExitCode.OK;
  }

  private static String json(BroughtRoots.Status status, TrustStore roots) {
    JsonStringWriter writer =
        JsonWriter.indent("  ")
            .string()
            .object()
            .value("serial", status.current().serial())
            .value("previousSerial", status.previous().serial())
            .value("highestSerial", status.floor())
            .array("roots");
    for (X509Certificate root : roots.roots()) {
      writer
          .object()
          .value("subject", root.getSubjectX500Principal().getName())
          .value("serialNumber", root.getSerialNumber().toString(16))
          .value("notBefore", root.getNotBefore().toInstant().toString())
          .value("notAfter", root.getNotAfter().toInstant().toString())
          .end();
    }
    return writer.end().end().done();
  }
}
