package io.apfw.agent.config;

import io.apfw.cloud.ApInfo;
import io.apfw.cloud.CloudConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/** Puts the cloud's checked values into their places. */
final class CloudAssembler {
  private final ConfigAssembler in;

  CloudAssembler(ConfigAssembler in) {
    this.in = in;
  }

  /** Empty unless the cloud is to be asked. */
  Optional<CloudSettings> assemble() {
    if (!(boolean) in.get("cloud.enabled")) {
      return Optional.empty();
    }
    String url = in.text("cloud.url");
    List<String> members = in.list("cloud.members");
    @SuppressWarnings("unchecked") // the type of PAIRS
    SortedMap<String, String> classes = (SortedMap<String, String>) in.get("cloud.classes");
    Optional<Path> key = in.optionalPath("cloud.key");
    return Optional.of(
        new CloudSettings(
            url,
            in.optionalText("cloud.domain").orElseGet(() -> CloudChecks.host(url)),
            in.path("cloud.trust"),
            in.text("cloud.guid"),
            in.text("cloud.oemTag"),
            in.text("cloud.mode"),
            (boolean) in.get("cloud.factoryDefault"),
            in.text("cloud.features"),
            members.stream().map(ApInfo::parse).map(Optional::orElseThrow).toList(),
            classes,
            in.word("cloud.wanted", CloudConfig.Wanted.class),
            (boolean) in.get("cloud.whileManaged"),
            in.optionalPath("cloud.certificate")
                .map(certificate -> new CloudSettings.Proof(certificate, key.orElseThrow())),
            in.text("cloud.proofHash").toUpperCase(Locale.ROOT),
            (boolean) in.get("cloud.requireHttps"),
            (boolean) in.get("cloud.privateAddresses"),
            new CloudConfig.Timing(
                in.number("cloud.timeoutMillis"),
                in.number("cloud.exchangeMillis"),
                in.number("cloud.bootSpreadMillis"),
                in.number("cloud.intervalMillis"),
                in.number("cloud.backOffMinMillis"),
                in.number("cloud.backOffMaxMillis"))));
  }
}
